"""The rows under a header: which of them are data, which are groups, totals and signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plumbing.spreadsheets.headers import Header
from plumbing.spreadsheets.sheets import Cell, Sheet
from plumbing.text import nfc, search_key


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data: its number in Excel, its cells as they are, the group it stands under ("BẢN HUỔI HOI")."""

    number: int
    cells: dict[str, Cell]
    hidden: bool = False
    group: str | None = None
    # Columns whose formula has no value: the file was saved by a program that does not calculate.
    formula_gaps: frozenset[str] = frozenset()


# The cells of a row that hold something, by column.
Filled = Sequence[tuple[int, Cell]]

_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-Z])\)?|\(?\d{1,2}\)?\s*=.*")
_GROUP_ORDINAL = re.compile(r"(?:(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})|[A-H])[.)]?")
_GROUP_TITLE = re.compile(r"(?:[IVX]+|[A-Z])\s*[.)/-]\s*(?=\S{2})")
# "Tổng công ty" is a company and "Cống" a name: totals are told by the letters with their marks, or by the whole cell.
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|toàn xã|cộng dồn)\b|(?:cộng|tổng)\s*(?:[:(.]|$)|tong cong$|tong so\b|cong:?$"
)
_FOOTER = re.compile(
    r"danh sach (?:nay|tren) co|danh sach (?:gom|co)\b|an dinh danh sach|nguoi lap|lap bieu|noi nhan"
    r"|t/m\b|tm\.|kt\.|tl\.|thu truong|xac nhan cua"
)
_SIGNER = re.compile(r"(?:pho )?(?:chu tich|bi thu|giam doc|truong ban)$|.*\bngay\s.*thang\s.*nam\b")


def skip_numbering(sheet: Sheet, header: Header) -> int:
    """Return the row where data begin: behind the header and a row of column numbers (1) (2) (3)."""
    first = header.top + header.depth
    if first >= len(sheet.rows):
        return first
    texts = [text for cell in sheet.rows[first] if (text := nfc(cell))]
    numbers = [int(digits[0]) for text in texts if (digits := re.findall(r"\d+", text))]
    is_numbering = (
        len(texts) >= 3
        and all(_NUMBERING.fullmatch(text) for text in texts)
        and len(numbers) >= 2
        and numbers == sorted(set(numbers))
        and numbers[0] <= 2
    )
    return first + 1 if is_numbering else first


def read_rows(sheet: Sheet, header: Header, first: int) -> Iterator[Row]:
    """Yield the rows of data from the row `first` (0-based) down to the total or the signatures."""
    reader = _RowReader(sheet, header)
    for index in range(first, len(sheet.rows)):
        filled = [(column, cell) for column, cell in enumerate(sheet.rows[index]) if cell is not None]
        if not filled or reader.repeats_header(filled):
            continue
        if _is_footer(filled):
            return
        if _is_total(filled):
            if reader.begun:
                return
            # Some offices put the total first.
            continue
        title = reader.group_title(index, filled)
        if title:
            reader.group = title
        else:
            yield reader.data_row(index)


class _RowReader:
    """Keeps what a row needs from elsewhere: merged cells above it and the title of its group."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self.sheet = sheet
        self.header = header
        self.group: str | None = None
        self.begun = False
        self.filled_down = _filled_down(sheet, header)
        self.wide = {(merge.top, merge.left) for merge in sheet.merges if merge.right > merge.left}

    def data_row(self, index: int) -> Row:
        self.begun = True
        row, width = self.sheet.rows[index], len(self.sheet.rows[index])
        cells = {code: row[column] if column < width else None for code, column in self.header.mapping.items()}
        for code, column in self.header.mapping.items():
            if cells[code] is None and (index, column) in self.filled_down:
                cells[code] = self.filled_down[index, column]
        return Row(index + 1, cells, index in self.sheet.hidden_rows, self.group, self._gaps(index))

    def _gaps(self, index: int) -> frozenset[str]:
        gaps = self.sheet.formula_gaps
        return frozenset(code for code, column in self.header.mapping.items() if (index, column) in gaps)

    def group_title(self, index: int, filled: Filled) -> str:
        """Return the title when the row only opens a group, as "I | BẢN HUỔI HOI" does; else ""."""
        texts = [(column, nfc(cell)) for column, cell in filled if isinstance(cell, str)]
        ordinal = nfc(filled[0][1]) if len(filled) > 1 else ""
        if not texts or len(texts) > 2 or len(ordinal) > 4:
            return ""
        column, title = texts[-1]
        numbered = bool(_GROUP_ORDINAL.fullmatch(ordinal)) and len(texts) == 2
        if len(filled) > 2:
            # "I | BẢN HUỔI HOI | 12 | 60": a group with its subtotals.
            return title if numbered and title.isupper() else ""
        merged = (index, column) in self.wide
        own = len(filled) == 1 and bool(_GROUP_TITLE.match(title))
        return _GROUP_TITLE.sub("", title, count=1).strip() if numbered or merged or own else ""

    def repeats_header(self, filled: Filled) -> bool:
        """Tell whether the header stands here again, as on every page of a printed list."""
        same = [
            (levels := self.header.levels[column]) and nfc(cell) in levels
            for column, cell in filled
            if column < len(self.header.levels)
        ]
        return len(same) >= 3 and all(same)


def _filled_down(sheet: Sheet, header: Header) -> dict[tuple[int, int], Cell]:
    """Return the value of every cell that a cell merged from above covers, in the columns that were recognised."""
    columns = set(header.mapping.values())
    values = {}
    for merge in sheet.merges:
        if merge.bottom == merge.top or merge.left not in columns or merge.top >= len(sheet.rows):
            continue
        row = sheet.rows[merge.top]
        value = row[merge.left] if merge.left < len(row) else None
        for index in range(merge.top + 1, min(merge.bottom, len(sheet.rows) - 1) + 1):
            values[index, merge.left] = value
    return values


def _is_total(filled: Filled) -> bool:
    """Tell by the first two cells: a total has its word where the ordinal or the name would stand."""
    if not isinstance(filled[0][1], str):
        # A row with a number of its own is counted, whatever it is called.
        return False
    return any(isinstance(cell, str) and _TOTAL.match(nfc(cell).casefold()) for _column, cell in filled[:2])


def _is_footer(filled: Filled) -> bool:
    """Tell whether the signatures begin: such rows have few cells, and a person's row has more."""
    if len(filled) > 3:
        return False
    keys = [search_key(cell) if isinstance(cell, str) else "" for _column, cell in filled]
    return bool(_FOOTER.match(keys[0])) or all(_FOOTER.match(key) or _SIGNER.match(key) for key in keys)
