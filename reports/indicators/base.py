"""What an indicator is: a source of rows, which of them count, and how they add up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Aggregate, Count, F, Min, Q, QuerySet, Sum
from django.utils.functional import Promise

from plumbing.dates import Period, month_of
from plumbing.nouns import FigureRows
from plumbing.numbers import format_number, format_share, round_half_up

Text = str | Promise
# (first month, last month) -> the rows that may count, by whatever the source is about.
RowsOf = Callable[[dt.date, dt.date], "QuerySet[Any]"]


class Kind(StrEnum):
    """How an indicator adds up over the months of a period."""

    FLOW = "flow"  # the sum of the months
    STOCK = "stock"  # the last month
    RATIO = "ratio"  # the ratio of its two parts, never the mean of ratios


class Better(StrEnum):
    """Which way is good news."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, eq=False)
class Source:
    """Rows that several indicators count, each row in exactly one village and month.

    A voided row, or a row of a voided one, never counts.
    """

    name: str
    rows: RowsOf
    # The lookup from a row to the id of its village.
    village: str
    # Labels of the models whose changes change these rows.
    models: frozenset[str]
    # The day of a row, to know in which month the data begin: (queryset, lookup).
    begins: tuple[Callable[[], QuerySet[Any]], str]
    # How the rows are listed; declared with their noun.
    listed: FigureRows
    # A change is felt in every later month too, not only in its own.
    is_lasting: bool = False
    # Rows can be asked for one month at a time only (the row is not an event with a day).
    is_by_month: bool = False

    def first_month(self) -> dt.date | None:
        """Return the month of the oldest row."""
        queryset, lookup = self.begins
        day = queryset().order_by().aggregate(day=Min(lookup))["day"]
        return month_of(day) if day else None


@dataclass(frozen=True, eq=False)
class Indicator:
    """A number that is counted or summed from the rows of a source and kept as a `Figure`."""

    code: str
    name: Text
    unit: Text
    kind: Kind
    source: Source
    # Which rows of the source count.
    where: Q = field(default_factory=Q)
    # The column that is summed; without one the rows are counted.
    amount: str = ""
    better: Better = Better.UP
    head: str = ""
    # The unit of a sum over several months, where it is another: a team that met in three months counts as three.
    unit_of_several: Text = ""
    # A month that is not due yet stays out: it is neither on time nor late.
    only_due: bool = False
    # What is counted, for the glossary.
    meaning: Text = ""

    def over(self, period: Period) -> Indicator:
        """Return the indicator with the unit that it has in a period."""
        return replace(self, unit=self.unit_of_several) if self.unit_of_several and len(period.months) > 1 else self

    def rows(self, first: dt.date, last: dt.date) -> QuerySet[Any]:
        """Return the rows behind the figure of these months."""
        return self.source.rows(first, last).filter(self.where)

    def aggregate(self) -> Aggregate:
        """Return the expression that makes the figure out of the source's rows."""
        where = self.where or None
        return Sum(F(self.amount), filter=where) if self.amount else Count("pk", filter=where)

    def show(self, value: Decimal | None) -> str:
        """Return the value as people read it."""
        return "–" if value is None else format_number(value)

    def shown(self, value: Decimal) -> Decimal:
        return value


@dataclass(frozen=True, eq=False)
class Ratio:
    """A share from 0 to 1: divided when it is read, never stored, never added up."""

    code: str
    name: Text
    numerator: str
    denominator: str
    better: Better = Better.UP
    head: str = ""
    kind: Kind = Kind.RATIO
    unit: Text = "%"
    # How precisely it is shown: 10,63% and 9,57% are a point apart, 10,6% and 9,6% are too, by chance.
    decimals: int = 1

    def over(self, period: Period) -> Ratio:
        """Return the ratio: it is a share of any period."""
        return self

    def show(self, value: Decimal | None) -> str:
        return "–" if value is None else format_share(value, self.decimals)

    def shown(self, value: Decimal) -> Decimal:
        """Return the share as it is shown; differences are those of what stands on the page."""
        return round_half_up(value * 100, self.decimals) / 100


AnyIndicator = Indicator | Ratio
