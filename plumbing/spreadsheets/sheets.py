"""Every kind of file becomes sheets: rows of cells with their merges, addressed as in Excel."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from plumbing.numbers import format_number
from plumbing.spreadsheets.containers import damaged, encrypted
from plumbing.spreadsheets.csv_files import read_csv
from plumbing.spreadsheets.errors import UnreadableFile

MAX_ROWS = 100_000
_MAX_CELLS = 5_000_000
_SANDBOX_SECONDS = 120

Cell = str | int | float | bool | dt.date | dt.datetime | None


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
    # Cells that a program left without a value: "" for a formula that nobody calculated, else the error ("#REF!").
    gaps: dict[tuple[int, int], str] = field(default_factory=dict)
    # Days are counted from 1904, as old Macs did.
    from_1904: bool = False

    def is_empty(self) -> bool:
        return not self.has_rows_below(0)

    def has_rows_below(self, first: int) -> bool:
        """Tell whether anything stands in the row `first` (0-based) or below it."""
        return any(cell is not None for row in self.rows[first:] for cell in row)

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def has_words_below(self, first: int, column: int) -> bool:
        """Tell whether words stand in a column from the row `first` (0-based) on; a number alone is an ordinal."""
        cells = (row[column] for row in self.rows[first:] if column < len(row))
        return any(isinstance(cell, str) and not cell.strip(" .").isdecimal() for cell in cells)


def visible_sheets(content: bytes, kind: str) -> list[Sheet]:
    """Return the sheets that a person sees on opening the file."""
    if kind == "csv":
        rows = read_csv(content, MAX_ROWS)
        check_size(len(rows), max(map(len, rows), default=0))
        return [Sheet("CSV", [[_cell(value) for value in row] for row in rows])]
    answer = _read_workbook(content, kind)
    return [_to_sheet(source, from_1904=answer["from_1904"]) for source in answer["sheets"]]


def _read_workbook(content: bytes, kind: str) -> dict[str, Any]:
    """Let a process of its own read the file, so that a broken one can take nothing down with it."""
    command = [sys.executable, "-E", "-s", "-m", "plumbing.sandbox", kind, str(MAX_ROWS), str(_MAX_CELLS)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, the file goes to its input
            command, input=content, capture_output=True, timeout=_SANDBOX_SECONDS, check=True, cwd=settings.BASE_DIR
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise damaged() from error
    answer = json.loads(done.stdout)
    if answer.get("encrypted"):
        raise encrypted()
    if answer.get("too_large"):
        raise _too_large()
    if answer.get("damaged"):
        raise damaged()
    return answer


def check_size(height: int, width: int) -> None:
    """Refuse more rows or cells than a list can have."""
    if height > MAX_ROWS or height * width > _MAX_CELLS:
        raise _too_large()


def _too_large() -> UnreadableFile:
    message = _("The list has more than %(rows)s rows or far too many columns; split the file.")
    return UnreadableFile("too_large", message % {"rows": format_number(MAX_ROWS)})


def _to_sheet(source: dict[str, Any], *, from_1904: bool) -> Sheet:
    return Sheet(
        source["name"],
        [[_cell(value) for value in row] for row in source["rows"]],
        [Merge(*block) for block in source["merges"]],
        frozenset(source["hidden"]),
        {(row, column): text for row, column, text in source["gaps"]},
        from_1904,
    )


def _cell(value: Any) -> Cell:
    """Undo what the reader does to a cell: whole numbers come as 4.0, empty cells as "", dates as marked texts."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        kind, text = value
        return {"date": dt.date, "datetime": dt.datetime}[kind].fromisoformat(text) if kind != "text" else text
    return value
