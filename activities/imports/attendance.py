"""Who attended a meeting, from what a list writes: names, "all", names of the absent, or only a number."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.rules import attendance_problems
from plumbing.importing.checking import Cells
from plumbing.numbers import format_number
from plumbing.reading import is_nothing
from plumbing.text import nfc, search_key, tidy_name
from teams.imports.team_book import role_of
from teams.models import Cadre, Membership, Team

_ALL = frozenset(
    ("tat ca", "du", "day du", "toan bo", "ca to", "100%", "tat ca thanh vien", "toan the", "toan the thanh vien")
)
_COUNT = re.compile(
    r"(?:co mat\s*:?\s*|du\s*:?\s*)?(\d{1,3})(?:\s*/\s*(\d{1,3}))?\s*(?:nguoi|thanh vien|d/c|dong chi|tv)?\.?"
)
_SEPARATOR = re.compile(r"[,;\n]|\s+và\s+|\s-\s")
_LEADING = re.compile(r"^\s*(?:[-+•*]|\d{1,2}\s*[.)])\s*")
# "Lò Văn A (ốm)", "Giàng A B: bận việc nhà"
_REMARK = re.compile(r"\s*[(:].*$")


@dataclass(frozen=True)
class Attendance:
    """Who was there; `present` is None where a list gives no names, and `count` is what it gives instead."""

    present: frozenset[int] | None
    count: int | None = None


class Members:
    """Who belonged to the teams of a list and when, loaded at once."""

    def __init__(self) -> None:
        self.by_team: dict[int, list[Membership]] = defaultdict(list)

    def load(self, team_ids: Iterable[int]) -> None:
        rows = Membership.objects.live().filter(team__in=set(team_ids)).select_related("cadre")
        for row in rows:
            self.by_team[row.team_id].append(row)

    def on(self, team: Team, day: dt.date) -> dict[int, Cadre]:
        """Return the members of a team on a day."""
        rows = self.by_team.get(team.pk, ())
        return {m.cadre_id: m.cadre for m in rows if m.valid_from <= day <= (m.valid_to or day)}


def read_attendance(cells: Cells, members: dict[int, Cadre], held_on: dt.date) -> Attendance:
    """Return who attended; what cannot be read rejects the row."""
    written, missing = cells.values.get("present"), cells.values.get("absent")
    absent = _named(cells, "absent", missing, members, held_on) if _has_names(missing) else None
    if absent is not None and not _has_names(written):
        # Those who are not named as absent were there.
        return Attendance(frozenset(members) - absent)
    if is_nothing(written) and (is_nothing(missing) or _is_none(missing)):
        return Attendance(frozenset(members) if _is_none(missing) else None)
    if is_nothing(written):
        return _counted(cells, "absent", nfc(missing), members)
    if search_key(nfc(written)) in _ALL:
        return Attendance(frozenset(members))
    if isinstance(written, dt.date):
        cells.checked.reject("present", _("Excel made a date of it; write the names, or the number alone."))
        return Attendance(None)
    if not _has_names(written):
        return _counted(cells, "present", nfc(written), members)
    present = _named(cells, "present", written, members, held_on)
    both = present & (absent or frozenset())
    if both:
        names = ", ".join(members[pk].name for pk in sorted(both))
        cells.checked.reject("absent", _("Present and absent at once: %(names)s.") % {"names": names})
    return Attendance(present)


def _has_names(value: object) -> bool:
    """Tell whether a cell has more than a number in it."""
    if is_nothing(value) or not isinstance(value, str):
        return False
    key = search_key(nfc(value))
    return key not in _ALL and _COUNT.fullmatch(key) is None


def _is_none(value: object) -> bool:
    """Tell whether the column of the absent says in so many words that there were none."""
    return value == 0 or (isinstance(value, str) and search_key(nfc(value)) in ("0", "khong", "khong co", "khong ai"))


def _counted(cells: Cells, code: str, text: str, members: dict[int, Cadre]) -> Attendance:
    """Return what a number of those present, or absent, says."""
    match = _COUNT.fullmatch(search_key(text).removesuffix(".0"))
    if match is None:
        cells.checked.reject(code, _("“%(text)s” is neither names nor a number.") % {"text": text[:60]})
        return Attendance(None)
    count = int(match[1]) if code == "present" else len(members) - int(match[1])
    words = {"count": format_number(count), "members": format_number(len(members))}
    if not 0 <= count <= len(members):
        sentence = _("%(count)s cannot have attended: the team had %(members)s members on that day.")
        cells.checked.reject(code, sentence % words)
    elif count == len(members):
        return Attendance(frozenset(members))
    else:
        sentence = _(
            "Only a number is given (%(count)s of %(members)s members): nobody is marked present or absent. "
            "Write the names of the present or of the absent."
        )
        cells.checked.warn(code, sentence % words)
    return Attendance(None, count)


def _named(cells: Cells, code: str, value: object, members: dict[int, Cadre], held_on: dt.date) -> frozenset[int]:
    """Return the members whose names are written."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for pk, cadre in sorted(members.items()):
        by_name[search_key(cadre.name)].append(pk)
    found: set[int] = set()
    for part in _SEPARATOR.split(str(value)):
        name = tidy_name(_REMARK.sub("", _LEADING.sub("", nfc(part))))
        if not name or role_of(name):
            # "Giàng A Mẫu - Tổ trưởng": the role is nobody.
            continue
        known = [pk for pk in by_name.get(search_key(name), ()) if pk not in found]
        if not known and search_key(name) not in by_name:
            cells.checked.add(attendance_problems([Cadre(name=name)], set(members), held_on, code), code)
        found.update(known[:1])
        if len(known) > 1 and _times(str(value), name) < len(by_name[search_key(name)]):
            sentence = _("The team has %(count)s members called %(name)s; log this meeting in the portal instead.")
            cells.checked.reject(code, sentence % {"count": len(by_name[search_key(name)]), "name": name})
    return frozenset(found)


def _times(text: str, name: str) -> int:
    return search_key(nfc(text)).count(search_key(name))
