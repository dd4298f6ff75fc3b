"""Writing a checked list of areas: the areas, what lies in what, successors, and regions of abolished districts."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass, field

from plumbing import history
from plumbing.importing.kinds import Loader
from teams import tree
from teams.imports import villages
from teams.models import FOREVER, Area, Containment

Level = Area.Level
# "Thành phố Điện Biên Phủ" → "Khu vực Điện Biên Phủ (thành phố cũ)".
DISTRICT_WORDS = ("Thành phố", "Thị xã", "Huyện", "Quận")


@dataclass(eq=False)
class Plan:
    """An area as the list wants it."""

    area: Area
    before: Area | None = None
    parents: list[Plan] = field(default_factory=list)
    successor: Plan | None = None
    missing_containments: list[Plan] = field(default_factory=list)

    @property
    def begins(self) -> dt.date:
        return self.area.valid_from

    @property
    def ends(self) -> dt.date:
        return self.area.valid_to or FOREVER

    def overlaps(self, other: Plan) -> bool:
        return self.begins <= other.ends and other.begins <= self.ends


def write(plans: list[Plan], loader: Loader, batch_id: int) -> None:
    """Write areas, what lies in what, successors, and the regions that carry on abolished districts."""
    by = loader.user
    new = [plan.area for plan in plans if plan.before is None]
    history.create_many(new, by=by, batch_id=batch_id)
    for plan in plans:
        if plan.successor is not None:
            # Set in memory first, so that what lies in what is found along the successors.
            plan.area.successor = plan.successor.area
    stored = {area.pk: area for area in Area.objects.filter(pk__in=[plan.area.pk for plan in plans])}
    history.change_many([(stored[plan.area.pk], plan.area) for plan in plans], by=by, batch_id=batch_id)
    higher = [plan for plan in plans if plan.area.level != Level.VILLAGE]
    villages.write([row for plan in higher for row in _containments(plan)], by=by, batch_id=batch_id)
    _make_regions([plan.area for plan in plans], by, batch_id)
    placed = [p for p in plans if p.area.level == Level.VILLAGE and (p.before is None or p.missing_containments)]
    rows = villages.containments((plan.area, plan.parents[0].area) for plan in placed)
    villages.write(rows, by=by, batch_id=batch_id)
    _follow([plan for plan in plans if plan.before is not None], by, batch_id)
    tree.rebuild_paths()


def _containments(plan: Plan) -> list[Containment]:
    parents = plan.parents if plan.before is None else plan.missing_containments
    return [
        Containment(
            child=plan.area,
            parent=parent.area,
            valid_from=max(plan.begins, parent.begins),
            valid_to=None if (last := min(plan.ends, parent.ends)) == FOREVER else last,
        )
        for parent in parents
    ]


def _make_regions(areas: list[Area], by: object, batch_id: int) -> None:
    """An abolished district lives on as a region with the same code, which keeps its villages together."""
    ended = [a for a in areas if a.level == Level.DISTRICT and a.valid_to and a.successor_id is None]
    regions = [
        Area(level=Level.REGION, code=a.code, name=region_name(a.name), valid_from=a.valid_to + dt.timedelta(days=1))
        for a in ended
        if a.valid_to
    ]
    history.create_many(regions, by=by, batch_id=batch_id)
    changes = []
    for district, region in zip(ended, regions, strict=True):
        before = copy.copy(district)
        district.successor = region
        changes.append((before, district))
    history.change_many(changes, by=by, batch_id=batch_id)


def region_name(district: str) -> str:
    """Return what the region of an abolished district is called: "Khu vực Nậm Pồ (huyện cũ)"."""
    for word in DISTRICT_WORDS:
        if district.startswith(f"{word} "):
            return f"Khu vực {district[len(word) + 1 :]} ({word.lower()} cũ)"
    return f"Khu vực {district} (huyện cũ)"


def _follow(plans: list[Plan], by: object, batch_id: int) -> None:
    """When a known area ends, end what lies in it too, and carry its villages on into its successors."""
    ended = {plan.area.pk: plan.area for plan in plans if plan.before and plan.before.valid_to != plan.area.valid_to}
    if not ended:
        return
    rows = list(Containment.objects.live().filter(parent__in=ended).select_related("child"))
    changes, carried = [], []
    for row in rows:
        parent = ended[row.parent_id]
        if row.valid_to is None or (parent.valid_to and row.valid_to > parent.valid_to):
            before = copy.copy(row)
            row.valid_to = parent.valid_to
            changes.append((before, row))
        if row.child.level == Level.VILLAGE and parent.level == Level.COMMUNE:
            carried.append((row.child, parent))
    history.change_many(changes, by=by, batch_id=batch_id)
    villages.write(villages.containments(carried), by=by, batch_id=batch_id)
