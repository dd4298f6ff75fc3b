"""Lists as Excel workbooks: what the reader sees, as filtered, never a formula, and logged."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import xlsxwriter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext as _

from plumbing import history
from plumbing.background_exports import XLSX, BackgroundRequest, start_export
from plumbing.numbers import format_number
from plumbing.query_strings import with_query
from plumbing.tables import Table
from plumbing.text import nfc, search_key

# About two seconds of work; of a longer list the worker makes the file.
MAX_ROWS_AT_ONCE = 5_000
# More than a sheet that anybody reads, and than a small server holds in memory.
MAX_ROWS = 100_000


def workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, note: str = "") -> bytes:
    """Return an .xlsx with one sheet: title, who and when, header, rows. Text is always written as text."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format(
                {"bold": True, "border": 1, "text_wrap": True, "bg_color": "#F3F4F6", "valign": "top"}
            ),
            "day": book.add_format({"num_format": "dd/mm/yyyy", "border": 1}),
            "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "border": 1}),
            "number": book.add_format({"num_format": "#,##0.##", "border": 1}),
            "whole": book.add_format({"num_format": "#,##0", "border": 1}),
            "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        }
        sheet = book.add_worksheet(sheet_name(title))
        sheet.write_string(0, 0, title, styles["title"])
        sheet.write_string(1, 0, note)
        widths = [len(h) for h in header]
        for column, name in enumerate(header):
            sheet.write_string(3, column, name, styles["head"])
        last = 3
        for last, row in enumerate(rows, start=4):
            for column, value in enumerate(row):
                widths[column] = max(widths[column], len(str(value or "")))
                write_cell(sheet, last, column, value, styles)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 2, 6), 50))
        sheet.freeze_panes(4, 0)
        sheet.autofilter(3, 0, last, max(len(header) - 1, 0))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
        sheet.set_footer("&L&F&R&P/&N")
    return buffer.getvalue()


def write_cell(sheet: Any, row: int, column: int, value: Any, styles: dict[str, Any]) -> None:
    """Write one value by its type; a text that begins like a formula stays a text."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, styles["text"])
    elif isinstance(value, bool):
        sheet.write_string(row, column, "x" if value else "", styles["text"])
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(row, column, timezone.localtime(value).replace(tzinfo=None), styles["moment"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, styles["day"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, styles["whole"])
    elif isinstance(value, float | Decimal):
        sheet.write_number(row, column, value, styles["number"])
    else:
        sheet.write_string(row, column, strip_tags(str(value)), styles["text"])


def sheet_name(title: str) -> str:
    """Return a title as Excel allows it for a sheet: 31 characters, none of []:*?/\\, no apostrophe at an end."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip(" '")


def file_name(title: str, ending: str) -> str:
    """Return a file name without diacritics, with today's date."""
    return f"{slugify(search_key(title)) or 'list'}-{timezone.localdate():%Y%m%d}.{ending}"


# Why a list of people is taken along: in the address, so that the worker and a second try have it too.
REASON = "export_reason"


def reason_page(request: HttpRequest, title: str) -> HttpResponse | None:
    """Return the page that asks why a list of households or their people leaves the portal; None when it is said."""
    if reason_of(request.GET):
        return None
    kept = [(name, value) for name, values in request.GET.lists() if name != REASON for value in values]
    context = {
        "title": title,
        "kept": kept,
        "reason_field": REASON,
        "is_printed": request.GET["export"] == "print",
        "back_url": f"{request.path}{with_query(request.GET, export=None)}",
    }
    return render(request, "plumbing/export_reason.html", context)


def reason_of(query: QueryDict) -> str:
    return nfc(query.get(REASON, "")).strip()[:300]


def log_export(request: HttpRequest, title: str, query: QueryDict | None = None) -> None:
    """Keep in the history that the user took what stands under `title` out of the portal."""
    # Each value of a name, for every ticked row is one; without what no database keeps as JSON.
    query = query or request.GET
    asked = {nfc(name): ", ".join(map(nfc, values)) for name, values in query.lists() if name != REASON}
    history.note(history.Action.EXPORTED, by=request.user, title=title, after={"query": asked}, reason=reason_of(query))


def workbook_response(request: HttpRequest, content: bytes, title: str, query: QueryDict | None = None) -> HttpResponse:
    """Return the workbook as a download, and log that it was taken. `query`: of the list, if it is not the page's."""
    log_export(request, title, query)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name(title, "xlsx")}"'
    response["Cache-Control"] = "no-store"
    return response


def table_response(request: HttpRequest, table: Table, title: str) -> HttpResponse:
    """Return a list as Excel, with the columns that its reader sees; of a long one, the page that waits for it."""
    total = table.total
    if isinstance(request, BackgroundRequest):
        # Whoever fetches the file is logged then.
        content = table_workbook(request, table, title, partial(request.followed, total=total))
        return HttpResponse(content, content_type=XLSX)
    if total > MAX_ROWS:
        text = _("These are more than %(most)s rows: narrow the filter first.")
        messages.warning(request, text % {"most": format_number(MAX_ROWS)})
        return HttpResponseRedirect(f"{request.path}{with_query(request.GET, export=None)}")
    if total > MAX_ROWS_AT_ONCE:
        return start_export(request, title)
    return workbook_response(request, table_workbook(request, table, title), title)


def table_workbook(
    request: HttpRequest, table: Table, title: str, follow: Callable[[Iterable[Any]], Iterable[Any]] = iter
) -> bytes:
    values = table.values()
    header = [_("No."), *next(values)]
    rows = ([number, *row] for number, row in enumerate(follow(values), start=1))
    note = f"{request.user} · {timezone.localtime():%H:%M %d/%m/%Y}"
    return workbook(title, header, rows, note=note)
