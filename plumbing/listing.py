"""List pages: search, filters, sorting, paging, a count and "download as Excel", the same for every kind of row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial, reduce
from operator import or_
from typing import Any, ClassVar

import django_filters as filters
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from plumbing import tables
from plumbing.columns import TRANSIENT_PARAMETERS, Columns
from plumbing.exporting import log_export, reason_page, table_response
from plumbing.forms import DayField
from plumbing.models import Record
from plumbing.privacy import Privacy
from plumbing.saved_filters import SavedFilters
from plumbing.selection import Step, only_ticked
from plumbing.templatetags import ui
from plumbing.text import search_key

PER_PAGE = 50
# What is printed at once: some thirty sheets.
MAX_PRINTED = 1000
# Longer texts say nothing more to a search; each word of thousands would be a condition of its own.
LONGEST = 100


class SearchFilter(filters.CharFilter):
    """Free text without diacritics: every word must stand in one of `fields` (columns of search keys)."""

    def __init__(self, *fields: str, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Search"))
        super().__init__(**kwargs)
        self.fields = fields

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        text = (value or "")[:LONGEST].strip()
        return rows.filter(self.found_by(text)) if text else rows

    def found_by(self, text: str) -> Q:
        """Return which rows the text finds."""
        wanted = Q()
        for word in search_key(text).split():
            wanted &= reduce(or_, (Q(**{f"{field}__contains": word}) for field in self.fields))
        return wanted


class DayFilter(filters.DateFilter):
    field_class = DayField


class ListFilter(filters.FilterSet):
    """A list's filters; `self.user` limits what may be chosen."""

    # The permission without which a filter is not offered: what it finds tells what a column would.
    guarded: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, permission in self.guarded.items():
            if not self.user.may(permission):
                # Another list of the same rows may go without this filter.
                self.filters.pop(name, None)

    @property
    def user(self) -> Any:
        return self.request.user


class ListTable(tables.Table):
    """A list's columns; the first one names the row and leads to its page."""

    # The rows with what a column shows that a reader may add (plumbing/columns.py), and the permission without which it
    # is not offered.
    needs: ClassVar[dict[str, Callable[[QuerySet[Any]], QuerySet[Any]]]] = {}
    guarded: ClassVar[dict[str, str]] = {}
    empty_text = _("Nothing was found. Try fewer filters.")


class DayColumn(tables.Column):
    """A day as written here; Excel gets the day itself."""

    td_class = "cn-day"

    def render(self, value: Any, record: Any) -> str:
        return ui.day(value)

    def value(self, value: Any, record: Any) -> Any:
        return value


class NumberColumn(tables.Column):
    """A number, aligned to the right, written as here; Excel gets the number itself."""

    td_class = th_class = "cn-num"

    def render(self, value: Any, record: Any) -> str:
        return ui.number(value)

    def value(self, value: Any, record: Any) -> Any:
        return value


class StateColumn(tables.Column):
    """A state as a badge; Excel gets its words."""

    def render(self, value: Any, record: Any) -> str:
        return ui.status(tables.follow(record, self.accessor) or "", value)

    def value(self, value: Any, record: Any) -> Any:
        return value


class CountedPaginator(Paginator):
    """Pages of rows of which only one page was fetched, and the number is known."""

    def __init__(self, total: int, per_page: int) -> None:
        super().__init__((), per_page)
        self.count = total


def paginate(
    table: tables.Table, rows: QuerySet[Any], number: str, *, per_page: int, costly_filters: bool = False
) -> Paginator:
    """Put page `number` of the filtered, sorted table on it; `rows` are the same rows without filters and order.

    A number that is no page shows the first or the last one.
    """
    asked = max(int(number), 1) if number.isdecimal() and len(number) < 10 else 1
    fetch = partial(page_by_keys, rows) if costly_filters else page_of
    found, total = fetch(table.rows, asked, per_page)
    pages = CountedPaginator(total, per_page)
    if not found and total:
        asked = pages.num_pages
        found, total = fetch(table.rows, asked, per_page)
    table.page = Page(found, asked if found else 1, pages)
    return pages


def page_of(chosen: QuerySet[Any], number: int, per_page: int) -> tuple[list[Any], int]:
    """Return the rows on page `number`, and how many rows there are on all pages."""
    first = (number - 1) * per_page
    found = list(chosen[first : first + per_page])
    # A page that is not full is the last one.
    is_last = 0 < len(found) < per_page or not (found or first)
    return found, first + len(found) if is_last else chosen.count()


def page_by_keys(rows: QuerySet[Any], chosen: QuerySet[Any], number: int, per_page: int) -> tuple[list[Any], int]:
    """Do the same where filters are costly: find and count bare keys in one query, so that the filters are worked
    out once; then fetch the page's rows with everything that is shown, by their keys and without the filters.
    """
    first = (number - 1) * per_page
    counted = chosen.annotate(_total=Window(Count("*"))).values_list("pk", "_total")
    keys = dict(counted[first : first + per_page])
    if not keys:
        # Past the end no row brings the count along.
        return [], chosen.count() if number > 1 else 0
    found = rows.in_bulk(list(keys))
    return [found[key] for key in keys if key in found], next(iter(keys.values()))


# What a list neither shows nor sorts by: not fetched, for neither the rows nor what they are shown with.
BOOKKEEPING_FIELDS = (
    "uuid",
    "created_at",
    "created_by",
    "changed_at",
    "changed_by",
    "version",
    "voided_by",
    "void_reason",
)


def defer_bookkeeping(rows: QuerySet[Any], shown: Collection[str] | None = None) -> QuerySet[Any]:
    """Leave the bookkeeping of records out of a list, unless the view itself said what to fetch; and of what the rows
    are shown with, all but what `shown` names ("team__name").
    """
    if rows.query.deferred_loading[0]:
        return rows
    related = rows.query.select_related
    return rows.defer(*_fields_to_defer(rows.model, related if isinstance(related, dict) else {}, "", shown))


def _fields_to_defer(model: Any, related: dict[str, Any], prefix: str, shown: Collection[str] | None) -> list[str]:
    if prefix and shown is not None and prefix.removesuffix("__") not in shown:
        kept = {model._meta.pk.name, *related}
        own = [f.name for f in model._meta.concrete_fields if f.name not in kept and f"{prefix}{f.name}" not in shown]
    else:
        own = [name for name in BOOKKEEPING_FIELDS if name not in related] if issubclass(model, Record) else []
    # What is joined under a condition (FilteredRelation) is no field, and stays whole.
    fields = {field.name: field for field in model._meta.get_fields()}
    below = ((fields[name], rest) for name, rest in related.items() if name in fields)
    return [f"{prefix}{name}" for name in own] + [
        name
        for field, rest in below
        for name in _fields_to_defer(field.related_model, rest, f"{prefix}{field.name}__", shown)
    ]


def tells_of_people(rows: QuerySet[Any]) -> bool:
    """Tell whether the rows say something about households or who lives in them."""
    privacy: Privacy | None = getattr(rows.model, "privacy", None)
    return privacy is not None and bool(privacy.tells_of)


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
    steps: Sequence[Step] = (),
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show `rows` (already `visible_to` the user) as a list, or send the filtered list as Excel (?export=xlsx) or to
    the printer (?export=print), which are both logged; if it tells of people in households, for a reason.

    Filters only leave rows out: what a column shows is in `rows`. `steps`: what this user may do to ticked rows.
    """
    columns = Columns(request, table_class)
    if columns.is_asked:
        return columns.answer()
    rows = columns.widened(defer_bookkeeping(rows, columns.accessors))
    chosen = filter_class(request.GET, queryset=rows, request=request)
    is_narrowed = any(value for name, value in request.GET.items() if name not in {"sort", *TRANSIENT_PARAMETERS})
    empty_text = "" if is_narrowed else _("Nothing has been entered here yet.")
    taken = request.GET.get("export") if may_export else None
    if taken in ("xlsx", "print") and tells_of_people(rows) and (asking := reason_page(request, title)):
        return asking
    table = columns.table(only_ticked(request, chosen.qs) if taken == "xlsx" else chosen.qs, empty_text=empty_text)
    if taken == "xlsx":
        return table_response(request, table, title)
    if taken == "print":
        log_export(request, str(title))
        steps = ()
    per_page = MAX_PRINTED if taken == "print" else PER_PAGE
    pages = paginate(table, rows, request.GET.get("page", "1"), costly_filters=costly_filters, per_page=per_page)
    table.has_ticks = bool(steps)
    page = {
        "title": title,
        "filter": chosen,
        "table": table,
        "total": pages.count,
        "export_url": request.path if may_export else "",
        "columns": columns,
        "saved_filters": SavedFilters(request),
        "steps": steps,
        "is_printed": taken == "print",
        "is_longer": pages.num_pages > 1,
        **(context or {}),
    }
    return render(request, template, page)
