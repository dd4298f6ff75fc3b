"""The teams that are known and those that a list founds, with who serves in them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from plumbing.dates import format_date
from plumbing.importing.checking import CheckedRow
from plumbing.importing.list_day import ListDay
from plumbing.text import nfc, search_key, tidy_name
from teams.imports.places import Place, village_keys
from teams.imports.roster import Person
from teams.models import Membership, Team

TeamRole = Membership.Role
KIND_WORDS = {
    "dan van": Team.Kind.MASS_MOBILIZATION,
    "thanh nien xung kich": Team.Kind.YOUTH_SHOCK,
    "xung kich": Team.Kind.YOUTH_SHOCK,
    "phu nu": Team.Kind.WOMENS_CLUB,
}
# Bodies that stand beside the teams; "Tổ 1" or a village's name alone is the team that the list is of.
_OTHER_KIND = re.compile(
    r"hoa giai|an ninh|tu quan|bao ve|hop tac|tiet kiem|khuyen nong|cong nghe so|\b(?:clb|cau lac bo|doi|hoi|nhom)\b"
)
_KIND_IN_NAME = re.compile(
    r"^(?:tổ\s+dân\s+vận(?:\s+cơ\s+sở)?|tổ\s+dv|tổ\s+thanh\s+niên\s+xung\s+kích|(?:clb|câu\s+lạc\s+bộ)\s+phụ\s+nữ)\s*",
    re.IGNORECASE,
)

_OF_THE_TEAM = r"(?: (?:cua )?to)?(?: (?:dan van|dv))?(?: co so)?"
# The most senior first: who is leader and secretary too is the leader.
_ROLES = tuple(
    (re.compile(words + _OF_THE_TEAM), role)
    for words, role in (
        (
            r"(?:to truong|truong to|t\.truong|truong|ttr?|leader|chu nhiem|doi truong)(?: phu trach.*)?",
            TeamRole.LEADER,
        ),
        (
            r"(?:to pho|pho to truong|pho truong to|pho to|t\.pho|p\.to truong|p\.t|ptt|pho|tp|doi pho|pho chu nhiem"
            r"|deputy)"
            r"(?: (?:thuong truc|phu trach.*|tt|thu \d))?",
            TeamRole.DEPUTY,
        ),
        (r"(?:(?:uy vien|uv|to vien|thanh vien|tv) )?(?:thu k[yi]|t\.k[yi]|tk|secretary)", TeamRole.SECRETARY),
        (r"(?:thanh vien|to vien|uy vien|u\.?v|tv|t\.v|t\.vien|doi vien|member)", TeamRole.MEMBER),
    )
)


def role_of(text: str) -> str | None:
    """Return the role that a list's word means, "T.phó" or "Tổ trưởng (kiêm)"; None when it is unknown."""
    key = re.sub(r"\b([a-z])[./]\s*", r"\1.", search_key(text))
    parts = re.split(r"\s+kiem\s+|\s*[(),;/–-]\s*", key)
    found = {role for part in parts for pattern, role in _ROLES if pattern.fullmatch(part.strip(" ."))}
    return next((role for _pattern, role in _ROLES if role in found), None)


def team_kind(name: str) -> str:
    """Return the kind of team that a name speaks of; a list of teams without a name is of mobilization teams."""
    key = search_key(name)
    if not key:
        return Team.Kind.MASS_MOBILIZATION
    named = next((kind for word, kind in KIND_WORDS.items() if word in key), None)
    return named or (Team.Kind.OTHER if _OTHER_KIND.search(key) else Team.Kind.MASS_MOBILIZATION)


def village_in(name: str) -> str:
    """Return the village that a team's name ends with: "Tổ dân vận bản Mốc 4" → "bản Mốc 4"."""
    rest = _KIND_IN_NAME.sub("", nfc(name))
    return rest if rest != nfc(name) else ""


def title_of(name: str) -> str:
    """Return a team's name as it is kept: "TỔ DÂN VẬN BẢN MỐC 4" is "Tổ dân vận bản Mốc 4"."""
    match = _KIND_IN_NAME.match(nfc(name))
    if match is None or not name.isupper():
        return nfc(name)
    word, _space, rest = village_in(name).partition(" ")
    village = f"{word.lower()} {tidy_name(rest)}" if rest else tidy_name(word)
    return f"{match[0].strip().capitalize()} {village}".strip()


@dataclass(eq=False)
class ListedTeam:
    """A team with its place; new when `before` is None."""

    team: Team
    place: Place
    before: Team | None = None
    first: CheckedRow | None = None
    parsed_name: str = ""
    serving: dict[int, Service] = field(default_factory=dict)

    @property
    def key(self) -> int:
        """Its id, or before it has one a number that no id has."""
        return self.team.pk or -id(self)

    @property
    def leader(self) -> Service | None:
        return next((s for s in self.serving.values() if s.role == TeamRole.LEADER), None)


@dataclass(eq=False)
class Service:
    """A person serves in a team, as the list wants it; `before` is the stored membership."""

    listed: ListedTeam
    person: Person
    role: str
    before: Membership | None = None
    checked: CheckedRow | None = None
    # For somebody who is new in the team.
    since: dt.date = dt.date.min


class TeamBook:
    """Finds the team of a village, or founds it."""

    def __init__(
        self, list_day: ListDay, decision: str, places: dict[int, Place], memberships: list[Membership]
    ) -> None:
        self.list_day, self.decision = list_day, decision
        self.teams: dict[tuple[Any, str], ListedTeam] = {}
        by_pk: dict[int, ListedTeam] = {}
        for team in Team.objects.live().filter(active_to__isnull=True).select_related("village"):
            place = places.get(team.village_id) or Place(team.village)
            by_pk[team.pk] = self.teams[place.key, team.kind] = ListedTeam(team, place, team)
        self.stored: list[tuple[ListedTeam, Membership]] = [
            (by_pk[m.team_id], m) for m in memberships if m.team_id in by_pk and m.valid_to is None
        ]

    def team_of(
        self, checked: CheckedRow, place: Place, name: str, founded: dt.date | None = None
    ) -> ListedTeam | None:
        """Return the team of this village that a row speaks of, and says to have been founded on a day."""
        kind = team_kind(name)
        listed = self.teams.get((place.key, kind))
        if listed is None:
            listed = self.teams[place.key, kind] = self._found(place, kind, name, founded)
        if name and not self._is_its_name(listed, name):
            words = {"village": place.area.name, "known": listed.parsed_name or listed.team.name, "name": name}
            row = listed.first.row.number if listed.first else 0
            where = _(" (row %(number)s)") % {"number": row} if row else ""
            sentence = _(
                "%(village)s already has a team of this kind: “%(known)s”%(where)s. "
                "A village has one team of a kind; correct the name “%(name)s” or the village."
            )
            checked.reject("team", sentence % (words | {"where": where}))
            return None
        self._check_founded(checked, listed, founded)
        listed.first = listed.first or checked
        listed.parsed_name = listed.parsed_name or name
        return listed

    @staticmethod
    def _check_founded(checked: CheckedRow, listed: ListedTeam, founded: dt.date | None) -> None:
        """A team has one founding day; the day of a team that is known stays."""
        stands = listed.team.active_from
        if founded is None or founded == stands:
            return
        words = {"team": listed.team.name, "day": format_date(stands)}
        if listed.before is not None:
            checked.warn("founded", _("%(team)s was founded on %(day)s; a list does not change that.") % words)
        else:
            words |= {"number": str(listed.first.row.number if listed.first else 0)}
            checked.reject("founded", _("By row %(number)s %(team)s was founded on %(day)s. Keep one day.") % words)

    def _found(self, place: Place, kind: str, name: str, founded: dt.date | None) -> ListedTeam:
        team = Team(
            village=place.area,
            kind=kind,
            name=name or f"Tổ dân vận bản {place.area.name}",
            founding_decision=self.decision,
            active_from=founded or self.list_day.use(),
        )
        return ListedTeam(team, place)

    @staticmethod
    def _is_its_name(listed: ListedTeam, name: str) -> bool:
        """Two names are one when they differ only in spelling, or when both say the village's own name."""
        known = listed.parsed_name or listed.team.name
        if search_key(known) == search_key(name):
            return True
        own_name = listed.place.area.name
        own = set(village_keys(own_name))
        parsed = village_in(name)
        return (
            bool(parsed)
            and not own.isdisjoint(village_keys(parsed))
            and (listed.before is not None or not own.isdisjoint(village_keys(village_in(known))))
        )
