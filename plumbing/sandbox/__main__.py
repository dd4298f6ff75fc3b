"""Read a workbook from the input, write its visible sheets as JSON to the output.

Arguments: what the file is ("xlsx", "zip" or "xls"), the most rows and the most cells of a sheet.
"""

import datetime as dt
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterable

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from plumbing.sandbox import ods, xls, xlsx
from plumbing.sandbox.facts import BadFile, SheetFacts, TooLarge

MAX_MEMORY = 3 * 1024**3
MAX_SECONDS = 60


def main() -> None:
    """Set the limits, read, answer."""
    kind, max_rows, max_cells = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = read(sys.stdin.buffer.read(), kind, max_rows, max_cells)
    except PasswordError:
        answer = {"encrypted": True}
    except TooLarge:
        answer = {"too_large": True}
    except BadFile:
        answer = {"damaged": True}
    json.dump(answer, sys.stdout, default=_tagged, ensure_ascii=True)


def read(content: bytes, kind: str, max_rows: int, max_cells: int) -> dict[str, object]:
    """Return the visible sheets: name, rows from A1 on, merged blocks, hidden rows and cells without a value.

    The facts come first: the reader lays out every cell up to the furthest one, whatever stands between.
    """
    facts, from_1904 = read_facts(content, kind)
    check_sizes(((fact.height, fact.width) for fact in facts.values()), max_rows, max_cells)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for position, info in enumerate(workbook.sheets_metadata):
        if info.visible != SheetVisibleEnum.Visible or info.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(position)
        check_sizes([(sheet.total_height, sheet.total_width)], max_rows, max_cells)
        fact = facts.get(position, SheetFacts())
        sheets.append(
            {
                "name": info.name,
                "rows": sheet.to_python(skip_empty_area=False),
                "merges": [[*start, *end] for start, end in sheet.merged_cell_ranges or ()],
                "hidden": sorted(fact.hidden),
                "gaps": [[row, column, text] for (row, column), text in fact.gaps.items()],
            }
        )
    return {"sheets": sheets, "from_1904": from_1904}


def read_facts(content: bytes, kind: str) -> tuple[dict[int, SheetFacts], bool]:
    """Return what the reader does not tell, by the position of the sheet; nothing of a binary .xlsb."""
    if kind == "xlsx":
        return xlsx.read_facts(content)
    if kind == "xls":
        return xls.read_facts(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        is_ods = "content.xml" in archive.namelist()
    return (ods.read_facts(content), False) if is_ods else ({}, False)


def check_sizes(sizes: Iterable[tuple[int, int]], max_rows: int, max_cells: int) -> None:
    """Refuse more rows or cells than a list can have."""
    if any(height > max_rows or height * width > max_cells for height, width in sizes):
        raise TooLarge


def _tagged(value: object) -> list[str]:
    """Mark what JSON has no word for: a list stands for nothing else in a cell."""
    if isinstance(value, dt.datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, dt.date):
        return ["date", value.isoformat()]
    return ["text", str(value)]


if __name__ == "__main__":
    main()
