"""What an area lies in when it goes elsewhere from a day on: what was before ends, and nothing before it changes."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from plumbing import history
from plumbing.dates import format_date
from teams import tree
from teams.models import FOREVER, Area, Containment


@dataclass
class Move:
    """What is to be written about one area: stays that end, stays that never come, and new ones; and in words."""

    area: Area | None = None
    words: str = ""
    ended: list[tuple[Containment, Containment]] = field(default_factory=list)
    dropped: list[Containment] = field(default_factory=list)
    opened: list[Containment] = field(default_factory=list)


def stays_of(area: Area) -> list[Containment]:
    """Return what an area lies, lay and will lie in, in the order of the days."""
    return list(Containment.objects.live().filter(child=area).select_related("parent").order_by("valid_from", "id"))


def unit_on(stays: Iterable[Containment], day: dt.date) -> Containment | None:
    """Return the stay in the unit (not the region) in which an area lies on `day`."""
    return next((s for s in stays if not s.in_region and s.valid_from <= day <= s.ends), None)


def wanted(child: Area, parent: Area, day: dt.date) -> list[Containment]:
    """Return what `child` lies in from `day` on when it lies in `parent` then."""
    if child.level == Area.Level.VILLAGE:
        rows = tree.containments_of(child, parent)
    else:
        rows = [Containment(child=child, parent=parent, valid_from=parent.valid_from, valid_to=parent.valid_to)]
    return clipped(rows, max(day, child.valid_from), child.valid_to or FOREVER)


def clipped(rows: Iterable[Containment], first: dt.date, last: dt.date) -> list[Containment]:
    """Return the rows as far as they lie between the two days."""
    found = []
    for row in rows:
        since, until = max(row.valid_from, first), min(row.ends, last)
        if since <= until:
            row.valid_from, row.valid_to = since, None if until == FOREVER else until
            found.append(row)
    return found


def move(rows: list[Containment], day: dt.date, stays: list[Containment], until: dt.date = FOREVER) -> Move:
    """Return what changes when an area that has these `stays` lies in what `rows` say from `day` on (`until`: no
    longer than that, for it goes elsewhere later).

    The region keeps the villages of an abolished district together, wherever they go after it; who went to another
    district before it was abolished goes into that one's region.
    """
    regions = [row for row in rows if row.parent.level == Area.Level.REGION]
    stays_in_region = any(s.in_region and s.valid_from < day <= s.ends for s in stays)
    if stays_in_region or not regions:
        rows = [row for row in rows if row not in regions]
        stays = [stay for stay in stays if not stay.in_region]
    rows = clipped(rows, day, until)
    found = Move()
    for stay in stays:
        if stay.valid_from > until:
            continue
        same = next((r for r in rows if (r.parent_id, r.valid_from, r.valid_to) == _key(stay)), None)
        if same is not None:
            rows.remove(same)
        elif stay.valid_from >= day:
            found.dropped.append(stay)
        elif stay.ends >= day:
            after = copy.copy(stay)
            after.valid_to = day - tree.ONE_DAY
            found.ended.append((stay, after))
    found.opened = rows
    unit = next((row for row in rows if row not in regions), None)
    if unit is not None:
        left = unit_on(stays, day)
        words = {"day": format_date(day), "from": left.parent if left else "–", "to": unit.parent}
        found.area, found.words = unit.child, _("From %(day)s on it lies in %(to)s; before that in %(from)s.") % words
    return found


def _key(stay: Containment) -> tuple[int, dt.date, dt.date | None]:
    return stay.parent_id, stay.valid_from, stay.valid_to


def write(moves: Iterable[Move], *, by: object, batch_id: int | None = None) -> None:
    """Write moves; the caller holds the tree and rebuilds the paths. First what makes room, then what takes it."""
    moves = list(moves)
    reason = _("It goes elsewhere.")
    history.void_many([row for one in moves for row in one.dropped], by=by, reason=reason, batch_id=batch_id)
    history.change_many([pair for one in moves for pair in one.ended], by=by, batch_id=batch_id)
    history.create_many([row for one in moves for row in one.opened], by=by, batch_id=batch_id)
    for one in moves:
        if one.area is not None:
            _note(one.area, one.words, by, batch_id)


def _note(area: Area, words: str, by: object, batch_id: int | None) -> None:
    """Let the area's own history say where it went, too."""
    history.note(
        history.Action.CHANGED,
        by=by,
        title=str(area),
        model=area._meta.label_lower,
        object_id=area.pk,
        area_id=area.pk,
        reason=words,
        batch_id=batch_id,
    )
