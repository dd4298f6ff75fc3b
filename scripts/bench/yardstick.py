"""What the portal's pages are measured against: the admin's list of households (A) and an empty view (F)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as portal
from households.models import Assessment, Household, Result
from teams.places import commune_name


class OpenSite(admin.AdminSite):
    """An admin that any signed-in account may read."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated


class ResultToday(admin.SimpleListFilter):
    """By the result that stands today, asked as the portal asks it."""

    title = parameter_name = "result"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Result.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        standing = Assessment.objects.standing_on(dt.date.today()).filter(result=self.value())
        return queryset.filter(pk__in=standing.values("household")) if self.value() else queryset


class HouseholdAdmin(admin.ModelAdmin):
    """The same columns, order and two filters as the portal's own list, from the models' own questions.

    No query is asked for a row: an admin list without that care takes more than twice as long.
    """

    list_display = ("head", "village", "commune", "size", "result", "assessed_on")
    list_filter = ("village", ResultToday)
    list_select_related = ("village",)
    search_fields = ("persons__search_key",)
    ordering = ("village__sort_key", "pk")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Household]:
        rows: Any = super().get_queryset(request)
        return rows.with_head().with_result().annotate(commune=commune_name("village"))

    @admin.display(ordering="head_sort")
    def head(self, row: Household) -> str:
        return str(row)

    @admin.display
    def commune(self, row: Any) -> str:
        return row.commune

    @admin.display
    def result(self, row: Any) -> str:
        return str(Result(row.result).label) if row.result else ""

    @admin.display
    def assessed_on(self, row: Any) -> dt.date | None:
        return row.assessed_on

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Household | None = None) -> bool:
        return True

    has_change_permission = has_view_permission


site = OpenSite(name="admin")
site.register(Household, HouseholdAdmin)


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer a signed-in request with nothing: the floor F."""
    str(request.user.pk)
    return HttpResponse("")


urlpatterns = [path("yardstick/", site.urls), path("nothing/", nothing), *portal]


def count_queries(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Tell in a header how many queries a page took."""

    def middleware(request: HttpRequest) -> HttpResponse:
        count = 0

        def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counting):
            response = get_response(request)
        response["X-Queries"] = str(count)
        return response

    return middleware
