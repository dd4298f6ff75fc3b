"""Lists as other offices keep them: the same few households and team members under many headers and layouts.

`HOUSEHOLDS` and `MEMBERS` are what every layout says, so what was loaded can be compared with it cell by cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl

Row = dict[str, Any]

_H = ("name", "birth", "sex", "ethnicity", "national_id", "phone", "village", "commune", "size", "result")
_H2 = ("b1", "b2", "income", "cause", "day", "note")
_CLASSES = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo"}
CAUSES = ("Không có đất sản xuất", "Không có lao động", "Không có vốn sản xuất", "Nguyên nhân khác")
HOUSEHOLDS: list[Row] = [
    dict(zip(_H + _H2, values, strict=True))
    for values in [
        ("Giàng A Mẫu Một", "12/05/1978", "Nam", "Mông", "011078000001", "0999000001", "Huổi Hoi", "Nà Hỳ", 2, "poor",
         80, 30, 650_000, CAUSES[0], "05/11/2025", ""),
        ("Thào Thị Mẫu Ba", "20/11/1976", "Nữ", "Mông", "011176000003", "0999000002", "Huổi Hoi", "Nà Hỳ", 4, "poor",
         90, 50, 1_200_000, CAUSES[1], "08/11/2025", ""),
        ("Lò Văn Mẫu Sáu", "03/04/1980", "Nam", "Thái", "011080000004", "0999000003", "Huổi Hoi", "Nà Hỳ", 5,
         "near_poor", 95, 0, 850_000, CAUSES[2], "06/11/2025", ""),
        ("Quàng Thị Mẫu Bảy", "07/07/1992", "Nữ", "Thái", "011192000027", "0999000004", "Mẫu Hòa", "Nậm Chua", 6,
         "poor", 100, 70, 642_000, CAUSES[3], "10/11/2025", ""),
        ("Tẩn A Mẫu Chín", "25/12/1968", "Nam", "Dao", "011068000029", "0999000005", "Mẫu Hòa", "Nậm Chua", 7,
         "near_poor", 110, 20, 1_194_000, CAUSES[1], "12/11/2025", ""),
    ]
]  # fmt: skip
_M = ("team", "village", "commune", "name", "birth", "ethnicity", "party", "position", "agency", "role", "phone")
MEMBERS: list[Row] = [
    dict(zip(_M, values, strict=True))
    for values in [
        ("Tổ dân vận bản Pá Mẫu", "Pá Mẫu", "Nà Hỳ", "Giàng A Thử Một", "01/02/1970", "Mông", "member",
         "Phó Chủ tịch", "Hội LHPN huyện", "leader", "0999001001"),
        ("Tổ dân vận bản Pá Mẫu", "Pá Mẫu", "Nà Hỳ", "Vàng Thị Thử Bốn", "03/04/1980", "Mông", "member",
         "Trưởng phòng", "Phòng Tư pháp", "deputy", "0999001002"),
        ("Tổ dân vận bản Pá Mẫu", "Pá Mẫu", "Nà Hỳ", "Thào A Thử Bảy", "07/08/1975", "Mông", "non_party",
         "Công an viên", "Công an xã", "secretary", "0999001003"),
        ("Tổ dân vận bản Nà Thử 2", "Nà Thử 2", "Si Pa Phìn", "Lường Văn Thử Hai", "01/01/1985", "Thái", "member",
         "Y sĩ", "Trạm Y tế xã", "leader", "0999001004"),
        ("Tổ dân vận bản Nà Thử 2", "Nà Thử 2", "Si Pa Phìn", "Sùng Thị Thử Sáu", "02/09/1984", "Thái", "member",
         "Giáo viên", "Trường Tiểu học", "member", "0999001005"),
        ("Tổ dân vận bản Nà Thử 2", "Nà Thử 2", "Si Pa Phìn", "Quàng Văn Thử Ba", "31/12/1990", "Kinh", "non_party",
         "Trưởng bản", "Bản Nà Thử 2", "member", "0999001006"),
    ]
]  # fmt: skip
ROLES = {"leader": "Tổ trưởng", "deputy": "Tổ phó", "secretary": "Thư ký", "member": "Thành viên"}

Cell = Callable[[Row], Any]


def code(name: str) -> Cell:
    return lambda row: row[name]


def tick(name: str, value: str, mark: str = "x") -> Cell:
    return lambda row: mark if row[name] == value else None


def by_sex(sex: str, cell: Cell) -> Cell:
    return lambda row: cell(row) if row["sex"] == sex else None


def in_words(row: Row) -> str:
    return _CLASSES[row["result"]]


def role(row: Row) -> str:
    return ROLES[row["role"]]


def year(row: Row) -> int:
    return int(row["birth"][-4:])


def party(row: Row) -> str | None:
    return "x" if row["party"] == "member" else None


# --- files ------------------------------------------------------------------------------------------------------


def sheet_rows(
    columns: dict[str, Cell],
    rows: Iterable[Row | list[Any]],
    *,
    above: Sequence[list[Any]] = (),
    numbered: bool = False,
    below: Sequence[list[Any]] = (),
) -> tuple[list[list[Any]], list[tuple[int, int, int, int]]]:
    """Return the cells of a sheet and the blocks to merge (1-based top, left, bottom, right).

    A header "Địa chỉ / Bản" has two levels; a row given as a list stands as it is (a group, a total).
    """
    levels = [name.split(" / ") for name in columns]
    depth = max(map(len, levels))
    lines = [list(line) for line in above]
    top = len(lines) + 1
    merges = []
    for level in range(depth):
        lines.append([parts[level] if level < len(parts) else None for parts in levels])
    for index, parts in enumerate(levels):
        if len(parts) < depth and parts[0].strip():
            merges.append((top + len(parts) - 1, index + 1, top + depth - 1, index + 1))
    for level in range(depth - 1):
        start = 0
        while start < len(levels):
            end = start
            prefix = levels[start][: level + 1]
            while end + 1 < len(levels) and len(levels[start]) > level + 1 and levels[end + 1][: level + 1] == prefix:
                end += 1
            if end > start:
                merges.append((top + level, start + 1, top + level, end + 1))
                for index in range(start + 1, end + 1):
                    lines[top - 1 + level][index] = None
            start = end + 1
    if numbered:
        lines.append([f"({number})" for number in range(1, len(levels) + 1)])
    number = 0
    for row in rows:
        if isinstance(row, list):
            lines.append(row)
            continue
        number += 1
        lines.append([cell(row | {"tt": number}) for cell in columns.values()])
    lines += [list(line) for line in below]
    return lines, merges


def xlsx(lines: list[list[Any]], merges: Iterable[tuple[int, int, int, int]] = (), **also: Any) -> bytes:
    """Return a workbook with one sheet; `also`: hidden_rows, hidden_columns, title, before (sheets in front)."""
    book = openpyxl.Workbook()
    sheet = book.active
    for name, cells, state in also.get("before", ()):
        other = book.create_sheet(name, 0)
        for line in cells:
            other.append(line)
        other.sheet_state = state
    sheet.title = also.get("title", "Danh sách")
    book.active = book.index(sheet)
    for line in lines:
        sheet.append([None if cell == "" else cell for cell in line])
    for block in merges:
        sheet.merge_cells(start_row=block[0], start_column=block[1], end_row=block[2], end_column=block[3])
    for row in also.get("hidden_rows", ()):
        sheet.row_dimensions[row].hidden = True
    for column in also.get("hidden_columns", ()):
        sheet.column_dimensions[column].hidden = True
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("=") and also.get("as_text"):
                cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def text_file(lines: list[list[Any]], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return buffer.getvalue().encode(encoding)
