"""What the reader of workbooks does not tell of an .xlsx sheet: hidden rows, empty formulas, its true size."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass

from defusedxml import ElementTree

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# Sheets of 50,000 rows are scanned as bytes: an XML parser would take longer than all the rest.
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb"""\br=["'](\d+)["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_CELL = re.compile(rb"""<(?:\w+:)?c\b([^>]*?)(?:/>|>(.{0,20000}?)</(?:\w+:)?c>)""", re.DOTALL)
_ADDRESS = re.compile(rb"""\br=["']([A-Z]{1,3})(\d+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v>[^<]|is>)")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_FAR_COLUMN = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{2,3})(\d+)["'][^>/]*>\s*<(?:\w+:)?(?:v|is|f)\b""")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Facts by 0-based row (and column); the size counts only cells with a value."""

    hidden_rows: frozenset[int]
    formula_gaps: frozenset[tuple[int, int]]
    height: int
    width: int


def read_facts(content: bytes) -> dict[int, SheetFacts]:
    """Return the facts of each sheet by its position in the workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {position: _facts(archive.read(path)) for position, path in enumerate(_sheet_paths(archive)) if path}


def _facts(xml: bytes) -> SheetFacts:
    hidden, height = _scan_rows(xml)
    width = max((_column(match[1]) + 1 for match in _FAR_COLUMN.finditer(xml)), default=26)
    return SheetFacts(hidden, _scan_gaps(xml), height, width)


def _sheet_paths(archive: zipfile.ZipFile) -> list[str]:
    """Return the member of each sheet, "" for a chart."""
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    paths = []
    for sheet in workbook.findall("{*}sheets/{*}sheet"):
        target = targets[sheet.get(_RELATION) or sheet.get(_STRICT_RELATION)]
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        paths.append(path if "worksheets/" in path else "")
    return paths


def _scan_rows(xml: bytes) -> tuple[frozenset[int], int]:
    """Return the hidden rows, and the number of rows down to the last one with a value."""
    hidden, row, height = [], -1, 0
    starts: list[tuple[int, int]] = []
    for match in _ROW.finditer(xml):
        number = _NUMBER.search(match[1])
        row = int(number[1]) - 1 if number else row + 1
        starts.append((match.end(), row))
        if _HIDDEN.search(match[1]):
            hidden.append(row)
    for index in range(len(starts) - 1, -1, -1):
        start, row = starts[index]
        end = starts[index + 1][0] if index + 1 < len(starts) else len(xml)
        if _VALUE.search(xml, start, end):
            height = max(height, row + 1)
            break
    return frozenset(hidden), height


def _scan_gaps(xml: bytes) -> frozenset[tuple[int, int]]:
    if not (_FORMULA.search(xml) or _ERROR.search(xml)):
        return frozenset()
    gaps = set()
    for match in _CELL.finditer(xml):
        attributes, inner = match[1], match[2] or b""
        address = _ADDRESS.search(attributes)
        empty = _FORMULA.search(inner) and not _VALUE.search(inner)
        if address and (empty or _ERROR.search(attributes)):
            gaps.add((int(address[2]) - 1, _column(address[1])))
    return frozenset(gaps)


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
