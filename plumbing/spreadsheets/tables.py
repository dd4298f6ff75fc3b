"""A table of a spreadsheet: its header, what stands above it, and its rows without titles, groups and footers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from django.utils.translation import gettext as _

from plumbing.dates import find_written_date
from plumbing.spreadsheets.containers import kind_of, read_limited
from plumbing.spreadsheets.errors import UnreadableFile
from plumbing.spreadsheets.headers import Column, Header, find_header, is_better
from plumbing.spreadsheets.rows import ORDINAL_HEADERS, Row, read_rows, skip_numbering
from plumbing.spreadsheets.sheets import Cell, Sheet, visible_sheets
from plumbing.text import nfc, search_key

__all__ = ["Row", "Table", "open_table"]

MAX_BYTES = 20 * 1024 * 1024
# The second sheet of the empty template.
_EXAMPLES = frozenset(("vi du", "example"))
_UNIT = re.compile(r"(?:don vi tinh|don vi|dvt)\s*[:;]?\s*([\w. ]*)")
# "(ĐVT: nghìn đồng)" and "(tr.đ/người/tháng)".
_LABEL = re.compile(r"^(?:don vi tinh|don vi|dvt)\s*:?\s*")
_PER = re.compile(r"\s*/\s*(?:nguoi|khau|ho|thang|nam)\b.*$")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a file. Rows and `header_rows` are numbered as in Excel, from 1; columns from 0."""

    sheet: str
    header_rows: tuple[int, ...]
    mapping: dict[str, int]
    unmatched: tuple[str, ...]
    notes: tuple[str, ...]
    written_on: dt.date | None
    money_unit: int
    rows: tuple[Row, ...]
    header_texts: dict[str, str]
    # Sheets with a table of the same kind, which were not read.
    other_sheets: tuple[str, ...] = ()

    def header_text(self, code: str) -> str:
        """Return what is written over a column, such as "Địa chỉ / Xã (cũ)"; "" when the file has none."""
        return self.header_texts.get(code, "")

    def money_unit_of(self, code: str) -> int:
        """Return the đồng that one stands for in a column: "Kinh phí (triệu đồng)" goes before the whole table's."""
        return _unit_in_header(self.header_text(code)) or self.money_unit


def open_table(file: BinaryIO, *, columns: Sequence[Column], filename: str, max_bytes: int = MAX_BYTES) -> Table:
    """Read the table with these columns from an uploaded file; the visible sheet that fits best is taken."""
    content = read_limited(file, max_bytes)
    best: tuple[Sheet, Header] | None = None
    fitting = []
    empty = True
    for sheet in visible_sheets(content, kind_of(content, filename)):
        empty = empty and sheet.is_empty()
        header = find_header(sheet, columns)
        if header and not header.missing(columns):
            fitting.append((sheet.name, len(header.mapping)))
        if header and is_better(header, best[1] if best else None, columns):
            best = sheet, header
    if empty:
        raise UnreadableFile("empty", _("The file has no rows."))
    if best is None:
        raise _no_header(columns)
    missing = best[1].missing(columns)
    if missing:
        raise _missing_columns(best[0], missing)
    table = _to_table(*best, columns)
    others = [
        name
        for name, size in fitting
        if name != table.sheet and 2 * size > len(table.mapping) and search_key(name) not in _EXAMPLES
    ]
    return replace(table, other_sheets=tuple(others))


def _no_header(columns: Sequence[Column]) -> UnreadableFile:
    message = _("No header row was found. These columns were looked for: %(columns)s.")
    return UnreadableFile("no_header", message % {"columns": _names(columns)})


def _missing_columns(sheet: Sheet, missing: Sequence[Column]) -> UnreadableFile:
    message = _("The table on sheet “%(sheet)s” has no column for: %(columns)s.")
    return UnreadableFile("no_header", message % {"sheet": sheet.name, "columns": _names(missing)})


def _names(columns: Sequence[Column]) -> str:
    return "; ".join(column.names[0] for column in columns)


def _to_table(sheet: Sheet, header: Header, columns: Sequence[Column]) -> Table:
    first = skip_numbering(sheet, header)
    notes = _notes(sheet.rows[: header.top])
    mapped = set(header.mapping.values())
    required = [column.code for column in columns if column.required]
    carrying = [column.code for column in columns if column.carries]
    return Table(
        sheet=sheet.name,
        header_rows=tuple(range(header.top + 1, first + 1)),
        mapping=header.mapping,
        unmatched=tuple(
            header.text(index)
            for index, levels in enumerate(header.levels)
            if levels and index not in mapped and search_key(levels[-1]) not in ORDINAL_HEADERS
        ),
        notes=notes,
        written_on=next((day for note in notes if (day := find_written_date(note))), None),
        money_unit=next((unit for note in notes if (unit := _unit_in_note(note))), 1),
        rows=tuple(read_rows(sheet, header, first, required=required, carrying=carrying)),
        header_texts={code: header.text(index) for code, index in header.mapping.items()},
    )


def _notes(rows: list[list[Cell]]) -> tuple[str, ...]:
    """Return the lines above the header, cell by cell."""
    return tuple(text for row in rows for cell in row if (text := nfc(cell)))


def _unit_in_note(note: str) -> int | None:
    match = _UNIT.search(search_key(note))
    return _unit(match[1]) if match else None


def _unit_in_header(header: str) -> int | None:
    key = search_key(header)
    units = [_unit(text) for text in _IN_BRACKETS.findall(key)] + [_unit_in_note(key)]
    return next((unit for unit in units if unit), None)


def _unit(text: str) -> int | None:
    """Return the đồng of "triệu đồng", "1.000 đồng", "tr.đ"; None when it is no unit of money."""
    key = _PER.sub("", _LABEL.sub("", search_key(text))).replace(".", "").replace(",", "").replace(" ", "")
    key = re.sub(r"(?:vnd|dong|d)$", "", key) if re.search(r"(?:vnd|dong|d)$", key) else f"!{key}"
    units = {"": 1, "1000": 10**3, "nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "tr": 10**6, "ty": 10**9}
    return units.get(key, 10**6 if key in ("!trieu", "1000000") else None)
