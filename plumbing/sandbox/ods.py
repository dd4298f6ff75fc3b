"""Hidden rows, formulas without a value and errors of the sheets of an OpenDocument spreadsheet."""

from __future__ import annotations

import io
import zipfile

from plumbing.sandbox.facts import SheetFacts, member, parse

_HIDDEN = ("collapse", "filter")


def read_facts(content: bytes) -> dict[int, SheetFacts]:
    """Return the facts of each sheet by its position in the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        scan = _Scan()
        parse(member(archive, "content.xml"), scan.start)
        return dict(enumerate(scan.sheets))


class _Scan:
    """Follows the parser; equal rows and cells stand once, with how often they are repeated."""

    def __init__(self) -> None:
        self.sheets: list[SheetFacts] = []
        self.row = self.next_row = self.next_column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.sheets.append(SheetFacts())
            self.next_row = 0
        elif name == "table:table-row" and self.sheets:
            self._row(attributes)
        elif name in ("table:table-cell", "table:covered-table-cell") and self.sheets:
            self._cell(attributes)

    def _row(self, attributes: dict[str, str]) -> None:
        repeated = int(attributes.get("table:number-rows-repeated", 1))
        self.row, self.next_row = self.next_row, self.next_row + repeated
        self.next_column = 0
        # A thousand hidden rows in one are the empty rest of the sheet.
        if attributes.get("table:visibility") in _HIDDEN and repeated < 1000:
            self.sheets[-1].hidden.update(range(self.row, self.next_row))

    def _cell(self, attributes: dict[str, str]) -> None:
        column = self.next_column
        self.next_column += int(attributes.get("table:number-columns-repeated", 1))
        if "table:formula" in attributes and "office:value-type" not in attributes:
            self.sheets[-1].gaps[self.row, column] = ""
        elif "calcext:value-type" in attributes and attributes["calcext:value-type"] == "error":
            self.sheets[-1].gaps[self.row, column] = "#N/A"
