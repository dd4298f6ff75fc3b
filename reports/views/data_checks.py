"""Rows that look wrong: all reasons, and the rows of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from plumbing.listing import ListFilter, SearchFilter, list_page
from reports.data_checks import DATA_CHECKS, checks_for, numbers_for
from reports.models import DataCheckRun
from teams.access import Permission, may, requires


@require_GET
@requires(Permission.REVIEW_MONTH)
def doubt_list(request: HttpRequest) -> HttpResponse:
    """Show every check with what it found, so that "nothing" can be told from "not looked at"."""
    numbers = numbers_for(request.user)
    rows = [(one, numbers.get(one.code, 0)) for one in checks_for(request.user)]
    # Not "look": that name is the appearance's on every page.
    context = {"rows": rows, "last_look": DataCheckRun.objects.filter(pk=1).first()}
    return render(request, "reports/doubt_list.html", context)


@require_GET
@requires(Permission.REVIEW_MONTH)
@never_cache
def doubt_rows(request: HttpRequest, code: str) -> HttpResponse:
    one = DATA_CHECKS.get(code)
    if one is None or not may(request.user, one.shown.permission):
        raise Http404(code)
    return list_page(
        request,
        rows=one.for_reader(request.user, timezone.localdate()),
        filter_class=type("DataCheckFilter", (ListFilter,), {"q": SearchFilter(*one.shown.search)}),
        table_class=one.shown.table,
        title=str(one.title),
        template="reports/doubt_rows.html",
        may_export=may(request.user, Permission.EXPORT),
        context={"one": one},
    )
