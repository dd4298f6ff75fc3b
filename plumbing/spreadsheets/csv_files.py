"""Text files: in which letters they are written, what separates their cells, and quotes that nobody closed."""

from __future__ import annotations

import csv
import io
import re

from django.utils.translation import gettext as _

from plumbing.spreadsheets.containers import damaged
from plumbing.spreadsheets.errors import UnreadableFile
from plumbing.text import legacy_charset

_CELL = re.compile(r"[^;,\t\r\n]+")


def read_csv(content: bytes, max_rows: int) -> list[list[str]]:
    """Return the cells of a text file, at most one row more than may be. Raises UnreadableFile."""
    text = _decode(content)
    separator = _separator(text)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            first = reader.line_num - sum(cell.count("\n") for cell in row)
            if any(_swallows_rows(cell, separator, len(row)) for cell in row):
                raise _unclosed(first)
            rows.append(row)
            if len(rows) > max_rows:
                break
    except csv.Error as error:
        raise _unclosed(len(rows) + 1) from error
    return rows


def _swallows_rows(cell: str, separator: str, width: int) -> bool:
    """Tell whether whole rows stand in one cell: its quote was closed by one of a later row."""
    most = max((line.count(separator) for line in cell.split("\n")[1:]), default=0)
    return most >= 2 and 2 * most >= width - 1


def _unclosed(row: int) -> UnreadableFile:
    message = _(
        'In or below row %(row)s a quotation mark (") is opened and not closed, so rows would run together. '
        "Correct it, or save the list as .xlsx."
    )
    return UnreadableFile("damaged", message % {"row": row})


def _decode(content: bytes) -> str:
    """Return the text of UTF-8, UTF-16 or, failing these, of one byte a letter."""
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if is_utf16 else ["utf-8-sig"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    if is_utf16:
        raise damaged()
    return _one_byte_a_letter(content)


def _one_byte_a_letter(content: bytes) -> str:
    """Return the text in letters of which each byte is one.

    Old fonts use those of Latin-1 as their own: Windows-1258 would turn some into marks on their neighbours.
    """
    latin = content.decode("latin-1")
    odd = [cell for cell in _CELL.findall(latin[:200_000]) if not cell.isascii()]
    if odd and 2 * sum(legacy_charset(cell.strip()) in ("tcvn3", "vni") for cell in odd) >= len(odd):
        return latin
    for encoding in ("cp1258", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return latin


def _separator(text: str) -> str:
    """Return the sign that cuts the first lines into the most columns."""
    sample = "".join(text.splitlines(keepends=True)[:60])
    return max(";\t,", key=lambda sign: sum(_filled(row) for row in csv.reader(io.StringIO(sample), delimiter=sign)))


def _filled(row: list[str]) -> int:
    return max(len(row) - 1, 0)
