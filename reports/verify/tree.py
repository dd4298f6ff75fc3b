"""What lies in what on a day, climbed along the containments; whether the stored paths say the same."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from reports.verify.calendar import FAR
from reports.verify.difference import Difference, names_of
from teams.models import Area, AreaPath, Containment

Span = tuple[dt.date, dt.date]


class Tree:
    """All areas and what they lie in, as raw rows."""

    def __init__(self) -> None:
        self.lives: dict[int, Span] = {}
        self.levels: dict[int, str] = {}
        self.successors: dict[int, int] = {}
        rows = _live(Area).values_list("pk", "level", "valid_from", "valid_to", "successor")
        for pk, level, since, until, successor in rows:
            self.lives[pk], self.levels[pk] = (since, until or FAR), level
            if successor is not None:
                self.successors[pk] = successor
        self.parents: dict[int, list[tuple[int, dt.date, dt.date]]] = defaultdict(list)
        for child, parent, since, until in _live(Containment).values_list("child", "parent", "valid_from", "valid_to"):
            if child in self.lives and parent in self.lives:
                self.parents[child].append((parent, since, until or FAR))

    def is_there(self, area: int, day: dt.date) -> bool:
        since, until = self.lives[area]
        return since <= day <= until

    def directly_above(self, area: int, day: dt.date) -> list[int]:
        found = self.parents.get(area, [])
        return [parent for parent, since, until in found if since <= day <= until and self.is_there(parent, day)]

    def above(self, area: int, day: dt.date) -> dict[int, int]:
        """Return all that an area lies in on a day, itself included, with how many steps up it is at the nearest."""
        steps = {area: 0} if self.is_there(area, day) else {}
        todo = list(steps)
        while todo:
            below = todo.pop(0)
            for parent in self.directly_above(below, day):
                if parent not in steps:
                    steps[parent] = steps[below] + 1
                    todo.append(parent)
        return steps

    def carried_on_by(self, area: int) -> list[int]:
        """Return what an area went whole into, and what that did."""
        found: list[int] = []
        while (area := self.successors.get(area, 0)) and area not in found:
            found.append(area)
        return found

    def days(self) -> list[dt.date]:
        """Return every day on which anything begins or has just ended."""
        spans = [*self.lives.values(), *((since, until) for rows in self.parents.values() for _, since, until in rows)]
        days = {since for since, _ in spans}
        return sorted(days | {until + dt.timedelta(days=1) for _, until in spans if until < FAR})


def _live(model: type[Area] | type[Containment]) -> QuerySet[Any]:
    return model.objects.filter(voided_at=None)


def wrong_paths() -> Iterator[Difference]:
    """Find the areas whose stored paths, on any day on which something changes, are not those of the containments."""
    tree = Tree()
    stored: dict[int, list[tuple[int, int, dt.date, dt.date]]] = defaultdict(list)
    path_days: set[dt.date] = set()
    rows = AreaPath.objects.values_list("descendant", "ancestor", "depth", "valid_from", "valid_to")
    for below, above, depth, since, until in rows.iterator():
        stored[below].append((above, depth, since, until))
        path_days |= {since} | ({until + dt.timedelta(days=1)} if until < FAR else set())
    days = sorted({*tree.days(), *path_days})
    for area in sorted(tree.lives.keys() | stored.keys()):
        for day in days:
            known = sorted((above, depth) for above, depth, since, until in stored[area] if since <= day <= until)
            climbed = sorted(tree.above(area, day).items()) if area in tree.lives else []
            if known != climbed:
                names = names_of({area, *(pk for pk, _ in known + climbed)})
                what = f"paths of {names[area]} on {day:%Y-%m-%d}"
                yield Difference(what, _spelled(known, names), _spelled(climbed, names))
                break


def _spelled(ways: list[tuple[int, int]], names: dict[int, str]) -> str:
    return ", ".join(f"{depth} {name}" for depth, name in sorted((depth, names[pk]) for pk, depth in ways)) or "none"
