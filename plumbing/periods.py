"""Stepping through reporting periods: the kinds that there are, the neighbour of one, the ones to choose from."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from plumbing.dates import Period, add_months


class PeriodKind(StrEnum):
    """How long a period is. Nine months are reported once a year and have no neighbour before the next year."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE = "nine"
    YEAR = "year"


MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.NINE: 12,
    PeriodKind.YEAR: 12,
}


def period_kind(period: Period) -> PeriodKind:
    """Return how long a period is, by its code."""
    part = period.code.partition("-")[2]
    if part.isdecimal():
        return PeriodKind.MONTH
    named = {"": PeriodKind.YEAR, "9M": PeriodKind.NINE}
    return named.get(part) or (PeriodKind.QUARTER if part.startswith("Q") else PeriodKind.HALF)


def period_of(kind: PeriodKind, month: dt.date) -> Period:
    """Return the period of a kind in which a month lies; the nine months of its year, wherever it lies."""
    parts = {
        PeriodKind.MONTH: f"-{month.month:02}",
        PeriodKind.QUARTER: f"-Q{(month.month + 2) // 3}",
        PeriodKind.HALF: "-H1" if month.month <= 6 else "-H2",
        PeriodKind.NINE: "-9M",
        PeriodKind.YEAR: "",
    }
    return Period.parse(f"{month.year}{parts[kind]}")


def neighbour(period: Period, steps: int) -> Period:
    """Return the period of the same kind so many steps later, or earlier."""
    kind = period_kind(period)
    return period_of(kind, add_months(period.first_month, MONTHS[kind] * steps))


def periods_between(kind: PeriodKind, first: dt.date, last: dt.date) -> list[Period]:
    """Return the periods of a kind that have begun by `last` and do not end before `first`, the latest first."""
    one, found = period_of(kind, last), []
    while one.last_month >= first:
        found.append(one)
        one = neighbour(one, -1)
    return found
