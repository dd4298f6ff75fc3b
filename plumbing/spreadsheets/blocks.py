"""The parts that a sheet falls into: tables side by side, a second header below, a header over several columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from django.utils.translation import gettext as _

from plumbing.spreadsheets.errors import UnreadableFile
from plumbing.spreadsheets.headers import Column, Header, best_header, header_text, plain, within
from plumbing.spreadsheets.lines import is_number, is_numbering
from plumbing.spreadsheets.sheets import Cell, Sheet
from plumbing.text import nfc

# A line is a header when so many of its cells are names of columns.
_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Block:
    """Rows `first` to `end` (0-based) of one header; without a header they belong to a table of another kind."""

    header: Header | None
    top: int
    first: int
    end: int


def blocks_of(sheet: Sheet, header: Header, columns: Sequence[Column]) -> list[Block]:
    """Return the parts of a sheet from above to below, and from left to right."""
    known = _known_names(header, columns)
    header = _topmost(sheet, header, known, columns)
    found: list[tuple[int, Header | None]] = [(header.top, header)]
    index = skip_numbering(sheet, header)
    while index < len(sheet.rows):
        current = next(h for _top, h in reversed(found) if h is not None)
        if _reads_like_header(sheet, index, known):
            lowest = current.bottom if found[-1][1] else index
            second = _header_at(sheet, index, max(index - 1, lowest), columns)
            if _is_other(second, current) or not (second or _repeats(sheet, index, current)):
                usable = second if second and 2 * len(second.mapping) >= len(header.mapping) else None
                found.append((usable.top if usable else index, usable))
                index = usable.bottom if usable else index
        index += 1
    ends = [top for top, _header in found[1:]] + [len(sheet.rows)]
    return [
        Block(side, top, skip_numbering(sheet, one) if one else top, end)
        for (top, one), end in zip(found, ends, strict=True)
        for side in (_sides(sheet, one, end, columns) if one else [None])
    ]


def skip_numbering(sheet: Sheet, header: Header) -> int:
    """Return the row where data begin: behind the header and a row of column numbers (1) (2) (3)."""
    first = header.bottom
    return first + 1 if first < len(sheet.rows) and is_numbering(sheet.rows[first]) else first


# --- a second header --------------------------------------------------------------------------------------------


def _reads_like_header(sheet: Sheet, index: int, known: set[str]) -> bool:
    cells = [cell for cell in sheet.rows[index] if cell is not None]
    if len(cells) < 3 or not all(isinstance(cell, str) for cell in cells) or is_number(cells[0]):
        return False
    # Most lines are rows, and are told by their first words.
    if not any(plain(header_text(cell)) in known for cell in cells[:2]):
        return False
    return sum(plain(header_text(cell)) in known for cell in cells) >= max(3, _SHARE * len(cells))


def _repeats(sheet: Sheet, index: int, header: Header) -> bool:
    """Tell whether the line is the header once more, each name over its own column."""
    cells = [(column, cell) for column, cell in enumerate(sheet.rows[index]) if cell is not None]
    return all(c < len(header.levels) and header_text(cell) in header.levels[c] for c, cell in cells)


def _is_other(second: Header | None, first: Header) -> bool:
    """Tell whether a header says other things than the one above; the same once more stands on each printed page."""
    if second is None:
        return False
    return (second.depth, second.mapping, second.parts) != (first.depth, first.mapping, first.parts)


def _header_at(sheet: Sheet, index: int, top: int, columns: Sequence[Column]) -> Header | None:
    """Return the header that stands in this line and begins at `top` at the earliest, if it names all it must."""
    header = best_header(sheet, columns, range(top, index + 1))
    return header if header and not header.missing(columns) and header.bottom > index else None


def _topmost(sheet: Sheet, best: Header, known: set[str], columns: Sequence[Column]) -> Header:
    """Return the first header that will do: the one that fits best may stand below rows of another."""
    for index in range(best.top):
        if _reads_like_header(sheet, index, known):
            header = _header_at(sheet, index, max(index - 1, 0), columns)
            if header and header.bottom <= best.top and 2 * len(header.mapping) >= len(best.mapping):
                return header
    return best


def _known_names(header: Header, columns: Sequence[Column]) -> set[str]:
    names = {plain(part) for column in columns for name in column.names for part in name.split(" / ")}
    return names | {plain(text) for levels in header.levels for text in levels}


# --- side by side -----------------------------------------------------------------------------------------------


def _sides(sheet: Sheet, header: Header, end: int, columns: Sequence[Column]) -> Iterator[Header]:
    """Yield the tables that stand side by side under one header, each with the names over its columns."""
    left, right = header.span
    width = min(right, len(header.levels))
    again = _where_it_begins_again(header, columns, left, width)
    if again:
        yield _spread(sheet, within(header, columns, left, again), end, columns)
        yield from _sides(sheet, within(header, columns, again, width), end, columns)
    else:
        yield _spread(sheet, header, end, columns)


def _where_it_begins_again(header: Header, columns: Sequence[Column], left: int, width: int) -> int:
    """Return the first column whose name stands further to the left too, when all that is required follows; else 0."""
    seen: dict[tuple[str, ...], int] = {}
    for index in range(left, width):
        texts = header.levels[index]
        if not texts or (index and texts == header.levels[index - 1]):
            continue
        if texts in seen:
            halves = within(header, columns, left, index), within(header, columns, index, width)
            if all(not half.missing(columns) and len(half.mapping) > 1 for half in halves):
                return index
        seen.setdefault(texts, index)
    return 0


# --- over several columns ---------------------------------------------------------------------------------------


def _spread(sheet: Sheet, header: Header, end: int, columns: Sequence[Column]) -> Header:
    """Return the header with all the columns that each of its names stands over."""
    parts = dict(header.parts)
    for column in columns:
        if column.code not in header.mapping or column.code in parts:
            continue
        start = header.mapping[column.code]
        merged = _under_one_cell(sheet, header, start)
        if len(merged) > 1:
            parts[column.code] = merged
        elif column.joins and (beside := _nameless_beside(sheet, header, start, end)):
            parts[column.code] = beside
    return replace(header, parts=parts) if parts else header


def _under_one_cell(sheet: Sheet, header: Header, start: int) -> tuple[int, ...]:
    """Return the columns that a merged cell of the header covers, as far as nothing else is written over them."""
    rights = [
        merge.right
        for merge in sheet.merges
        if merge.left <= start < merge.right and header.top <= merge.top < header.bottom
    ]
    last = max(rights, default=start)
    same = [c for c in range(start, min(last + 1, len(header.levels))) if header.levels[c] == header.levels[start]]
    return tuple(same)


def _nameless_beside(sheet: Sheet, header: Header, start: int, end: int) -> tuple[int, ...]:
    """Return the columns of a name whose second part stands under a blank header, as merged cells become in a CSV.

    Raises UnreadableFile when words stand there in most rows that cannot be told from another person's name.
    """
    right = start + 1
    if right >= sheet.width or (right < len(header.levels) and header.levels[right]) or right >= header.span[1]:
        return ()
    pairs = _texts(sheet.rows[header.bottom : end], start, right)
    both = [(name, beside) for name, beside in pairs if beside]
    if not both or 2 * len(both) < len(pairs):
        return ()
    # "Giàng A" | "Thử": the part beside is one word, or the first part is.
    if median(len(beside.split()) for _name, beside in both) <= 1 or median(len(n.split()) for n, _b in both) <= 1:
        return (start, right)
    message = _("The column beside “%(name)s” has no name but holds words in most rows. Write its name above it.")
    raise UnreadableFile("no_header", message % {"name": header.text(start)})


def _texts(rows: Sequence[list[Cell]], start: int, right: int) -> list[tuple[str, str]]:
    """Return the words of two columns, row by row where the first says anything; signs such as "x" are no words."""
    pairs = []
    for row in rows:
        name = nfc(row[start]) if start < len(row) and isinstance(row[start], str) else ""
        beside = nfc(row[right]) if right < len(row) and isinstance(row[right], str) else ""
        if name and not is_number(name):
            pairs.append((name, beside if len(beside) > 1 and beside.replace(" ", "").isalpha() else ""))
    return pairs
