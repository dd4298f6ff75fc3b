"""Whether what is read of a period, shares among it, is what the stored figures of its months say."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from plumbing.dates import Period
from reports import figures
from reports.indicators import all_indicators
from reports.models import Figure
from reports.verify.calendar import all_months, due_on, last_of, month_of, today
from reports.verify.difference import ZERO, Difference, differ, names_of, shown
from reports.verify.tree import Tree
from teams.models import Area

# Their value is that of the last month; everything else is added up over the months.
STOCKS = frozenset(
    {
        "households_total", "people_total", "households_listed", "poor_households", "near_poor_households",
        "teams_active", "cadres_active", "poor_in_figures", "near_poor_in_figures", "villages_in_figures",
        "villages_with_teams", "villages_rated", "households_rated", "households_assigned", "households_to_help",
        "households_to_help_assigned", "helpers_active",
    }
)  # fmt: skip
# A month that is not due yet is neither on time nor late.
OF_DUE_MONTHS = frozenset({"months_due", "months_on_time"})
SHARES = {
    "poverty_rate": ("poor_in_figures", "households_rated"),
    "near_poverty_rate": ("near_poor_in_figures", "households_rated"),
    "assignment_rate": ("households_to_help_assigned", "households_to_help"),
    "attendance_rate": ("attendance_present", "attendance_expected"),
    "months_on_time_rate": ("months_on_time", "months_due"),
    "tasks_done_rate": ("tasks_done", "tasks_due"),
}
AT_ONCE = 2000
Totals = dict[int, dict[str, Decimal]]


def wrong_readings() -> Iterator[Difference]:
    """Find what is read otherwise of any area, over every quarter, half year, nine months and year, and this month."""
    # The indicators, and since when there are data, are the same for every area and period.
    tree, known, begun = Tree(), all_indicators(), figures.Beginnings()
    areas = [area for area in Area.objects.filter(voided_at=None).order_by("pk") if area.level != "village"]
    for period in _periods():
        last = min(period.last_month, month_of(today()))
        totals = _totals(period, last, areas, tree)
        for area in areas:
            place = figures.Place(area, begun=begun)
            read, parts = figures.read(place, period, known=known), figures.read_parts(place, period, known=known)
            yield from _wrong_in(area, period, read, totals[area.pk])
            yield from _wrong_parts(area, period, parts, totals[area.pk])


def _periods() -> list[Period]:
    months = all_months()
    years = range(months[0].year, months[-1].year + 1) if months else []
    parts = ["-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", "-9M", ""]
    periods = [Period.parse(f"{year}{part}") for year in years for part in parts]
    begun = [one for one in periods if one.first_month <= months[-1] and one.last_month >= months[0]]
    return [*begun, *(Period.of_month(month) for month in months[-1:])]


def _totals(period: Period, last: dt.date, areas: list[Area], tree: Tree) -> Totals:
    """Add up what is stored of the villages that an area holds on the last day, or on the nearest day of its life."""
    # A village that ended lies where it lay on its last day: a year still counts what it did before.
    holders: dict[int, list[int]] = defaultdict(list)
    villages = [pk for pk, level in tree.levels.items() if level == "village"]
    by_day: dict[dt.date, list[int]] = defaultdict(list)
    for area in areas:
        since, until = tree.lives[area.pk]
        by_day[max(since, min(last_of(last), until))].append(area.pk)
    for day, those in by_day.items():
        for village in villages:
            above = tree.above(village, min(day, tree.lives[village][1]))
            if tree.lives[village][1] < day:
                # What it lay in may have gone on as another area.
                above |= {later: 0 for area in list(above) for later in tree.carried_on_by(area)}
            holders[village] += [area for area in those if area in above]
    totals: Totals = defaultdict(lambda: defaultdict(Decimal))
    rows = Figure.objects.filter(month__gte=period.first_month, month__lte=last, area__level="village")
    for village, month, code, value in rows.values_list("area_id", "month", "indicator", "value").iterator(AT_ONCE):
        if code in OF_DUE_MONTHS and due_on(month) >= today():
            continue
        if month > tree.lives[village][1]:
            # Nothing is read of a village after it ended.
            continue
        if code not in STOCKS or month == last:
            for holder in holders[village]:
                totals[holder][code] += value
    return totals


def _wrong_in(area: Area, period: Period, read: figures.Numbers, totals: dict[str, Decimal]) -> Iterator[Difference]:
    """Find what is read otherwise of an area."""
    for code, value in read.items():
        counted: Decimal | None = totals.get(code, ZERO)
        if code in SHARES:
            above, below = (totals.get(part, ZERO) for part in SHARES[code])
            counted = above / below if below else None
        # What nobody knows is read as unknown; it is never a number.
        is_wrong = bool(counted) if value is None else counted is None or differ(value * 100, counted * 100)
        if is_wrong:
            what = f"reading of {names_of({area.pk})[area.pk]} · {period.code} · {code}"
            yield Difference(what, shown(value), shown(counted))


def _wrong_parts(area: Area, period: Period, parts: figures.Parts, totals: dict[str, Decimal]) -> Iterator[Difference]:
    """Find what does not add up when an area is read by its parts."""
    added: dict[str, Decimal] = defaultdict(Decimal)
    for _part, numbers in parts:
        for code, value in numbers.items():
            added[code] += value or ZERO
    for code in added.keys() - SHARES.keys():
        if parts and differ(added[code], totals.get(code, ZERO)):
            what = f"parts of {names_of({area.pk})[area.pk]} · {period.code} · {code}"
            yield Difference(what, shown(added[code]), shown(totals.get(code, ZERO)))
