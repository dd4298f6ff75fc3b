"""List pages: search, filters, sorting, paging, a count and "download as Excel", the same for every kind of row."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from plumbing.exporting import table_response
from plumbing.forms import DayField
from plumbing.templatetags import ui
from plumbing.text import search_key

PER_PAGE = 50


class SearchFilter(filters.CharFilter):
    """Free text without diacritics: every word must stand in one of `fields` (columns of search keys)."""

    def __init__(self, *fields: str, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Search"))
        super().__init__(**kwargs)
        self.fields = fields

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in search_key(value or "").split():
            found = Q()
            for field in self.fields:
                found |= Q(**{f"{field}__contains": word})
            rows = rows.filter(found)
        return rows


class DayFilter(filters.DateFilter):
    field_class = DayField


class ListFilter(filters.FilterSet):
    """A list's filters; `self.user` limits what may be chosen."""

    @property
    def user(self) -> Any:
        return self.request.user


class ListTable(tables.Table):
    """A list's columns. `row_url(record)` may be given in Meta.row_attrs through `row_link`."""

    class Meta:
        attrs = {"class": "cn-table"}
        empty_text = _("Nothing was found. Try fewer filters.")
        per_page = PER_PAGE


class DayColumn(tables.Column):
    """A day as written here; Excel gets the day itself."""

    def render(self, value: Any) -> str:
        return ui.day(value)

    def value(self, value: Any) -> Any:
        return value


class NumberColumn(tables.Column):
    """A number, aligned to the right, written as here; Excel gets the number itself."""

    attrs = {"td": {"class": "cn-num"}, "th": {"class": "cn-num"}}

    def render(self, value: Any) -> str:
        return ui.number(value)

    def value(self, value: Any) -> Any:
        return value


class StateColumn(tables.Column):
    """A state as a badge; Excel gets its words."""

    def render(self, value: Any, record: Any, bound_column: Any) -> str:
        return ui.status(raw_choice(record, bound_column.accessor), value)

    def value(self, value: Any) -> Any:
        return value


def raw_choice(record: Any, accessor: Any) -> str:
    """Return the stored value behind a choice that the table shows by its label."""
    return accessor.resolve(record) or ""


def list_page(
    request: HttpRequest,
    *,
    rows: QuerySet[Any],
    filter_class: type[ListFilter],
    table_class: type[tables.Table],
    title: str,
    template: str = "plumbing/list_page.html",
    may_export: bool = False,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show `rows` (already `visible_to` the user) as a list, or send the filtered list as Excel (?export=xlsx)."""
    chosen = filter_class(request.GET, queryset=rows, request=request)
    table = table_class(chosen.qs, request=request, empty_text=table_class._meta.empty_text)
    tables.RequestConfig(request, paginate=False).configure(table)
    if may_export and request.GET.get("export") == "xlsx":
        return table_response(request, table, title)
    table.paginate(page=request.GET.get("page", 1), per_page=PER_PAGE)
    page = {
        "title": title,
        "filter": chosen,
        "table": table,
        "total": table.paginator.count,
        "export_url": request.path if may_export else "",
        **(context or {}),
    }
    return render(request, template, page)
