"""Hidden rows, formulas without a value, errors and the true size of the sheets of an .xlsx workbook."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Any

from plumbing.sandbox.facts import SheetFacts, member, parse

_TRUE = ("1", "true")


@dataclass(slots=True)
class _Workbook:
    """The sheets in their order (the id of the relation) and whether days are counted from 1904."""

    sheets: list[str] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    from_1904: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "sheet":
            self.sheets.append(next((v for n, v in attributes.items() if n.rpartition(":")[2] == "id"), ""))
        elif kind == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in _TRUE
        elif kind == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def path(self, relation: str) -> str:
        """Return the member that holds a sheet; "" for a chart."""
        target = self.targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        return path if "worksheets/" in path else ""


def read_facts(content: bytes) -> tuple[dict[int, SheetFacts], bool]:
    """Return the facts of each sheet by its position, and whether the workbook counts its days from 1904."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = _Workbook()
        parse(member(archive, "xl/workbook.xml"), book.start)
        parse(member(archive, "xl/_rels/workbook.xml.rels"), book.start)
        paths = enumerate(map(book.path, book.sheets))
        return {place: sheet_facts(member(archive, path)) for place, path in paths if path}, book.from_1904


def sheet_facts(xml: bytes) -> SheetFacts:
    """Return the facts of one sheet."""
    scan = _SheetScan()
    parse(xml, scan.start, scan.listen)
    return scan.done()


class _SheetScan:
    """Follows the parser through a sheet. Only the beginnings of elements are heard: a sheet has a million of them."""

    def __init__(self) -> None:
        self.facts = SheetFacts()
        self.row, self.column = -1, -1
        self.far_column = -1
        self.columns: dict[str, int] = {}
        self.parser: Any = None
        self.handlers: dict[str, Any] = {}
        # Of the cell that is read: its type, whether it has a formula and a value, and the letters of an error.
        self.kind = ""
        self.has_formula = self.has_value = False
        self.letters: list[str] = []

    def listen(self, parser: Any) -> None:
        self.parser = parser

    def start(self, name: str, attributes: dict[str, str]) -> None:
        handler = self.handlers.get(name)
        if handler is not None:
            handler(attributes)
        elif not self.handlers:
            prefix = name[: -len("worksheet")] if name.endswith("worksheet") else ""
            elements = {"row": self._row, "c": self._cell, "v": self._value, "is": self._inline, "f": self._formula}
            self.handlers = {prefix + kind: handler for kind, handler in elements.items()}

    def done(self) -> SheetFacts:
        self._end_cell()
        self.facts.width = max(self.far_column + 1, 0)
        return self.facts

    def _row(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        number = attributes.get("r")
        self.row = int(number) - 1 if number else self.row + 1
        self.column = -1
        if attributes.get("hidden") in _TRUE:
            self.facts.hidden.add(self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        address = attributes.get("r")
        self.column = self._column(address.rstrip("0123456789")) if address else self.column + 1
        self.kind = attributes.get("t", "")

    def _column(self, letters: str) -> int:
        column = self.columns.get(letters)
        if column is None:
            column = -1
            for letter in letters:
                column = (column + 1) * 26 + ord(letter) - ord("A")
            self.columns[letters] = column
        return column

    def _formula(self, attributes: dict[str, str]) -> None:
        self.has_formula = True

    def _inline(self, attributes: dict[str, str]) -> None:
        self._has_value()

    def _value(self, attributes: dict[str, str]) -> None:
        if self.kind == "e" or (self.has_formula and self.kind != "str"):
            # Some programs write an empty element for a value that they did not calculate.
            self.parser.CharacterDataHandler = self._character
        else:
            self._has_value()

    def _character(self, text: str) -> None:
        if len(self.letters) < 20:
            self.letters.append(text)
        self._has_value()

    def _has_value(self) -> None:
        self.has_value = True
        self.facts.height = max(self.facts.height, self.row + 1)
        self.far_column = max(self.far_column, self.column)

    def _end_cell(self) -> None:
        if self.kind == "e":
            self.facts.gaps[self.row, self.column] = "".join(self.letters)[:20].strip()
        elif self.has_formula and not self.has_value:
            self.facts.gaps[self.row, self.column] = ""
        if self.letters or self.has_formula or self.kind == "e":
            self.parser.CharacterDataHandler = None
            self.letters.clear()
        self.kind, self.has_formula, self.has_value = "", False, False
