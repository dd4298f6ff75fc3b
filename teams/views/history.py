"""Who did what: the changes of the rows that the user may see."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.core.paginator import Paginator
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from plumbing.listing import PER_PAGE, DayFilter, ListFilter, SearchFilter
from plumbing.models import Change
from plumbing.nouns import all_nouns
from plumbing.timeline import kind_label, timeline
from teams.access import Permission as P
from teams.access import requires
from teams.models import Account, area_scope, is_unbounded

# Counting half a million entries takes longer than showing fifty. What is older is found by its day.
MAX_PAGED = 10_000


def kinds() -> list[tuple[str, str]]:
    """Return what people enter; the rest (jobs, marks) is the portal's own business."""
    labels = [noun.model._meta.label_lower for noun in all_nouns() if noun.in_history]
    return [(label, kind_label(label)) for label in labels]


class HistoryFilter(ListFilter):
    """Who, what, when, on which kind of row."""

    q = filters.CharFilter(label=_("Person"), method="by_person")
    action = filters.ChoiceFilter(label=_("What was done"), choices=Change.Action.choices)
    model = filters.ChoiceFilter(label=_("Kind of row"), choices=kinds)
    since = DayFilter(label=_("From"), field_name="at", lookup_expr="date__gte")
    until = DayFilter(label=_("Until"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Change
        fields: list[str] = []

    def by_person(self, rows: Any, name: str, value: str) -> Any:
        people = SearchFilter("search_key").filter(Account.objects.all(), value)
        return rows.filter(by__in=people.values("pk"))


def newest_first(user: Any) -> OrderBy:
    """Return the order of the entries that a user may see.

    Where they are those of some areas, the sum keeps the planner from walking back through everybody's entries until it
    has met fifty of them: half a second where nothing happened in these areas lately. The index of areas holds the ids.
    """
    return F("id").desc() if is_unbounded(user) else (F("id") + 0).desc()


@requires(P.VIEW_HISTORY)
def history_list(request: HttpRequest) -> HttpResponse:
    """A change belongs to the areas in which its row counts now; one without an area is the administrator's."""
    rows = Change.objects.filter(area_scope(request.user, "area_id")).order_by(newest_first(request.user))
    chosen = HistoryFilter(request.GET, queryset=rows, request=request)
    # The keys are paged alone: sorting tens of thousands of whole entries, with their texts, is what takes time.
    keys = chosen.qs.values_list("pk", flat=True)
    found = keys.order_by()[: MAX_PAGED + 1].count()
    pages = Paginator(keys[:MAX_PAGED], PER_PAGE)
    # It would count again, and sort for it.
    pages.count = min(found, MAX_PAGED)
    page = pages.get_page(request.GET.get("page"))
    shown = Change.objects.filter(pk__in=list(page)).with_people().order_by("-id")
    context = {
        "filter": chosen,
        "page": page,
        "total": pages.count,
        "is_longer": found > MAX_PAGED,
        "entries": timeline(shown, with_rows=True),
    }
    return render(request, "teams/history_list.html", context)
