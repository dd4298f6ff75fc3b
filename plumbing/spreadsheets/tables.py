"""A table of a spreadsheet: its header, what stands above it, its rows, and the lines that are none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from django.utils.translation import gettext as _

from plumbing.dates import find_written_date
from plumbing.legacy import Charset
from plumbing.spreadsheets.blocks import Block, blocks_of
from plumbing.spreadsheets.containers import file_kind, read_limited
from plumbing.spreadsheets.days import mend_days
from plumbing.spreadsheets.errors import UnreadableFile
from plumbing.spreadsheets.headers import Column, Header, find_header, header_texts, is_better, usual_charset
from plumbing.spreadsheets.rows import Row, Skipped, read_rows
from plumbing.spreadsheets.sheets import Cell, Sheet, visible_sheets
from plumbing.text import nfc, search_key

__all__ = ["Row", "Skipped", "Table", "open_table"]

ORDINAL_HEADERS = frozenset(("tt", "stt", "so tt", "so thu tu"))
MAX_BYTES = 20 * 1024 * 1024
# The second sheet of the empty template.
_EXAMPLES = frozenset(("vi du", "example"))
# What a program calls a sheet that nobody named.
_YEAR = re.compile(r"\b20\d\d\b")
_PLAIN_NAME = re.compile(r"(?:sheet|trang tinh|bang|csv)\s*\d*")
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
    # Lines that are no rows, each with its reason.
    skipped: tuple[Skipped, ...] = ()
    # Sheets with a table of the same kind, which were not read.
    other_sheets: tuple[str, ...] = ()
    # Sheets with something else.
    unread_sheets: tuple[str, ...] = ()
    # How many cells hold a day that Excel seems to have swapped with its month.
    swapped_days: int = 0
    # The old charset of most cells that have odd letters.
    charset: Charset | None = None

    def header_text(self, code: str) -> str:
        """Return what is written over a column, such as "Địa chỉ / Xã (cũ)"; "" when the file has none."""
        return self.header_texts.get(code, "")

    def money_unit_of(self, code: str) -> int:
        """Return the đồng that one stands for in a column: "Kinh phí (triệu đồng)" goes before the whole table's."""
        return _unit_in_header(self.header_text(code)) or self.money_unit


def open_table(
    file: BinaryIO,
    *,
    columns: Sequence[Column],
    filename: str,
    max_bytes: int = MAX_BYTES,
    swap_days: bool | None = None,
    all_sheets: bool = False,
) -> Table:
    """Read the table with these columns from an uploaded file; the visible sheet that fits best is taken.

    `all_sheets`: the other sheets with such a table are read as one list with it. `swap_days`: see `mend_days`.
    """
    content = read_limited(file, max_bytes)
    sheets = visible_sheets(content, file_kind(content, filename))
    return read_table(sheets, columns, swap_days=swap_days, all_sheets=all_sheets)


def read_table(
    sheets: Sequence[Sheet], columns: Sequence[Column], *, swap_days: bool | None = None, all_sheets: bool = False
) -> Table:
    """Return the table with these columns that stands on the sheets. Raises UnreadableFile when there is none."""
    if all(sheet.is_empty() for sheet in sheets):
        raise UnreadableFile("empty", _("The file has no rows."))
    found = [(sheet, header) for sheet in sheets if (header := find_header(sheet, columns))]
    if not found:
        raise _no_header(columns)
    sheet, header = _best(found, columns)
    missing = header.missing(columns)
    if missing:
        raise _missing_columns(sheet, missing)
    table = _to_table(sheet, header, columns)
    table = _with_other_sheets(table, sheets, found, columns, join=all_sheets)
    rows, swapped = mend_days(table.rows, columns, from_1904=sheet.from_1904, swap=swap_days)
    return replace(table, rows=tuple(rows), swapped_days=swapped)


def _best(found: list[tuple[Sheet, Header]], columns: Sequence[Column]) -> tuple[Sheet, Header]:
    """Return the sheet that fits best; one without rows gives way to one that has some."""
    filled = [(s, h) for s, h in found if s.has_rows_below(h.bottom) and search_key(s.name) not in _EXAMPLES]
    best: tuple[Sheet, Header] | None = None
    for sheet, header in [pair for pair in filled if not pair[1].missing(columns)] or found:
        if is_better(header, best[1] if best else None, columns):
            best = sheet, header
    return best or found[0]


def _with_other_sheets(
    table: Table, sheets: Sequence[Sheet], found: list[tuple[Sheet, Header]], columns: Sequence[Column], *, join: bool
) -> Table:
    """Return the table with what stands on the other sheets: read too, or named as not read."""
    others = [_to_table(*pair, columns) for pair in found if _is_alike(*pair, table, columns)]
    joined = [other for other in others if join and _frame(other) == _frame(table)]
    known = {table.sheet, *(other.sheet for other in others)}
    return replace(
        _joined([table, *joined]) if joined else table,
        other_sheets=tuple(other.sheet for other in others if other not in joined),
        unread_sheets=tuple(
            sheet.name
            for sheet in sheets
            if sheet.name not in known and search_key(sheet.name) not in _EXAMPLES and sheet.has_rows_below(0)
        ),
    )


def _frame(table: Table) -> tuple[object, ...]:
    """Return what is said above a table of all its rows: sheets that differ in it are no one list."""
    years = {year for note in table.notes for year in _YEAR.findall(note)}
    return table.money_unit, table.written_on, frozenset(years)


def _is_alike(sheet: Sheet, header: Header, table: Table, columns: Sequence[Column]) -> bool:
    """Tell whether another sheet holds a list of the same kind."""
    if sheet.name == table.sheet or search_key(sheet.name) in _EXAMPLES or header.missing(columns):
        return False
    return 2 * len(header.mapping) > len(table.mapping) and sheet.has_rows_below(header.bottom)


def _joined(tables: Sequence[Table]) -> Table:
    """Return the tables of several sheets as one; a row stands under its sheet's name as under a title."""
    codes = dict.fromkeys(code for table in tables for code in table.mapping)
    texts: dict[str, str] = {}
    for table in reversed(tables):
        texts |= table.header_texts
    return replace(
        tables[0],
        mapping={code: table.mapping[code] for table in reversed(tables) for code in codes if code in table.mapping},
        header_texts=texts,
        rows=tuple(
            replace(
                row,
                sheet=table.sheet,
                cells=dict.fromkeys(codes) | row.cells,
                titles=(table.sheet, *row.titles) if not _PLAIN_NAME.fullmatch(search_key(table.sheet)) else row.titles,
            )
            for table in tables
            for row in table.rows
        ),
        skipped=tuple(replace(line, sheet=table.sheet) for table in tables for line in table.skipped),
        unmatched=tuple(dict.fromkeys(text for table in tables for text in table.unmatched)),
    )


def _no_header(columns: Sequence[Column]) -> UnreadableFile:
    message = _("No header row was found. These columns were looked for: %(columns)s.")
    return UnreadableFile("no_header", message % {"columns": _names(columns)})


def _missing_columns(sheet: Sheet, missing: Sequence[Column]) -> UnreadableFile:
    message = _("The table on sheet “%(sheet)s” has no column for: %(columns)s.")
    return UnreadableFile("no_header", message % {"sheet": sheet.name, "columns": _names(missing)})


def _names(columns: Sequence[Column]) -> str:
    return "; ".join(column.names[0] for column in columns)


def _to_table(sheet: Sheet, header: Header, columns: Sequence[Column]) -> Table:
    blocks = blocks_of(sheet, header, columns)
    headers = [block.header for block in blocks if block.header is not None]
    first = headers[0]
    rows, skipped = _read_blocks(sheet, blocks, columns)
    notes = _notes(sheet.rows[: first.top])
    texts: dict[str, str] = {}
    for one in headers:
        texts |= {code: one.text(index) for code, index in one.mapping.items() if code not in texts}
    return Table(
        sheet=sheet.name,
        header_rows=tuple(range(first.top + 1, blocks[0].first + 1)),
        mapping={code: index for one in reversed(headers) for code, index in one.mapping.items()},
        unmatched=tuple(dict.fromkeys(text for one in headers for text in _unread(sheet, one))),
        notes=notes,
        written_on=next((day for note in notes if (day := find_written_date(note))), None),
        money_unit=next((unit for note in notes if (unit := _unit_in_note(note))), 1),
        rows=tuple(rows),
        header_texts=texts,
        skipped=tuple(skipped),
        charset=usual_charset(cell for row in rows for cell in row.cells.values()),
    )


def _read_blocks(sheet: Sheet, blocks: Sequence[Block], columns: Sequence[Column]) -> tuple[list[Row], list[Skipped]]:
    rows: list[Row] = []
    skipped: list[Skipped] = []
    codes = dict.fromkeys(code for block in blocks if block.header for code in block.header.mapping)
    for block in blocks:
        if block.header is None:
            reason = _("Another table stands here; it was not read.")
            numbered = enumerate(sheet.rows[block.first : block.end], start=block.first + 1)
            lines = [(n, " | ".join(text for cell in row if (text := nfc(cell)))) for n, row in numbered]
            skipped += [Skipped(number, reason, text[:200]) for number, text in lines if text]
            continue
        found, others = read_rows(sheet, block.header, block.first, block.end, columns)
        rows += [replace(row, cells=dict.fromkeys(codes) | row.cells) for row in found]
        skipped += others
        if block is not blocks[0] and block.header.span[0] == 0:
            reason = _("The header stands here again.")
            again = range(block.top, block.first)
            skipped += [Skipped(i + 1, reason, " | ".join(filter(None, map(nfc, sheet.rows[i])))[:200]) for i in again]
    return rows, sorted(skipped, key=lambda line: line.number)


def _unread(sheet: Sheet, header: Header) -> Iterator[str]:
    """Yield the names of columns that are not read; one without a name counts when words stand under it."""
    read = {place for code in header.mapping for place in header.places(code)}
    left, right = header.span
    for index in range(left, min(right, sheet.width)):
        levels = header.levels[index] if index < len(header.levels) else ()
        if index in read or (levels and search_key(levels[-1]) in ORDINAL_HEADERS):
            continue
        if levels:
            yield header.text(index)
        elif sheet.has_words_below(header.bottom, index):
            yield _("column %(letters)s (without a name)") % {"letters": column_letters(index)}


def column_letters(index: int) -> str:
    """Return how Excel names a column: 0 is A, 26 is AA."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters


def _notes(rows: list[list[Cell]]) -> tuple[str, ...]:
    """Return the lines above the header, cell by cell."""
    return tuple(text for row in rows for text in header_texts(row) if text)


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
