"""Writing a checked list of areas: the areas, what lies in what, successors, and regions of abolished districts."""

from __future__ import annotations

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plumbing import history
from plumbing.importing.kinds import Loader
from teams import moves, tree
from teams.imports import villages
from teams.imports.area_codes import Plan
from teams.models import FOREVER, Account, Area, Containment

Level = Area.Level
# "Thành phố Điện Biên Phủ" → "Khu vực Điện Biên Phủ (thành phố cũ)".
DISTRICT_WORDS = ("Thành phố", "Thị xã", "Huyện", "Quận")


@dataclass(frozen=True)
class Going:
    """Who goes where, from which day on, and until when."""

    child: Area
    parent: Area
    day: dt.date
    until: dt.date = FOREVER


def write(plans: list[Plan], loader: Loader, batch_id: int) -> None:
    """Write areas, what lies in what, successors, and the regions that carry on abolished districts."""
    tree.hold()
    by = loader.user
    new = [plan for plan in plans if plan.before is None]
    history.create_many([plan.area for plan in new], by=by, batch_id=batch_id)
    for plan in plans:
        if plan.successor is not None:
            # Set in memory first, so that what lies in what is found along the successors.
            plan.area.successor = plan.successor.area
    stored = {area.pk: area for area in Area.objects.filter(pk__in=[plan.area.pk for plan in plans])}
    ending = [p.area for p in plans if p.area.valid_to and (p.before is None or p.before.valid_to is None)]
    history.change_many([(stored[plan.area.pk], plan.area) for plan in plans], by=by, batch_id=batch_id)
    higher = [plan for plan in new if plan.area.level != Level.VILLAGE]
    history.create_many([row for plan in higher for row in _new_stays(plan)], by=by, batch_id=batch_id)
    regions = _make_regions(ending, by, batch_id)
    going = [Going(p.before, p.moves_to.area, p.moves_on) for p in plans if p.before and p.moves_to and p.moves_on]
    _go(going, by, batch_id)
    _carry_on([area for area in ending if area.pk not in {plan.area.pk for plan in new}], by, batch_id)
    if regions:
        tree.rebuild_paths()
        _gather(regions, by, batch_id)
    placed = [(plan.area, plan.parents[0].area) for plan in new if plan.area.level == Level.VILLAGE]
    villages.write(villages.containments(placed), by=by, batch_id=batch_id)
    tree.rebuild_paths()


def _new_stays(plan: Plan) -> list[Containment]:
    rows = [
        Containment(child=plan.area, parent=one.area, valid_from=one.begins, valid_to=one.area.valid_to)
        for one in plan.parents
    ]
    return moves.clipped(rows, plan.begins, plan.ends)


def _make_regions(ending: list[Area], by: Account | None, batch_id: int) -> list[tuple[Area, Area]]:
    """An abolished district lives on as a region with the same code, which keeps its villages together. Return the
    districts with their regions.
    """
    ended = [area for area in ending if area.level == Level.DISTRICT and area.successor_id is None]
    regions = [
        Area(level=Level.REGION, code=area.code, name=region_name(area.name), valid_from=_day_after(area))
        for area in ended
    ]
    history.create_many(regions, by=by, batch_id=batch_id)
    changes = []
    for district, region in zip(ended, regions, strict=True):
        before = copy.copy(district)
        district.successor = region
        changes.append((before, district))
    history.change_many(changes, by=by, batch_id=batch_id)
    return list(zip(ended, regions, strict=True))


def region_name(district: str) -> str:
    """Return what the region of an abolished district is called: "Khu vực Nậm Pồ (huyện cũ)"."""
    for word in DISTRICT_WORDS:
        if district.startswith(f"{word} "):
            return f"Khu vực {district[len(word) + 1 :]} ({word.lower()} cũ)"
    return f"Khu vực {district} (huyện cũ)"


def _day_after(area: Area) -> dt.date:
    return (area.valid_to or FOREVER - tree.ONE_DAY) + tree.ONE_DAY


def _go(going: Iterable[Going], by: Account | None, batch_id: int) -> None:
    """Let areas lie elsewhere from their days on."""
    going = list(going)
    stays: dict[int, list[Containment]] = defaultdict(list)
    rows = Containment.objects.live().filter(child__in={one.child.pk for one in going}).select_related("parent")
    for row in rows.order_by("valid_from"):
        stays[row.child_id].append(row)
    wanted = _wanted(going)
    found = [moves.move(wanted[one.child.pk], one.day, stays[one.child.pk], one.until) for one in going]
    moves.write(found, by=by, batch_id=batch_id)


def _wanted(going: list[Going]) -> dict[int, list[Containment]]:
    """Return what each area lies in from its day on; asked once for each commune, not for each of its villages."""
    rows: dict[int, list[Containment]] = defaultdict(list)
    for row in villages.containments((one.child, one.parent) for one in going if one.child.level == Level.VILLAGE):
        rows[row.child_id].append(row)
    for one in going:
        if one.child.level == Level.VILLAGE:
            last = one.child.valid_to or FOREVER
            rows[one.child.pk] = moves.clipped(rows[one.child.pk], max(one.day, one.child.valid_from), last)
        else:
            rows[one.child.pk] = moves.wanted(one.child, one.parent, one.day)
    return rows


def _carry_on(ended: list[Area], by: Account | None, batch_id: int) -> None:
    """When a known area ends, what lies in it goes on into its successor; communes of an abolished district into what
    that lay in. What has nowhere to go, or ended as well, ends there.
    """
    going: list[Going] = []
    ends: list[tuple[Any, Any]] = []
    for area in ended:
        last = area.valid_to
        rows = Containment.objects.live().filter(parent=area).select_related("child", "parent")
        for row in rows:
            if last is None or row.ends <= last:
                continue
            target = _target_of(row.child, area) if (row.child.valid_to or FOREVER) > last else None
            if target is not None:
                going.append(Going(row.child, target, _day_after(area), row.ends))
                continue
            before = copy.copy(row)
            row.valid_to = last
            ends.append((before, row))
    history.change_many(ends, by=by, batch_id=batch_id)
    _go(going, by, batch_id)


def _target_of(child: Area, ended: Area) -> Area | None:
    if child.level == Level.VILLAGE:
        return ended.successor if ended.level == Level.COMMUNE else None
    if ended.successor is not None and ended.successor.level == ended.level:
        return ended.successor
    unit = moves.unit_on(moves.stays_of(ended), ended.day_within(ended.valid_to))
    return unit.parent if unit else None


def _gather(regions: list[tuple[Area, Area]], by: Account | None, batch_id: int) -> None:
    """Put the villages that lay in an abolished district at its end into its region."""
    rows = []
    for district, region in regions:
        last = district.day_within(district.valid_to)
        inside = Area.objects.live().villages().within(district, last)
        placed = Containment.objects.live().filter(in_region=True, child__in=inside).values("child")
        for village in inside.exclude(pk__in=placed):
            stay = Containment(child=village, parent=region, valid_from=region.valid_from, valid_to=region.valid_to)
            rows += moves.clipped([stay], village.valid_from, village.valid_to or FOREVER)
    history.create_many(rows, by=by, batch_id=batch_id)
