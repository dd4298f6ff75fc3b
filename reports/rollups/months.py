"""Which months have figures: from the first row of any source to the current month, never a future one."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, Min
from django.utils import timezone

from plumbing.dates import add_months, month_of, month_range
from reports.indicators import Indicator, all_indicators
from reports.models import Figure

# A founding day typed as 1912 must not make the portal count a hundred years of months.
MAX_MONTHS = 240


def current_month() -> dt.date:
    return month_of(timezone.localdate())


def first_month() -> dt.date | None:
    """Return the month of the oldest row of any source; None when there is none."""
    sources = {one.source for one in all_indicators().values() if isinstance(one, Indicator)}
    known = [month for month in (source.first_month() for source in sources) if month]
    return max(min(known), add_months(current_month(), 1 - MAX_MONTHS)) if known else None


def all_months() -> list[dt.date]:
    """Return every month that has figures, oldest first."""
    first = first_month()
    return month_range(first, current_month()) if first and first <= current_month() else []


def counted_months() -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last month for which figures are stored."""
    found = Figure.objects.aggregate(first=Min("month"), last=Max("month"))
    return found["first"], found["last"]
