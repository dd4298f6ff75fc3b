"""List pages: search, filters, sorting, paging, a count and "download as Excel", the same for every kind of row."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django_tables2.rows import BoundRows

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


class CountedPaginator(Paginator):
    """Pages of rows of which only one page was fetched, and the number is known."""

    def __init__(self, total: int) -> None:
        super().__init__((), PER_PAGE)
        self.count = total


def paginate(table: tables.Table, rows: QuerySet[Any], number: str, *, costly_filters: bool = False) -> None:
    """Put page `number` of the filtered, sorted table on it; `rows` are the same rows without filters and order.

    Two steps: bare keys first, so that what a column shows is not worked out for rows that nobody sees; then the
    page's rows with everything. A number that is no page shows the first or the last one.
    """
    wanted = max(int(number), 1) if number.isdecimal() and len(number) < 10 else 1
    keys, total = keys_of_page(table.data.data, wanted, costly_filters)
    table.paginator = CountedPaginator(total)
    if not keys and total:
        wanted = table.paginator.num_pages
        keys, total = keys_of_page(table.data.data, wanted, costly_filters)
    found = rows.in_bulk(keys)
    shown = BoundRows([found[key] for key in keys if key in found], table)
    table.page = Page(shown, wanted if keys else 1, table.paginator)


def keys_of_page(rows: QuerySet[Any], number: int, costly_filters: bool) -> tuple[list[Any], int]:
    """Return the keys of the rows on page `number`, and how many rows there are on all pages.

    `costly_filters`: find and count in one query, which works the filters out once, but always for all rows.
    """
    first = (number - 1) * PER_PAGE
    if not costly_filters:
        return list(rows.values_list("pk", flat=True)[first : first + PER_PAGE]), rows.count()
    found = list(rows.annotate(_total=Window(Count("*"))).values_list("pk", "_total")[first : first + PER_PAGE])
    if found:
        return [key for key, _total in found], found[0][1]
    # Past the end no row brings the count along.
    return [], rows.count() if number > 1 else 0


def list_page(
    request: HttpRequest,
    *,
    rows: QuerySet[Any],
    filter_class: type[ListFilter],
    table_class: type[tables.Table],
    title: str,
    template: str = "plumbing/list_page.html",
    may_export: bool = False,
    costly_filters: bool = False,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show `rows` (already `visible_to` the user) as a list, or send the filtered list as Excel (?export=xlsx).

    Filters only leave rows out: what a column shows is in `rows`.
    """
    chosen = filter_class(request.GET, queryset=rows, request=request)
    # Without the request, with which a table would count and page its rows at once.
    table = table_class(chosen.qs, empty_text=table_class._meta.empty_text)
    tables.RequestConfig(request, paginate=False).configure(table)
    if may_export and request.GET.get("export") == "xlsx":
        return table_response(request, table, title)
    paginate(table, rows, request.GET.get("page", "1"), costly_filters=costly_filters)
    page = {
        "title": title,
        "filter": chosen,
        "table": table,
        "total": table.paginator.count,
        "export_url": request.path if may_export else "",
        **(context or {}),
    }
    return render(request, template, page)
