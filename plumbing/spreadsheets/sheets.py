"""Every kind of file becomes sheets: rows of cells with their merges, addressed as in Excel."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from defusedxml import DefusedXmlException, ElementTree
from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from plumbing.spreadsheets.containers import damaged, encrypted
from plumbing.spreadsheets.errors import UnreadableFile
from plumbing.spreadsheets.sheet_xml import SheetFacts, read_facts

MAX_ROWS = 100_000
_MAX_CELLS = 5_000_000
_BROKEN = (CalamineError, ValueError, KeyError, IndexError, StopIteration, zipfile.BadZipFile)

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of merged cells; 0-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet from A1 on; an empty cell is None."""

    name: str
    rows: list[list[Cell]]
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    formula_gaps: frozenset[tuple[int, int]] = frozenset()

    def is_empty(self) -> bool:
        return not any(cell is not None for row in self.rows for cell in row)


def visible_sheets(content: bytes, kind: str) -> Iterator[Sheet]:
    """Yield the sheets that a person sees on opening the file."""
    if kind == "csv":
        yield read_csv(content)
        return
    try:
        yield from _workbook_sheets(content, with_facts=kind == "xlsx")
    except PasswordError as error:
        raise encrypted() from error
    except UnreadableFile:
        raise
    except (*_BROKEN, ElementTree.ParseError, DefusedXmlException) as error:
        raise damaged() from error


def _workbook_sheets(content: bytes, *, with_facts: bool) -> Iterator[Sheet]:
    # Sizes are looked at first: one cell at XFD1048576 makes the reader lay out all cells before it.
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        for position, info in enumerate(workbook.sheets_metadata):
            if info.visible != SheetVisibleEnum.Visible or info.typ != SheetTypeEnum.WorkSheet:
                continue
            facts = read_facts(content, position) if with_facts else None
            if facts:
                _check_size(facts.height, facts.width)
            yield _to_sheet(workbook.get_sheet_by_index(position), facts)


def _check_size(height: int, width: int) -> None:
    if height > MAX_ROWS or height * width > _MAX_CELLS:
        message = _("The list has more than %(rows)s rows or far too many columns; split the file.")
        raise UnreadableFile("too_large", message % {"rows": f"{MAX_ROWS:,}".replace(",", ".")})


def _to_sheet(source: CalamineSheet, facts: SheetFacts | None) -> Sheet:
    _check_size(source.total_height, source.total_width)
    rows = [[_cell(value) for value in row] for row in source.to_python(skip_empty_area=False)]
    merges = [Merge(*start, *end) for start, end in source.merged_cell_ranges or ()]
    if facts is None:
        return Sheet(source.name, rows, merges)
    return Sheet(source.name, rows, merges, facts.hidden_rows, facts.formula_gaps)


def _cell(value: Cell) -> Cell:
    """Undo what the reader does to a cell: whole numbers come as 4.0, empty cells as ""."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


# --- CSV --------------------------------------------------------------------------------------------------------


def read_csv(content: bytes) -> Sheet:
    """Read a text file in UTF-8, UTF-16 or Windows-1258, with the separator that its first lines show."""
    text = _decode(content)
    try:
        rows = _parse_csv(text, _separator(text))
    except csv.Error as error:
        raise damaged() from error
    return Sheet("CSV", [[_cell(value) for value in row] for row in rows])


def _decode(content: bytes) -> str:
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1258", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise damaged()


def _separator(text: str) -> str:
    """Return the sign that cuts the first lines into the most columns."""
    sample = "".join(text.splitlines(keepends=True)[:60])
    return max(";\t,", key=lambda sign: sum(_filled(row) for row in csv.reader(io.StringIO(sample), delimiter=sign)))


def _filled(row: list[str]) -> int:
    return max(len(row) - 1, 0)


def _parse_csv(text: str, separator: str) -> list[list[str]]:
    rows = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        rows.append(row)
        if len(rows) > MAX_ROWS:
            _check_size(len(rows), 1)
    _check_size(len(rows), max(map(len, rows), default=0))
    return rows
