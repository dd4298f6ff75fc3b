"""A process of its own that opens a workbook: broken files make the reader panic or ask for a terabyte of memory.

Reads the file from its input, writes JSON to its output. It is run by path and imports nothing of the project.
"""

import datetime as dt
import io
import json
import resource
import sys

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MAX_MEMORY = 3 * 1024**3
MAX_SECONDS = 60


def main() -> None:
    """Write the visible sheets: name, rows from A1 on, merged blocks."""
    max_rows, max_cells = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sheets: list[dict[str, object]] = []
    answer: dict[str, object] = {"sheets": sheets}
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        answer["encrypted"] = True
    else:
        for position, info in enumerate(workbook.sheets_metadata):
            if info.visible != SheetVisibleEnum.Visible or info.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_index(position)
            if sheet.total_height > max_rows or sheet.total_height * sheet.total_width > max_cells:
                answer["too_large"] = True
                break
            rows = sheet.to_python(skip_empty_area=False)
            merges = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
            sheets.append({"position": position, "name": info.name, "rows": rows, "merges": merges})
    json.dump(answer, sys.stdout, default=_tagged, ensure_ascii=True)


def _tagged(value: object) -> list[str]:
    """Mark what JSON has no word for: a list stands for nothing else in a cell."""
    if isinstance(value, dt.datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, dt.date):
        return ["date", value.isoformat()]
    return ["text", str(value)]


if __name__ == "__main__":
    main()
