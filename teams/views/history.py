"""Who did what: the changes of the rows that the user may see."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from plumbing.listing import PER_PAGE, DayFilter, ListFilter, SearchFilter
from plumbing.models import Change
from plumbing.nouns import all_nouns
from plumbing.timeline import kind_label, timeline
from teams.access import Permission as P
from teams.access import requires
from teams.models import Account, area_scope


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


@requires(P.VIEW_HISTORY)
def history_list(request: HttpRequest) -> HttpResponse:
    """A change belongs to the areas in which its row counts now; one without an area is the administrator's."""
    rows = Change.objects.filter(area_scope(request.user, "area_id")).order_by("-id")
    chosen = HistoryFilter(request.GET, queryset=rows, request=request)
    # The keys are paged alone: sorting tens of thousands of whole entries, with their texts, is what takes time.
    pages = Paginator(chosen.qs.values_list("pk", flat=True), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    shown = Change.objects.filter(pk__in=list(page)).with_people().order_by("-id")
    context = {"filter": chosen, "page": page, "total": pages.count, "entries": timeline(shown, with_rows=True)}
    return render(request, "teams/history_list.html", context)
