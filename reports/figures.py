"""Reads the figures: the one door through which every page, file and check gets its numbers.

Over the months of a period a flow is their sum, a stock the last month that is not in the future, a ratio the
quotient of its two parts so added up. A number that nothing is known about is None: a ratio without a denominator,
any figure of the future or of a time before the data begin, and the punctuality of months that are not due yet.

Figures are kept for the areas as they were. Where an area did not lie as it does throughout the period (a commune of
today asked for last year), or boundaries of another day are asked for, the figures of its villages are added up.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Subquery, Sum, When
from django.utils import timezone
from django.utils.functional import cached_property

from activities.models.months import due_day
from households.models import Assessment
from plumbing.dates import Period, add_months, month_end, month_of
from reports.indicators import BUILT_IN, AnyIndicator, Indicator, Kind, Ratio, all_indicators
from reports.indicators.households import RATED, SNAPSHOTS, STANDING, TRANSITIONS
from reports.models import Figure, RollUp
from reports.rollups.months import current_month
from teams import tree
from teams.models import FOREVER, Area, AreaPath
from teams.models.areas import lies_or_lay_in

Numbers = dict[str, Decimal | None]
Wanted = dict[str, AnyIndicator]
Parts = Sequence[tuple[Area, Numbers]]
ZERO = Decimal(0)
# Any of these says that poverty had been assessed.
ASSESSED = {"poor_households", "near_poor_households", "poor_in_figures", "near_poor_in_figures"}
# What names the part in the figures of villages; a village that ended lay in what a part carries on.
OF_PART = "part"
ABOVE = "area__paths_up__ancestor"


class Beginnings:
    """Since when there are data at all; asked once, and only where a figure is missing."""

    @cached_property
    def _first(self) -> tuple[dt.date | None, dt.date | None]:
        months = Figure.objects.order_by("month").values("month")[:1]
        days = Assessment.objects.live().order_by("assessed_on").values("assessed_on")[:1]
        rows = RollUp.objects.filter(pk=1).values_list(Subquery(months), Subquery(days))
        return rows.first() or (None, None)

    @property
    def figures(self) -> dt.date:
        return self._first[0] or dt.date.max

    @property
    def assessments(self) -> dt.date:
        day = self._first[1]
        return month_of(day) if day else dt.date.max


@dataclass(frozen=True)
class Place:
    """An area, as somebody looks at it.

    `as_of` asks for the boundaries of that day; `inside` leaves out villages that do not lie in that other area
    (a commune that only partly belongs to the region of its reader).
    """

    area: Area
    as_of: dt.date | None = None
    inside: Area | None = None
    # What several readings of one page ask once.
    begun: Beginnings = field(default_factory=Beginnings, compare=False, repr=False)

    def villages(self, period: Period) -> QuerySet[Area]:
        """Return the villages whose rows make up the figures of the period."""
        day = self.as_of or self.area.day_within(last_day(period))
        villages = Area.objects.counted_in(self.area, day, period.first_month)
        if self.inside is not None:
            inside = Area.objects.counted_in(self.inside, self.inside.day_within(day), period.first_month)
            villages = villages.filter(pk__in=inside.values("pk"))
        return villages


def last_day(period: Period) -> dt.date:
    """Return the last day of the period, or of the current month when the period is not over."""
    return min(period.last_day, month_end(current_month()))


def read(
    place: Place | Area, period: Period, codes: Collection[str] | None = None, *, known: Wanted | None = None
) -> Numbers:
    """Return the figures of one area by the code of the indicator; `codes` leaves out the others.

    `known`: all indicators, from whoever has read them already.
    """
    place = place if isinstance(place, Place) else Place(place)
    wanted = _wanted(codes, known)
    if is_future(period):
        return dict.fromkeys(wanted)
    place = settled(place, period)
    if place.as_of or place.inside:
        rows = _of_villages_then_there(place.villages(period))
    else:
        rows = Figure.objects.filter(area=place.area)
    stored = {row["indicator"]: row["amount"] for row in _added_up(rows, period, wanted, [])}
    return _Reading(period, place.begun, [stored]).numbers(stored, wanted)


def read_parts(
    place: Place | Area,
    period: Period,
    codes: Collection[str] | None = None,
    *,
    known: Wanted | None = None,
    parts: list[Area] | None = None,
) -> list[tuple[Area, Numbers]]:
    """Return the areas that `place` is reported by (tree.parts_of), each with its figures, in their order of names.

    `parts`: these areas, from whoever has read them already.
    """
    place = place if isinstance(place, Place) else Place(place)
    parts = parts_of(place, period) if parts is None else parts
    wanted = _wanted(codes, known)
    if not parts or is_future(period):
        return [(part, dict.fromkeys(wanted)) for part in parts]
    by_part: dict[int, dict[str, Decimal]] = defaultdict(dict)
    if place.area.level == Area.Level.REGION and len(period.months) > 1:
        # Whether communes moved or reach out of it would be one question more, and boundaries do move within a year.
        rows, key = _of_villages(place, parts, period), OF_PART
    else:
        rows, key = _of_parts(place, parts, [period])
    for row in _added_up(rows, period, wanted, [key]):
        by_part[row[key]][row["indicator"]] = row["amount"]
    reading = _Reading(period, place.begun, by_part.values())
    return [(part, reading.numbers(by_part[part.pk], wanted)) for part in parts]


def read_parts_by_month(
    place: Place, months: Sequence[dt.date], codes: Collection[str], parts: Sequence[Area]
) -> list[list[tuple[Area, Numbers]]]:
    """Return, for each month, the parts with their figures: all in one query, and all in the boundaries of the last
    of these months, so that a merger is no change.
    """
    wanted = _wanted(codes)
    stored: dict[tuple[dt.date, int], dict[str, Decimal]] = defaultdict(dict)
    if parts:
        rows, key = _of_parts(place, list(parts), [Period.of_month(month) for month in months])
        rows = rows.filter(month__in=months, indicator__in=list(_stored_codes(wanted)))
        for month, part, code, value in rows.values_list("month", key, "indicator").annotate(Sum("value")).order_by():
            stored[month, part][code] = value
    readings = {month: _Reading(Period.of_month(month), place.begun, _until(month, stored)) for month in months}
    return [[(part, readings[month].numbers(stored[month, part.pk], wanted)) for part in parts] for month in months]


def read_villages(place: Place, period: Period, codes: Collection[str]) -> list[tuple[Area, Numbers]]:
    """Return every village of the place with its figures."""
    villages = list(place.villages(period).order_by("sort_key", "code"))
    numbers = read_each([village.pk for village in villages], period, codes)
    return [(village, numbers[village.pk]) for village in villages]


def read_each(areas: Collection[int], period: Period, codes: Collection[str]) -> dict[int, Numbers]:
    """Return the figures of each of these areas by its id, in one query; the caller has limited them to the reader's.

    They are those of the area as it was in each month, so this is for villages, which do not move.
    """
    wanted = _wanted(codes)
    if is_future(period):
        return {area: dict.fromkeys(wanted) for area in areas}
    stored: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for row in _added_up(_of_villages_then_there(areas), period, wanted, ["area"]):
        stored[row["area"]][row["indicator"]] = row["amount"]
    reading = _Reading(period, Beginnings(), stored.values())
    return {area: reading.numbers(stored[area], wanted) for area in areas}


def parts_of(place: Place, period: Period) -> list[Area]:
    """Return the areas that make up the place on the last day of the period."""
    day = place.as_of or place.area.day_within(last_day(period))
    parts = tree.parts_of(place.area, day, period.first_month)
    if place.inside is not None:
        parts = parts.filter(pk__in=place.villages(period).values("pk"))
    return list(parts.order_by("sort_key", "code"))


def series(place: Place | Area, months: Sequence[dt.date], codes: Collection[str]) -> dict[str, list[Decimal | None]]:
    """Return the values of each indicator month by month, over a reorganisation too: the line of an area before it
    existed is that of the villages that it was made of.
    """
    place = place if isinstance(place, Place) else Place(place)
    wanted = _wanted(codes)
    shown = [month for month in months if month <= current_month()]
    alive = [] if place.as_of or place.inside else [m for m in shown if _lives(place.area, month_end(m))]
    before = [month for month in shown if month not in alive]
    where = Q(area=place.area, month__in=alive)
    if before:
        villages = place.villages(Period.of_month(before[-1])).values("pk")
        where |= Q(area__in=villages, month__in=before)
    stored: dict[dt.date, dict[str, Decimal]] = defaultdict(dict)
    rows = Figure.objects.filter(where, indicator__in=list(_stored_codes(wanted)))
    for month, code, value in rows.values_list("month", "indicator").annotate(Sum("value")).order_by():
        stored[month][code] = value
    keyed = {(month, 0): codes for month, codes in stored.items()}
    readings = {month: _Reading(Period.of_month(month), place.begun, _until(month, keyed)) for month in shown}
    by_month = {month: reading.numbers(stored[month], wanted) for month, reading in readings.items()}
    return {code: [by_month[m][code] if m in by_month else None for m in months] for code in codes}


def settled(place: Place, period: Period) -> Place:
    """Return the place with the boundaries of the period's last day when they moved during the period."""
    if place.as_of or place.inside or not _has_moved([place.area], month_end(period.first_month), last_day(period)):
        return place
    return replace(place, as_of=place.area.day_within(last_day(period)))


def previous(period: Period) -> Period:
    """Return the period to compare with: as long, just before; for nine months those of the year before."""
    length = len(period.months)
    if period.code.endswith("-9M"):
        return Period.parse(f"{period.first_month.year - 1}-9M")
    first = add_months(period.first_month, -length)
    if length == 1:
        return Period.of_month(first)
    part = {3: f"-Q{(first.month + 2) // 3}", 6: "-H1" if first.month == 1 else "-H2", 12: ""}[length]
    return Period.parse(f"{first.year}{part}")


def differences(now: Numbers, before: Numbers) -> Numbers:
    """Return by how much each figure differs; None where either is not known."""
    found: Numbers = {}
    for code, value in now.items():
        earlier = before.get(code)
        found[code] = None if value is None or earlier is None else value - earlier
    return found


def last_due_month() -> dt.date:
    """Return the newest month whose due day has passed; a later one is neither on time nor late."""
    today = timezone.localdate()
    month = add_months(month_of(today), -1)
    return month if due_day(month) < today else add_months(month, -1)


def is_only_due(one: AnyIndicator | None) -> bool:
    return isinstance(one, Indicator) and one.only_due


def is_future(period: Period) -> bool:
    return period.first_month > current_month()


def divide(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """Return a share; None when there is nothing to take a share of. The only place that divides figures."""
    return numerator / denominator if denominator else None


# --- parts of the reading ---------------------------------------------------------------------------------------


def _wanted(codes: Collection[str] | None, known: Wanted | None = None) -> Wanted:
    """Return the indicators asked for; the catalogue of measures is read only when one of them may be meant."""
    if known is None:
        known = BUILT_IN if codes is not None and set(codes) <= set(BUILT_IN) else all_indicators()
    return known if codes is None else {code: known[code] for code in codes}


def _stored_codes(wanted: Wanted) -> dict[str, bool]:
    """Return the codes to fetch, and whether each is a stock: ratios need their parts, which are all built in."""
    stored: dict[str, bool] = {}
    for one in wanted.values():
        parts = [BUILT_IN[one.numerator], BUILT_IN[one.denominator]] if isinstance(one, Ratio) else [one]
        stored |= {part.code: part.kind == Kind.STOCK for part in parts}
    return stored


def _added_up(rows: QuerySet[Figure], period: Period, wanted: Wanted, group: list[str]) -> Iterable[dict[str, Any]]:
    """Add figures up by `group` and indicator: flows over the months, stocks in the last month only."""
    last = min(period.last_month, current_month())
    codes = _stored_codes(wanted)
    stocks = [code for code, is_stock in codes.items() if is_stock]
    counts = ~Q(indicator__in=stocks) | Q(month=last) if stocks else Q()
    due = [code for code in codes if is_only_due(BUILT_IN.get(code))]
    if due and last > (last_due := last_due_month()):
        counts &= ~Q(indicator__in=due) | Q(month__lte=last_due)
    rows = rows.filter(counts, month__gte=period.first_month, month__lte=last, indicator__in=list(codes))
    return rows.values(*group, "indicator").annotate(amount=Sum("value")).order_by()


def _of_parts(place: Place, parts: list[Area], periods: Sequence[Period]) -> tuple[QuerySet[Figure], str]:
    """Return the figures that make up the parts, in the boundaries of the last period, and what names their part.

    They are the parts' own as far as these did not move and do not reach out of the place; else those of villages.
    """
    first, last = month_end(periods[0].first_month), last_day(periods[-1])
    is_odd = Q()
    if place.area.level == Area.Level.REGION:
        on_the_day = Q(valid_from__lte=last, valid_to__gte=last)
        is_odd |= on_the_day & ~Q(descendant__in=place.villages(periods[-1]).values("pk"))
    if place.as_of or place.inside or _has_moved(parts, first, last, is_odd):
        return _of_villages(place, parts, periods[-1]), OF_PART
    return Figure.objects.filter(area__in=parts), "area"


def _of_villages(place: Place, parts: list[Area], period: Period) -> QuerySet[Figure]:
    """Return the figures of the place's villages, each joined with the part it lies in."""
    day = place.as_of or place.area.day_within(last_day(period))
    pks = [part.pk for part in parts]
    part = Case(
        When(**{f"{ABOVE}__in": pks}, then=ABOVE),
        When(**{f"{ABOVE}__successor__in": pks}, then=f"{ABOVE}__successor"),
        default=f"{ABOVE}__successor__successor",
    )
    rows = _of_villages_then_there(place.villages(period))
    return rows.filter(lies_or_lay_in(pks, day, period.first_month, "area__")).annotate(**{OF_PART: part})


def _of_villages_then_there(villages: QuerySet[Area] | Collection[int]) -> QuerySet[Figure]:
    """Return the figures of villages in months in which they were there: what had ended has no stock any more."""
    there = Q(area__valid_to__isnull=True) | Q(area__valid_to__gte=F("month"))
    pks: Any = villages.values("pk") if isinstance(villages, QuerySet) else villages
    return Figure.objects.filter(there, area__in=pks)


def _lives(area: Area, day: dt.date) -> bool:
    return area.valid_from <= day <= (area.valid_to or FOREVER)


def _has_moved(areas: Collection[Area], first: dt.date, last: dt.date, is_odd: Q | None = None) -> bool:
    """Return whether any of the areas began, ended or changed its villages between the two days.

    `is_odd`: what else of their paths to villages counts as such.
    """
    if not all(_lives(area, first) and _lives(area, last) for area in areas):
        return True
    moved = is_odd or Q()
    own = Q(ancestor__in=areas)
    if first < last:
        moved |= Q(valid_from__gt=first, valid_from__lte=last) | Q(valid_to__gte=first, valid_to__lt=last)
        # What went whole into one of them counts there, with the villages that ended before.
        went = Q(ancestor__successor__in=areas, ancestor__valid_to__gte=first, ancestor__valid_to__lt=last)
        return AreaPath.objects.filter(moved & own | went, descendant__level=Area.Level.VILLAGE).exists()
    return bool(moved) and AreaPath.objects.filter(moved & own, descendant__level=Area.Level.VILLAGE).exists()


def _until(month: dt.date, stored: dict[tuple[dt.date, int], dict[str, Decimal]]) -> list[dict[str, Decimal]]:
    """Return what was read of the months up to this one: a review that stood before stands."""
    return [codes for (earlier, _area), codes in list(stored.items()) if earlier <= month]


class _Reading:
    """What is known of a period: a figure without a row is zero only where there could have been one."""

    def __init__(self, period: Period, begun: Beginnings, seen: Iterable[Collection[str]] = ()) -> None:
        """`seen`: codes that were read for this period, or an earlier one, of any area; they answer most questions."""
        self.period, self.begun, self.seen = period, begun, seen
        self.last = min(period.last_month, current_month())
        self.is_due = period.first_month <= last_due_month()

    def numbers(self, stored: dict[str, Decimal], wanted: Wanted) -> Numbers:
        """Return what was asked for; ratios are divided."""
        if is_future(self.period):
            return dict.fromkeys(wanted)
        return {code: self._number(one, stored) for code, one in wanted.items()}

    def _number(self, one: AnyIndicator, stored: dict[str, Decimal]) -> Decimal | None:
        if isinstance(one, Ratio):
            # Without a denominator nobody asks since when there are numerators.
            below = self._number(BUILT_IN[one.denominator], stored)
            above = self._number(BUILT_IN[one.numerator], stored) if below else None
            return None if above is None or below is None else divide(above, below)
        if one.only_due and not self.is_due:
            return None
        if one.code in stored:
            return stored[one.code]
        return ZERO if self._could_be(one) else None

    def _could_be(self, one: Indicator) -> bool:
        """Tell whether a row would be there if there were anything to count."""
        if one.source in (SNAPSHOTS, RATED):
            # A village of which nobody gave figures is no village of no households.
            return False
        return self.is_assessed if one.source in (STANDING, TRANSITIONS) else self.has_begun

    @cached_property
    def has_begun(self) -> bool:
        """Whether figures of any area were kept by then."""
        return any(self.seen) or self.begun.figures <= self.last

    @cached_property
    def is_assessed(self) -> bool:
        """Whether poverty had been assessed anywhere by then."""
        return any(ASSESSED & set(codes) for codes in self.seen) or self.begun.assessments <= self.last
