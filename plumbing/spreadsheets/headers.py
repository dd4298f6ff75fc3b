"""Finding the header of a table by its words, though titles stand above it and its cells are merged."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice, product

from plumbing.legacy import Charset, may_be
from plumbing.spreadsheets.sheets import Merge, Sheet
from plumbing.text import from_legacy, legacy_charset, nfc, search_key

_SEARCHED_ROWS = 40
_MAX_DEPTH = 3
_ACCEPTED = 0.5


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is looked for: its code and the names it goes by, "Địa chỉ / Bản" for a header of two levels."""

    code: str
    names: tuple[str, ...]
    required: bool = False
    # A blank cell says the same as above in lists that name a village or a team once for its rows.
    carries: bool = False
    # The parts of a name stand in columns of their own in some lists, and are put together.
    joins: bool = False
    # A number in it may be Excel's number for a day, and Excel may have swapped day and month.
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (0-based rows), what is written over each column, which columns were recognised."""

    top: int
    depth: int
    levels: list[tuple[str, ...]]
    mapping: dict[str, int]
    score: float
    # Codes whose header stands over several columns, with all of these.
    parts: dict[str, tuple[int, ...]] = field(default_factory=dict)
    # The columns that belong to it: a sheet may hold two tables side by side.
    span: tuple[int, int] = (0, sys.maxsize)

    @property
    def bottom(self) -> int:
        """The row behind it."""
        return self.top + self.depth

    def missing(self, columns: Sequence[Column]) -> list[Column]:
        return [column for column in columns if column.required and column.code not in self.mapping]

    def text(self, index: int) -> str:
        return " / ".join(self.levels[index])

    def places(self, code: str) -> tuple[int, ...]:
        """Return the columns that a code is read from."""
        return self.parts.get(code) or (self.mapping[code],)


def find_header(sheet: Sheet, columns: Sequence[Column]) -> Header | None:
    """Return the rows that read most like the header of these columns, or None when fewer than two are found."""
    best = best_header(sheet, columns, range(min(_SEARCHED_ROWS, len(sheet.rows))))
    if best is None or len(best.mapping) < min(2, len(columns)):
        return None
    return best


def best_header(sheet: Sheet, columns: Sequence[Column], tops: range) -> Header | None:
    """Return what reads most like the header among those that begin in one of these rows."""
    grid = _header_grid(sheet, tops.start, tops.stop - 1 + _MAX_DEPTH)
    best: Header | None = None
    # On equal terms the first stays: the shallower header, and of those the upper one.
    for depth, top in product(range(1, _MAX_DEPTH + 1), tops):
        first = top - tops.start
        if first + depth > len(grid) or _crossed(sheet.merges, top) or _crossed(sheet.merges, top + depth):
            continue
        header = _match(_all_levels(grid[first : first + depth]), top, depth, columns)
        if is_better(header, best, columns):
            best = header
    if best is not None and _has_names_below(sheet, best):
        levels = _all_levels(_header_grid(sheet, best.top, best.bottom + 1))
        best = _match(levels, best.top, best.depth + 1, columns)
    return best


def _has_names_below(sheet: Sheet, header: Header) -> bool:
    """Tell whether the next line only divides cells of the header that span several columns."""
    if header.bottom >= len(sheet.rows):
        return False
    filled = [(column, cell) for column, cell in enumerate(sheet.rows[header.bottom]) if cell is not None]
    wide = [
        (m.left, m.right) for m in sheet.merges if m.right > m.left and header.top <= m.top <= m.bottom < header.bottom
    ]
    return len(filled) > 1 and all(
        isinstance(cell, str) and any(left <= column <= right for left, right in wide) for column, cell in filled
    )


def within(header: Header, columns: Sequence[Column], left: int, right: int) -> Header:
    """Return the header read anew from the columns between `left` and `right` alone."""
    levels = [texts if left <= index < right else () for index, texts in enumerate(header.levels)]
    return replace(_match(levels, header.top, header.depth, columns), span=(left, right))


def is_better(header: Header, best: Header | None, columns: Sequence[Column]) -> bool:
    """Tell whether a header lacks fewer of the required columns than the best so far, or fits better."""
    if best is None:
        return bool(header.mapping)
    missing, least = len(header.missing(columns)), len(best.missing(columns))
    return missing < least or (missing == least and round(header.score - best.score, 6) > 0)


def _crossed(merges: Sequence[Merge], row: int) -> bool:
    """Tell whether a merged cell reaches from above into this row: no header begins or ends inside one."""
    return any(merge.top < row <= merge.bottom for merge in merges)


def _header_grid(sheet: Sheet, first: int, end: int) -> list[list[str]]:
    """Return the texts of some rows, each merged cell repeated over all its place, old fonts converted."""
    rows = sheet.rows[first:end]
    width = max((len(row) for row in rows), default=0)
    grid = [header_texts(row) + [""] * (width - len(row)) for row in rows]
    for merge in sheet.merges:
        if not first <= merge.top < first + len(rows) or merge.left >= width:
            continue
        text = grid[merge.top - first][merge.left]
        for row in grid[merge.top - first : merge.bottom + 1 - first]:
            row[merge.left : merge.right + 1] = [text] * (min(merge.right, width - 1) - merge.left + 1)
    return grid


def header_text(cell: object) -> str:
    """Return a cell's text as it is compared: letters of an old font do not hide a header or a title."""
    charset = legacy_charset(cell) if isinstance(cell, str) and not cell.isascii() else None
    return nfc(from_legacy(str(cell), charset)) if charset else nfc(cell)


def header_texts(row: Sequence[object], charset: Charset | None = None) -> list[str]:
    """Return the texts of a line; where some are of an old font, those that could be of it are converted too.

    `charset`: the one that most of the list is typed in.
    """
    words = [cell if isinstance(cell, str) and not cell.isascii() else "" for cell in row]
    charset = charset or next((charset for word in words if word and (charset := legacy_charset(word))), None)
    if charset is None or charset == "utf8":
        return [header_text(cell) for cell in row]
    old = [bool(word) and (legacy_charset(word) == charset or may_be(word, charset)) for word in words]
    return [
        nfc(from_legacy(nfc(word), charset)) if is_old else header_text(cell)
        for cell, word, is_old in zip(row, words, old, strict=True)
    ]


def usual_charset(cells: Iterable[object]) -> Charset | None:
    """Return the old charset in which most of the first cells with odd letters are typed; None when most are not."""
    odd = (cell for cell in cells if isinstance(cell, str) and not cell.isascii())
    found = Counter(legacy_charset(cell) for cell in islice(odd, 1000))
    charset, count = next(iter(found.most_common(1)), (None, 0))
    return charset if 2 * count > found.total() else None


def _all_levels(rows: list[list[str]]) -> list[tuple[str, ...]]:
    return [_levels(cells) for cells in zip(*rows, strict=True)]


def _match(levels: list[tuple[str, ...]], top: int, depth: int, columns: Sequence[Column]) -> Header:
    words = [_words(" ".join(texts)) for texts in levels]
    pairs = [
        (score, -order, -index)
        for order, column in enumerate(columns)
        for index, texts in enumerate(levels)
        # Most cells share no word with a name: the dear comparison is for the others.
        if not _words(" ".join(column.names)).isdisjoint(words[index])
        and (score := max(_name_score(name, texts) for name in column.names)) >= _ACCEPTED
    ]
    mapping: dict[str, int] = {}
    total = 0.0
    for score, order, index in sorted(pairs, reverse=True):
        code = columns[-order].code
        if code not in mapping and -index not in mapping.values():
            mapping[code] = -index
            total += score
    parts = _parts_of_names(levels, columns, mapping)
    total += sum(code not in mapping for code in parts)
    for code, indexes in parts.items():
        mapping = {known: index for known, index in mapping.items() if index not in indexes} | {code: indexes[0]}
    in_order = {column.code: mapping[column.code] for column in columns if column.code in mapping}
    return Header(top, depth, levels, in_order, total, parts)


def _levels(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the different texts over a column; what stands only in brackets, such as (người), is no level."""
    levels: list[str] = []
    for text in cells:
        if plain(text) and (not levels or levels[-1] != text):
            levels.append(text)
    return tuple(levels)


# --- names in several columns -----------------------------------------------------------------------------------

# "Họ" with its mark: "hộ" is a household. The last is the given name.
_FAMILY = frozenset(("họ", "họ đệm", "họ và đệm", "họ, đệm", "họ và tên đệm", "họ tên đệm", "họ lót", "họ và chữ đệm"))
_MIDDLE = frozenset(("dem", "ten dem", "chu dem", "lot", "ten lot", "chu lot"))
_GIVEN = frozenset(("ten", "ten goi", "ten rieng", "ten chinh"))


def _parts_of_names(
    levels: list[tuple[str, ...]], columns: Sequence[Column], mapping: dict[str, int]
) -> dict[str, tuple[int, ...]]:
    """Return the columns Họ | Đệm | Tên that hold the parts of a name, for the one code that they can mean."""
    code = next((column.code for column in columns if column.joins), "")
    last = [nfc(texts[-1]).casefold() if texts else "" for texts in levels]
    for start, text in enumerate(last):
        if not code or text not in _FAMILY:
            continue
        end = start + 1
        while end < len(last) and search_key(last[end]) in _MIDDLE:
            end += 1
        is_run = end < len(last) and search_key(last[end]) in _GIVEN and levels[end][:-1] == levels[start][:-1]
        if is_run and (code not in mapping or start <= mapping[code] <= end):
            return {code: tuple(range(start, end + 1))}
    return {}


# --- how well a name fits ---------------------------------------------------------------------------------------

_BRACKETS = re.compile(r"\([^)]*(\)|$)")
_SIGNS = re.compile(r"[^\w]+")
_ALTERNATIVES = re.compile(r"[/;,]|\bhoặc\b", re.IGNORECASE)
# Words that a header may have or lack: "Số CCCD" and "CCCD", "Họ và tên" and "Họ tên".
_NOISE = frozenset(("so", "va", "cua", "cac"))
# In "Ngày, tháng, năm sinh" and "người/tháng" these are no names of their own.
_DATE_WORDS = frozenset(("ngay", "thang", "nam"))


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return what a name of a column is compared by."""
    return " ".join(_SIGNS.sub(" ", search_key(_BRACKETS.sub(" ", text))).split())


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).split())


@lru_cache(maxsize=8192)
def _core(text: str) -> str:
    words = plain(text).split()
    return " ".join(word for word in words if word not in _NOISE) or " ".join(words)


@lru_cache(maxsize=65536)
def _part_score(name: str, header: str) -> float:
    """Return how well a name fits one cell of a header: 1 and more when it is the same, 0 when it is another thing."""
    if search_key(name) == search_key(header):
        return 1.05
    wanted, found = plain(name), plain(header)
    if not wanted or not found:
        return 0
    if wanted == found:
        return 1
    core = _core(name)
    if core == _core(header):
        return 0.95
    if core not in _DATE_WORDS and core in [_core(part) for part in _ALTERNATIVES.split(header)]:
        return 0.9
    # One word alone proves nothing: "Ngày" is not "Ngày công", "Bản" not "Bản đồ".
    if " " in wanted and found.startswith(wanted + " "):
        share = len(wanted.split()) / len(found.split())
        return 0.5 + 0.35 * share if share >= 0.34 else 0
    return 0


@lru_cache(maxsize=65536)
def _name_score(name: str, levels: tuple[str, ...]) -> float:
    """Return how well a name, perhaps of several levels, fits what stands over a column."""
    parts = re.split(r"\s+/\s+", name.strip())
    leaf = _part_score(parts[-1], levels[-1])
    if len(parts) == 1:
        whole = _part_score(name, " ".join(levels)) * 0.98
        return max(leaf if len(levels) == 1 else leaf * 0.93, whole)
    if len(levels) == 1:
        whole = _part_score(" ".join(parts), levels[0]) * 0.95
        return max(leaf * 0.6 if leaf >= 0.95 else 0, whole)
    scores = [leaf]
    above = list(levels[:-1])
    for part in reversed(parts[:-1]):
        while above and not _part_score(part, above[-1]):
            above.pop()
        if not above or not leaf:
            return 0
        scores.append(_part_score(part, above.pop()))
    return sum(scores) / len(scores) + 0.1
