"""Choosing what a page is about: a period. All of it are links and a GET form, which work without JavaScript."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django import template
from django.http import QueryDict
from django.template import RequestContext
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plumbing.dates import Period, add_months, month_of
from plumbing.periods import PeriodKind, neighbour, period_kind, period_of, periods_between

register = template.Library()

KINDS = {
    PeriodKind.MONTH: _("Month"),
    PeriodKind.QUARTER: _("Quarter"),
    PeriodKind.HALF: _("6 months"),
    PeriodKind.NINE: _("9 months"),
    PeriodKind.YEAR: _("Year"),
}
MONTHS_OFFERED = 48


@register.inclusion_tag("components/period_chooser.html", takes_context=True)
def period_chooser(
    context: RequestContext,
    chosen: Period,
    first: date | None = None,
    last: date | None = None,
    field: str = "period",
    drops: str = "month page",
) -> dict[str, Any]:
    """Step through periods of one kind, choose one, or change the kind; the address carries ?period=2026-Q2.

    Nothing after the month `last` (this one) is offered, nor before `first`. `drops`: other names of the address
    that the choice replaces.
    """
    until = last or month_of(timezone.localdate())
    since = min(first or add_months(until, 1 - MONTHS_OFFERED), chosen.first_month)
    kind = period_kind(chosen)
    kept = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    for name in [field, *drops.split()]:
        kept.pop(name, None)

    def address(period: Period) -> str:
        query = kept.copy()
        query[field] = period.code
        return f"?{query.urlencode()}"

    earlier, later = neighbour(chosen, -1), neighbour(chosen, 1)
    offered = periods_between(kind, since, until)
    if chosen not in offered:
        offered = sorted([*offered, chosen], key=lambda one: one.first_month, reverse=True)
    # From a quarter to its months: the last one that has begun; from a month to its quarter or year.
    at_hand = min(chosen.last_month, until)
    return {
        "chosen": chosen,
        "field": field,
        "kept": [(name, value) for name, values in kept.lists() for value in values],
        "years": [(year, list(ones)) for year, ones in groupby(offered, key=lambda one: one.first_month.year)],
        "kinds": [(label, address(period_of(one, at_hand)), one == kind) for one, label in KINDS.items()],
        "earlier": address(earlier) if earlier.last_month >= since else "",
        "earlier_label": earlier.label,
        "later": address(later) if later.first_month <= until else "",
        "later_label": later.label,
        "is_flat": kind in {PeriodKind.YEAR, PeriodKind.NINE},
    }
