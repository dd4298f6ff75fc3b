"""What the addresses of this app carry: an area, a month, a period."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest

from plumbing.dates import Period, add_months, parse_month
from plumbing.models import Change
from plumbing.periods import period_kind, period_of
from plumbing.reading import Unreadable
from reports.models import RollUp
from reports.rollups.months import current_month


def requested_month(request: HttpRequest) -> dt.date:
    """Return ?month=2026-06, else the last month that has ended; the future is not asked for."""
    text = request.GET.get("month", "")
    if not text:
        return add_months(current_month(), -1)
    try:
        return min(parse_month(text), current_month())
    except Unreadable as error:
        raise Http404(str(error)) from error


def requested_period(request: HttpRequest) -> Period:
    """Return ?period=2026-Q2, else the month of ?month= or the last one; what has not begun is not asked for."""
    code = request.GET.get("period", "")
    if not code:
        return Period.of_month(requested_month(request))
    period, now = period_or_404(code), current_month()
    return period if period.first_month <= now else period_of(period_kind(period), now)


def period_or_404(code: str) -> Period:
    """Return the period of an address."""
    try:
        return Period.parse(code)
    except Unreadable as error:
        raise Http404(str(error)) from error


def freshness() -> dict[str, object]:
    """Return up to when the figures are counted, and how many changes wait to be."""
    waiting = Change.objects.waiting()
    number = waiting.order_by().values("is_source").annotate(number=Count("pk")).values("number")
    row = RollUp.objects.filter(pk=1).annotate(waiting=Coalesce(Subquery(number), 0)).first()
    if row is None:
        return {"counted_at": None, "waiting": waiting.count()}
    return {"counted_at": row.finished_at, "waiting": row.waiting}
