"""Which area a code means on a day: codes are reused, so no code is read without one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from teams.models import FOREVER, UNKNOWN_START, Area, Containment

Level = Area.Level
DIGITS = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}


@dataclass(eq=False)
class Plan:
    """An area as the list wants it."""

    area: Area
    before: Area | None = None
    # The day of which the row speaks.
    day: dt.date = UNKNOWN_START
    # What a new area lies in over time.
    parents: list[Plan] = field(default_factory=list)
    # Where a known area goes, and from which day on.
    moves_to: Plan | None = None
    moves_on: dt.date | None = None
    successor: Plan | None = None

    @property
    def begins(self) -> dt.date:
        return self.area.valid_from

    @property
    def ends(self) -> dt.date:
        return self.area.valid_to or FOREVER

    def overlaps(self, other: Plan) -> bool:
        return self.begins <= other.ends and other.begins <= self.ends

    def is_there_on(self, day: dt.date) -> bool:
        return self.begins <= day <= self.ends

    @property
    def needed(self) -> list[Plan]:
        """Return what must be written for this one to stand."""
        return [plan for plan in (*self.parents, self.moves_to, self.successor) if plan is not None]


class Codes:
    """All areas by their codes, the stored ones and those of the list, and what the stored ones lie in."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self._plans: dict[str, list[Plan]] = defaultdict(list)
        by_pk: dict[int, Plan] = {}
        for plan in plans:
            self.add(plan)
            by_pk[plan.area.pk] = plan
        self._stays: dict[int, list[Containment]] = defaultdict(list)
        for row in Containment.objects.live().select_related("parent").order_by("valid_from", "id"):
            self._stays[row.child_id].append(row)
        self.by_pk = by_pk

    def add(self, plan: Plan) -> None:
        self._plans[plan.area.code].append(plan)

    def replace(self, known: Plan, plan: Plan) -> None:
        self._plans[plan.area.code].remove(known)
        self.add(plan)

    def __getitem__(self, code: str) -> list[Plan]:
        return self._plans.get(code, [])

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans)

    def stays_of(self, plan: Plan) -> list[Containment]:
        """Return what a stored area lies in over time, in the order of the days."""
        return self._stays.get(plan.before.pk, []) if plan.before is not None else []

    def on(self, codes: Iterable[str], day: dt.date, levels: Collection[str]) -> Plan | None:
        """Return the area that has one of the codes on `day`; where none has, the last one before that had it, or
        the first one after. The codes are several spellings of one, the likeliest first.
        """
        for code in codes:
            found = [plan for plan in self[code] if plan.area.level in levels]
            there = [plan for plan in found if plan.is_there_on(day)]
            ended = sorted((plan for plan in found if plan.ends < day), key=lambda plan: plan.ends, reverse=True)
            later = sorted((plan for plan in found if plan.begins > day), key=lambda plan: plan.begins)
            if found:
                return [*there, *ended, *later][0]
        return None

    def throughout(self, codes: Iterable[str], plan: Plan, levels: Collection[str]) -> list[Plan]:
        """Return the areas that have one of the codes one after another in the life of `plan`."""
        for code in codes:
            found: list[Plan] = []
            for one in sorted(self[code], key=lambda one: one.begins):
                if one is plan or one.area.level not in levels or not one.overlaps(plan):
                    continue
                if all(one.begins > other.ends for other in found):
                    found.append(one)
            if found:
                return found
        return []


def padded(raw: object, code: str, level: str) -> str:
    """Put back the zeros that Excel takes from a code that was typed as a number."""
    width = DIGITS.get(Level(level)) if level else None
    return code.zfill(width) if width and code.isdecimal() and not isinstance(raw, str) else code
