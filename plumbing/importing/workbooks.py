"""Workbooks that leave the wizard: the rejected rows to correct and load again, and the empty template."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from plumbing.exporting import write_cell
from plumbing.importing.kinds import ListKind
from plumbing.importing.staging import unpack
from plumbing.models import ImportBatch, ImportRow


def _styles(book: Any) -> dict[str, Any]:
    head = {"bold": True, "border": 1, "text_wrap": True, "bg_color": "#F3F4F6", "align": "center", "valign": "vcenter"}
    cell = {"border": 1, "valign": "top"}
    return {
        "head": book.add_format(head),
        "note": book.add_format({"italic": True}),
        "group": book.add_format({"bold": True, "border": 1}),
        "reason": book.add_format(cell | {"text_wrap": True, "font_color": "#9B1C1C"}),
        "text": book.add_format(cell | {"num_format": "@"}),
        "day": book.add_format(cell | {"num_format": "dd/mm/yyyy", "align": "left"}),
        "whole": book.add_format(cell | {"num_format": "0"}),
        "number": book.add_format(cell | {"num_format": "0.######"}),
    }


def rejected_workbook(batch: ImportBatch) -> bytes:
    """Return the rejected rows under the header and title of the original file, each with its reason."""
    codes, headers = batch.reading["codes"], batch.reading["headers"]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        styles = _styles(book)
        sheet = book.add_worksheet(_("Rejected rows"))
        top = 0
        # The lines above the table go along: the date, the unit of money and the year are read from them again.
        for top, note in enumerate(batch.reading["notes"], start=1):
            sheet.write_string(top - 1, 0, note, styles["note"])
        extra = [_("Row in the file"), _("Why it was rejected")]
        depth = _write_header(sheet, top, [*headers, *extra], styles)
        _write_rejected(sheet, top + depth, codes, batch.rows.filter(outcome=ImportRow.Outcome.REJECTED), styles)
        sheet.freeze_panes(top + depth, 1)
        sheet.set_column(0, len(codes) - 1, 18)
        sheet.set_column(len(codes), len(codes), 10)
        sheet.set_column(len(codes) + 1, len(codes) + 1, 70)
    return buffer.getvalue()


def _write_header(sheet: Any, top: int, headers: Sequence[str], styles: dict[str, Any]) -> int:
    """Write the header as it stood, in two rows where one column stands below another; return its depth."""
    levels = [header.split(" / ", 1) for header in headers]
    if all(len(parts) == 1 for parts in levels):
        for column, parts in enumerate(levels):
            sheet.write_string(top, column, parts[0], styles["head"])
        return 1
    column = 0
    while column < len(levels):
        parts = levels[column]
        if len(parts) == 1:
            sheet.merge_range(top, column, top + 1, column, parts[0], styles["head"])
            column += 1
            continue
        last = column
        while last + 1 < len(levels) and len(levels[last + 1]) == 2 and levels[last + 1][0] == parts[0]:
            last += 1
        if last > column:
            sheet.merge_range(top, column, top, last, parts[0], styles["head"])
        else:
            sheet.write_string(top, column, parts[0], styles["head"])
        for inner in range(column, last + 1):
            sheet.write_string(top + 1, inner, levels[inner][1], styles["head"])
        column = last + 1
    return 2


def _write_rejected(sheet: Any, top: int, codes: list[str], rows: Any, styles: dict[str, Any]) -> None:
    shown: list[str] = []
    for row in rows:
        cells, titles = unpack(row)
        same = next((n for n, pair in enumerate(zip(shown, titles, strict=False)) if pair[0] != pair[1]), len(shown))
        for title in titles[same:]:
            # Merged over the whole width: so the reader knows it again as the title of a group.
            sheet.merge_range(top, 0, top, len(codes) + 1, title, styles["group"])
            top += 1
        shown = titles
        for column, code in enumerate(codes):
            write_cell(sheet, top, column, cells.get(code), styles)
        sheet.write_number(top, len(codes), row.number, styles["whole"])
        reasons = "\n".join(problem["reason"] for problem in row.problems if problem["level"] == "error")
        sheet.write_string(top, len(codes) + 1, reasons, styles["reason"])
        top += 1


def template_workbook(kind: ListKind) -> bytes:
    """Return the empty list of a kind: its header, and on a second sheet an example of how it is filled in."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        styles = _styles(book)
        codes = kind.template or [column.code for column in kind.columns]
        headers = [kind.column_title(code) for code in codes]
        for name, examples in ((_("List"), ()), (_("Example"), kind.examples)):
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(codes) - 1, 18, styles["text"])
            top = _write_header(sheet, 0, headers, styles)
            for number, values in enumerate(examples, start=top):
                for column, code in enumerate(codes):
                    write_cell(sheet, number, column, values.get(code), styles)
            sheet.freeze_panes(top, 0)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0, top - 1)
    return buffer.getvalue()
