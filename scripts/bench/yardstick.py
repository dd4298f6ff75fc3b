"""What the portal's pages are measured against: the admin's list of households (A) and an empty view (F)."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as portal
from households.models import Household


class OpenSite(admin.AdminSite):
    """An admin that any signed-in account may read."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated


class HouseholdAdmin(admin.ModelAdmin):
    list_display = ("code", "village", "address", "ethnicity", "size", "phone", "arrived_on", "note")
    list_filter = ("ethnicity", "size")
    list_select_related = ("village",)
    search_fields = ("code", "address")
    list_per_page = 50

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

        def counting(execute, sql, params, many, context):  # noqa: ANN001, ANN202 -- Django's own signature
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counting):
            response = get_response(request)
        response["X-Queries"] = str(count)
        return response

    return middleware
