"""The lines under a header: which of them are rows, and why the others are none. Not one is left out unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from operator import or_
from statistics import median

from django.utils.translation import gettext as _

from plumbing.spreadsheets import lines
from plumbing.spreadsheets.headers import Column, Header, header_text, header_texts, usual_charset
from plumbing.spreadsheets.lines import Filled
from plumbing.spreadsheets.sheets import Cell, Sheet
from plumbing.text import nfc


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data: its number in Excel, its cells as they are, the groups it stands under."""

    number: int
    cells: dict[str, Cell]
    hidden: bool = False
    # The titles that the row stands under, the highest first: "XÃ NÀ HỲ", "BẢN HUỔI HOI", "HỘ NGHÈO".
    titles: tuple[str, ...] = ()
    # Columns that a program left without a value: "" for a formula that nobody calculated, else the error ("#REF!").
    gaps: dict[str, str] = field(default_factory=dict)
    # Columns left blank that say the same as the row above.
    carried: frozenset[str] = frozenset()
    # What is wrong with a cell before anybody reads it, and what is to be said of one: a sentence for each column.
    errors: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    # The sheet, where several are read as one list.
    sheet: str = ""

    @property
    def group(self) -> str | None:
        """The title of the nearest group."""
        return self.titles[-1] if self.titles else None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that is no row: its number in Excel, why, and what stands in it."""

    number: int
    reason: str
    text: str
    sheet: str = ""


# A row is full when it has this share of the cells that rows usually have.
_FULL = 0.5


def read_rows(
    sheet: Sheet, header: Header, first: int, end: int, columns: Sequence[Column] = ()
) -> tuple[list[Row], list[Skipped]]:
    """Return the rows between `first` and `end` (0-based) and the lines that are none.

    Blank cells of columns that carry say the same as above where a list names a village once and leaves the rest blank.
    """
    reader = _RowReader(sheet, header, columns)
    rows, skipped = reader.read(first, min(end, len(sheet.rows)))
    carrying = [column.code for column in columns if column.carries and column.code in header.mapping]
    return _carry(rows, carrying), skipped


def _carry(rows: list[Row], codes: list[str]) -> list[Row]:
    """Fill what a list says once for a block of rows; a list that repeats it in most rows has left it out."""
    once = [c for c in codes if rows and rows[0].cells[c] is not None and 2 * _blanks(rows, c) > len(rows)]
    carried: list[Row] = []
    for row in rows:
        above = carried[-1] if carried else row
        blank = [code for code in once if row.cells[code] is None and above.cells[code] is not None]
        # The same block: whatever the row does say of its place is what stands above.
        if (
            blank
            and row.titles == above.titles
            and all(row.cells[c] is None or nfc(row.cells[c]) == nfc(above.cells[c]) for c in codes)
        ):
            cells = row.cells | {code: above.cells[code] for code in blank}
            row = replace(row, cells=cells, carried=frozenset(blank))
        carried.append(row)
    return carried


def _blanks(rows: list[Row], code: str) -> int:
    return sum(row.cells[code] is None for row in rows)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the sheet (0-based): what stands in it, and what its words say at once."""

    index: int
    filled: Filled
    is_total: bool
    is_footer: bool
    repeats_header: bool


class _RowReader:
    """Holds what a row needs from elsewhere: merged cells above it and the titles of its groups."""

    def __init__(self, sheet: Sheet, header: Header, columns: Sequence[Column]) -> None:
        self.sheet = sheet
        self.header = header
        self.joined = {column.code for column in columns if column.joins}
        # Each column that is read, with the code that it gives.
        self.places = {code: header.places(code) for code in header.mapping}
        self.codes = {c: code for code, places in self.places.items() for c in places}
        self.required = {column.code for column in columns if column.required and column.code in header.mapping}
        # The titles in force, each with its kind: a higher unit, a place or team, another.
        self.titles: list[tuple[str, str]] = []
        self.filled_down = self._filled_down()
        self.wide = {(merge.top, merge.left) for merge in sheet.merges if merge.right > merge.left}
        self.full_from = 2.0
        # Words of an old font are read as such, to tell a total or a note; the cells stay as they are.
        self.charset = usual_charset(cell for row in sheet.rows[:200] for cell in row)
        self.ended = False

    # --- lines --------------------------------------------------------------------------------------------------

    def read(self, first: int, end: int) -> tuple[list[Row], list[Skipped]]:
        found = list(self._lines(first, end))
        self._measure(found)
        # Whether a line stands behind a note or a signature; a list may go on there.
        behind = list(accumulate((line.is_footer for line in found), or_))
        full = [self._is_full(line, behind=b) for b, line in zip(behind, found, strict=True)]
        # Where no line is full, none stands behind the list: a short list of names alone.
        last = max((position for position, is_full in enumerate(full) if is_full), default=len(found))
        rows: list[Row] = []
        skipped: list[Skipped] = []
        for position, line in enumerate(found):
            at_end = position > last
            reason = self._reason(line, full=full[position], at_end=at_end, signed=at_end and behind[position])
            if reason:
                text = " | ".join(nfc(cell) for _column, cell in line.filled)
                skipped.append(Skipped(line.index + 1, reason, text[:200]))
            else:
                rows.append(self._row(line.index))
        return rows, skipped

    def _lines(self, first: int, end: int) -> Iterator[_Line]:
        left, right = self.header.span
        for index in range(first, end):
            row = self.sheet.rows[index]
            if self.charset:
                texts = header_texts(row, self.charset)
                row = [text or None if isinstance(cell, str) else cell for cell, text in zip(row, texts, strict=True)]
            filled = [(column, row[column]) for column in range(left, min(right, len(row))) if row[column] is not None]
            if filled:
                is_total, is_footer = lines.is_total(filled), lines.is_footer(filled)
                yield _Line(index, filled, is_total, is_footer, self._repeats_header(filled))

    def _measure(self, found: Sequence[_Line]) -> None:
        """Find how many cells a row of this table usually has."""
        counts = [self._count(line.filled) for line in found if not (line.is_footer or line.is_total)]
        most = max(counts, default=0)
        usual = [count for count in counts if 2 * count >= most]
        self.full_from = max(2.0, _FULL * median(usual)) if usual else 2.0

    def _count(self, filled: Filled) -> int:
        return len({self.codes[column] for column, _cell in filled if column in self.codes})

    def _says_required(self, filled: Filled) -> bool:
        return self.required <= {self.codes.get(column) for column, _cell in filled}

    def _is_full(self, line: _Line, *, behind: bool) -> bool:
        """Tell whether this is surely a row; behind the signatures only one that says all that must be said."""
        if line.is_footer or line.is_total or line.repeats_header:
            return False
        return self._count(line.filled) >= self.full_from and (not behind or self._says_required(line.filled))

    def _reason(self, line: _Line, *, full: bool, at_end: bool, signed: bool) -> str:
        """Return why the line is no row; "" when it is one. `at_end`: behind the last full row."""
        filled = line.filled
        if line.repeats_header:
            return _("The header stands here again.")
        if lines.is_numbering([cell for _column, cell in filled]):
            return _("These are the numbers of the columns.")
        if line.is_footer or lines.is_note(filled):
            return _("This is a note or a signature, not a row.")
        if line.is_total:
            return _("This is a total, not a row.")
        numbered = self._is_numbered(filled)
        if signed and not (numbered and self._says_required(filled)):
            return _("This stands below the end of the list.")
        title = lines.group_title(filled, is_wide=self._is_wide(line.index, filled), is_full=full)
        if title and not signed:
            self._open_group(title)
            return _("This is the title of a group, not a row.")
        if not self._count(filled):
            # A number alone was put there for a row that nobody wrote.
            return _("Nothing stands in the columns that are read.")
        self.ended = self.ended or (at_end and not numbered and not (self._says_required(filled) and len(filled) > 2))
        if self.ended and not (numbered and self._says_required(filled)):
            return _("This stands below the end of the list.")
        return ""

    def _is_numbered(self, filled: Filled) -> bool:
        """Tell whether the line has an ordinal of its own and says something."""
        column, cell = filled[0]
        return len(filled) > 1 and column not in self.codes and lines.is_number(cell)

    def _is_wide(self, index: int, filled: Filled) -> bool:
        if not self.wide:
            return False
        texts = [column for column, cell in filled if isinstance(cell, str) and not lines.is_number(cell)]
        return bool(texts) and (index, texts[-1]) in self.wide

    def _repeats_header(self, filled: Filled) -> bool:
        """Tell whether the header stands here again, as on every page of a printed list."""
        levels = self.header.levels
        cells = [(column, cell) for column, cell in filled if column < len(levels)]
        return len(cells) >= 2 and all(header_text(cell) in levels[column] for column, cell in cells)

    def _open_group(self, title: str) -> None:
        """Let a title take the place of the last one of its kind, and end those below that."""
        kind = lines.kind_of_title(title)
        kinds = [known for known, _title in self.titles]
        if kind in kinds:
            del self.titles[kinds.index(kind) :]
        elif kind == "higher":
            self.titles.clear()
        self.titles.append((kind, title))

    # --- cells --------------------------------------------------------------------------------------------------

    def _row(self, index: int) -> Row:
        cells: dict[str, Cell] = {}
        errors: dict[str, str] = {}
        for code, places in self.places.items():
            found = [value for c in places if (value := self._cell(index, c)) is not None]
            if len(found) > 1 and code in self.joined:
                found = [" ".join(nfc(value) for value in found)]
            elif len(found) > 1:
                text = " | ".join(nfc(value) for value in found)
                sentence = _("The header stands over several columns, and more than one is filled: %(text)s. Keep one.")
                errors[code] = sentence % {"text": text}
            cells[code] = found[0] if found else None
        titles = tuple(title for _kind, title in self.titles)
        is_hidden = index in self.sheet.hidden_rows
        return Row(index + 1, cells, is_hidden, titles, self._gaps(index), errors=errors)

    def _cell(self, index: int, column: int) -> Cell:
        row = self.sheet.rows[index]
        value = row[column] if column < len(row) else None
        return self.filled_down.get((index, column)) if value is None else value

    def _gaps(self, index: int) -> dict[str, str]:
        gaps = self.sheet.gaps
        if not gaps:
            return {}
        return {code: gaps[index, column] for column, code in self.codes.items() if (index, column) in gaps}

    def _filled_down(self) -> dict[tuple[int, int], Cell]:
        """Return the value of every cell that a cell merged from above covers, in the columns that are read."""
        values: dict[tuple[int, int], Cell] = {}
        for merge in self.sheet.merges:
            if merge.bottom == merge.top or merge.left not in self.codes or merge.top >= len(self.sheet.rows):
                continue
            row = self.sheet.rows[merge.top]
            value = row[merge.left] if merge.left < len(row) else None
            for index in range(merge.top + 1, min(merge.bottom, len(self.sheet.rows) - 1) + 1):
                values[index, merge.left] = value
        return values
