"""Whether the figures of an area are the sums of its villages', and those of its parts add up to its own."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from reports.models import Figure
from reports.verify.calendar import last_of
from reports.verify.difference import ZERO, Difference, Key, differ, names_of, shown, wrong_numbers
from reports.verify.tree import Tree

AT_ONCE = 2000


def wrong_sums() -> Iterator[Difference]:
    """Find the figures above villages that are no sums, month by month."""
    tree = Tree()
    for month in Figure.objects.order_by("month").values_list("month", flat=True).distinct():
        yield from _wrong_in(month, tree)


def _wrong_in(month: dt.date, tree: Tree) -> Iterator[Difference]:
    # Where it lies at the month's end, or lay when it ended during the month.
    days = {area: until if month <= until else last_of(month) for area, (_, until) in tree.lives.items()}
    days = {area: min(day, last_of(month)) for area, day in days.items()}
    ways = {
        area: tree.above(area, days[area]).keys() - {area} for area, level in tree.levels.items() if level == "village"
    }
    stored: dict[Key, Decimal] = {}
    counted: dict[Key, Decimal] = defaultdict(Decimal)
    parts: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    there = [area for area in tree.levels if tree.is_there(area, days[area])]
    direct = {area: tree.directly_above(area, days[area]) for area in there}
    rows = Figure.objects.filter(month=month).values_list("area_id", "indicator", "value")
    for area, code, value in rows.iterator(AT_ONCE):
        if area not in ways:
            stored[area, month, code] = value
        for above in ways.get(area, ()):
            counted[above, month, code] += value
        # A region is made of what lies directly in it; it is no part of what it lies in itself.
        for above in direct.get(area, ()):
            if tree.levels[area] != "region":
                parts[above, code] += value
    yield from wrong_numbers(stored, {key: value for key, value in counted.items() if value})
    yield from _wrong_parts(month, stored, parts)


def _wrong_parts(
    month: dt.date, stored: dict[Key, Decimal], parts: dict[tuple[int, str], Decimal]
) -> Iterator[Difference]:
    """Find the areas whose parts, as they are stored, do not add up to them: a village may lie in two of them."""
    wholes = {(area, code): value for (area, _, code), value in stored.items()}
    wrong = [key for key in wholes.keys() | parts.keys() if differ(wholes.get(key, ZERO), parts.get(key, ZERO))]
    names = names_of({area for area, _ in wrong})
    for area, code in sorted(wrong):
        what = f"parts of {names[area]} · {month:%Y-%m} · {code}"
        yield Difference(what, shown(wholes.get((area, code), ZERO)), shown(parts.get((area, code), ZERO)))
