"""The rows under a header: which of them are data, which are groups, totals and signatures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from operator import or_
from statistics import median

from plumbing.spreadsheets.headers import Header
from plumbing.spreadsheets.sheets import Cell, Sheet
from plumbing.text import nfc, search_key


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

    @property
    def group(self) -> str | None:
        """The title of the nearest group."""
        return self.titles[-1] if self.titles else None


# The cells of a row that hold something, by column.
Filled = Sequence[tuple[int, Cell]]

ORDINAL_HEADERS = frozenset(("tt", "stt", "so tt", "so thu tu"))
_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-Z])\)?|\(?\d{1,2}\)?\s*=.*")
_GROUP_ORDINAL = re.compile(r"(?:(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})|[A-H])[.)]?")
_GROUP_TITLE = re.compile(r"(?:[IVX]+|[A-Z])\s*[.)/-]\s*(?=\S{2})")
_GROUP_COUNT = re.compile(r"\s*[:(–-]\s*\d+\s*(?:hộ|người|khẩu|thành viên|tổ|đ/c|đồng chí)\b.*$", re.IGNORECASE)
# What a heading without an ordinal begins with.
_PLACE_TITLE = re.compile(
    r"(?:bản|thôn|xóm|khu|tổ(?! (?:trưởng|phó|viên)\b)|điểm|đội|clb|câu lạc bộ|xã|phường|thị trấn)\s+(?=\w)",
    re.IGNORECASE,
)
# A class of rows that a list is divided into: "1 | Hộ nghèo".
_CLASS_TITLE = re.compile(r"(?:danh sách\s+|các\s+)?hộ\s+(?:\w+\s+)?nghèo\b", re.IGNORECASE)
_HIGHER_TITLE = re.compile(r"(?:xã|phường|thị trấn)\s", re.IGNORECASE)
# "Tổng công ty" is a company and "Cống" a name: totals are told by the letters with their marks, or by the whole cell.
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|toàn xã|cộng dồn)\b|(?:cộng|tổng)\s*(?:[:(.]|$)|tong cong$|tong so\b|cong:?$"
)
# "Cộng bản Huổi Hoi | 11 | 3": a total too, when only numbers stand beside it.
_SUBTOTAL = re.compile(r"(?:cộng|tổng|trong đó)\b|trong do:")
_FOOTER = re.compile(
    r"\(?(?:danh sach (?:nay|tren) co|danh sach (?:gom|co)\b|tong danh sach|an dinh danh sach)|nguoi lap|lap bieu"
    r"|nguoi tong hop|can bo lap|nguoi ra soat|noi nhan|t/m\b|tm\.|kt\.|tl\.|thu truong|xac nhan cua|dai dien"
    r"|ghi chu\s*:|\(ky\b"
)
_SIGNER = re.compile(r"(?:pho )?(?:chu tich|bi thu|giam doc|truong ban|truong thon)\b.*$|.*\bngay\s.*thang\s.*nam\b")
# A row is full when it has this share of the cells that rows usually have.
_FULL = 0.5


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


def read_rows(
    sheet: Sheet, header: Header, first: int, *, required: Collection[str] = (), carrying: Collection[str] = ()
) -> Iterator[Row]:
    """Yield the rows of data from the row `first` (0-based) on, without totals, signatures and what follows them.

    A table ends with its last full row: the few words below it are no rows, whatever they are. Blank cells of the
    `carrying` columns say the same as above where a list names a village or a team once and leaves the rest blank.
    """
    reader = _RowReader(sheet, header, required)
    lines = [
        (index, filled)
        for index in range(first, len(sheet.rows))
        if (filled := [(column, cell) for column, cell in enumerate(sheet.rows[index]) if cell is not None])
        and not reader.repeats_header(filled)
    ]
    reader.measure(lines)
    rows = list(reader.data_rows(lines))
    yield from _carry(rows, [code for code in carrying if code in header.mapping])


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


class _RowReader:
    """Keeps what a row needs from elsewhere: merged cells above it and the titles of its groups."""

    def __init__(self, sheet: Sheet, header: Header, required: Collection[str]) -> None:
        self.sheet = sheet
        self.header = header
        self.columns = set(header.mapping.values())
        self.required = {header.mapping[code] for code in required if code in header.mapping}
        # The titles in force, each with its kind: a higher unit, a place or team, another.
        self.titles: list[tuple[str, str]] = []
        self.filled_down = _filled_down(sheet, header)
        self.wide = {(merge.top, merge.left) for merge in sheet.merges if merge.right > merge.left}
        self.full_from = 2.0

    def measure(self, lines: Sequence[tuple[int, Filled]]) -> None:
        """Find how many cells a row of this table usually has."""
        counts = [self._count(filled) for _index, filled in lines if not (_is_footer(filled) or _is_total(filled))]
        most = max(counts, default=0)
        usual = [count for count in counts if 2 * count >= most]
        self.full_from = max(2.0, _FULL * median(usual)) if usual else 2.0

    def _count(self, filled: Filled) -> int:
        return sum(column in self.columns for column, _cell in filled)

    def _is_full(self, filled: Filled, *, signed: bool) -> bool:
        """Tell whether this is surely a row; behind the signatures only one that says all that must be said."""
        columns = {column for column, _cell in filled}
        return self._count(filled) >= self.full_from and (not signed or self.required <= columns)

    def data_rows(self, lines: Sequence[tuple[int, Filled]]) -> Iterator[Row]:
        signed = [_is_footer(filled) for _index, filled in lines]
        behind = list(accumulate(signed, or_))
        plain = [not (sign or _is_total(filled)) for sign, (_index, filled) in zip(signed, lines, strict=True)]
        full = [p and self._is_full(f, signed=b) for p, b, (_i, f) in zip(plain, behind, lines, strict=True)]
        last = max((position for position, is_full in enumerate(full) if is_full), default=-1)
        ended = False
        for position, (index, filled) in enumerate(lines):
            if not plain[position] or (behind[position] and not full[position]):
                continue
            numbered = self._is_numbered(filled)
            ended = ended or (position > last >= 0 and not numbered)
            if ended:
                continue
            title = self.group_title(index, filled, is_full=full[position])
            if title:
                self._open_group(title)
            elif self._count(filled):
                # A number alone was put there for a row that nobody wrote.
                yield self.data_row(index)

    @staticmethod
    def _is_number(cell: Cell) -> bool:
        return (isinstance(cell, int) and not isinstance(cell, bool)) or (
            isinstance(cell, str) and re.fullmatch(r"\s*\d{1,5}[.)]?\s*", cell) is not None
        )

    def _is_numbered(self, filled: Filled) -> bool:
        """Tell whether the row has an ordinal of its own and says something."""
        column, cell = filled[0]
        return len(filled) > 1 and column not in self.columns and self._is_number(cell)

    def _open_group(self, title: str) -> None:
        """Let a title take the place of the last one of its kind, and end those below that."""
        kind = "higher" if _HIGHER_TITLE.match(title) else "place" if _PLACE_TITLE.match(title) else "other"
        kinds = [known for known, _title in self.titles]
        if kind in kinds:
            del self.titles[kinds.index(kind) :]
        elif kind == "higher":
            self.titles.clear()
        self.titles.append((kind, title))

    def data_row(self, index: int) -> Row:
        row, width = self.sheet.rows[index], len(self.sheet.rows[index])
        cells = {code: row[column] if column < width else None for code, column in self.header.mapping.items()}
        for code, column in self.header.mapping.items():
            if cells[code] is None and (index, column) in self.filled_down:
                cells[code] = self.filled_down[index, column]
        is_hidden = index in self.sheet.hidden_rows
        titles = tuple(title for _kind, title in self.titles)
        return Row(index + 1, cells, is_hidden, titles, self._gaps(index))

    def _gaps(self, index: int) -> dict[str, str]:
        gaps = self.sheet.gaps
        if not gaps:
            return {}
        columns = self.header.mapping.items()
        return {code: gaps[index, column] for code, column in columns if (index, column) in gaps}

    def group_title(self, index: int, filled: Filled, *, is_full: bool) -> str:
        """Return the title when the row only opens a group, as "I | BẢN HUỔI HOI" does; else ""."""
        if is_full and len(filled) > 2 and not isinstance(filled[0][1], str):
            return ""
        texts = [(column, nfc(cell)) for column, cell in filled if isinstance(cell, str) and not self._is_number(cell)]
        ordinal = nfc(filled[0][1]) if len(filled) > 1 else ""
        if not texts or len(texts) > 2 or len(ordinal) > 4:
            # A title without an ordinal, its counts beside it, has no short first cell.
            return _clean_title(texts[0][1]) if self._is_heading(texts, is_full=is_full) else ""
        column, title = texts[-1]
        numbered = bool(_GROUP_ORDINAL.fullmatch(ordinal)) and len(texts) == 2
        if len(filled) > 2:
            # "I | BẢN HUỔI HOI | 12 | 60": a group with its subtotals.
            titled = numbered and (title.isupper() or not is_full)
            return _clean_title(title) if titled or self._is_heading(texts, is_full=is_full) else ""
        merged = (index, column) in self.wide
        own = len(filled) == 1 and bool(_GROUP_TITLE.match(title))
        return _clean_title(title) if numbered or merged or own or self._is_heading(texts, is_full=is_full) else ""

    @staticmethod
    def _is_heading(texts: Sequence[tuple[int, str]], *, is_full: bool) -> bool:
        """Tell whether the only words of a row are the name of a place or a team: "Bản Huổi Hoi | 12 | 60"."""
        if is_full or len(texts) != 1:
            return False
        return bool(_PLACE_TITLE.match(texts[0][1]) or _CLASS_TITLE.match(texts[0][1]))

    def repeats_header(self, filled: Filled) -> bool:
        """Tell whether the header stands here again, as on every page of a printed list."""
        levels = self.header.levels
        cells = [(column, cell) for column, cell in filled if column < len(levels)]
        return len(cells) >= 3 and all(nfc(cell) in levels[column] for column, cell in cells)


def _clean_title(text: str) -> str:
    return _GROUP_COUNT.sub("", _GROUP_TITLE.sub("", text, count=1)).strip()


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
    keys = [nfc(cell).casefold() if isinstance(cell, str) else "" for _column, cell in filled]
    if any(_TOTAL.match(key) for key in keys[:2]):
        return True
    words = [key for key in keys if any(char.isalpha() for char in key) and len(key) > 3]
    return len(words) == 1 and words[0] in keys[:2] and bool(_SUBTOTAL.match(words[0]))


def _is_footer(filled: Filled) -> bool:
    """Tell whether the signatures begin: such rows have few cells, and a person's row has more."""
    if len(filled) > 3:
        return False
    keys = [search_key(cell) if isinstance(cell, str) else "" for _column, cell in filled]
    return bool(_FOOTER.match(keys[0])) or all(_FOOTER.match(key) or _SIGNER.match(key) for key in keys)
