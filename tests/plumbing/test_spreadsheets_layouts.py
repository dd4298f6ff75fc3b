"""In whatever layout a list is laid out: each line comes to something, each person is read whole, and once."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plumbing.spreadsheets import Column, UnreadableFile
from plumbing.spreadsheets.sheets import Merge, Sheet, visible_sheets
from plumbing.spreadsheets.tables import read_table
from plumbing.text import from_legacy, legacy_charset, name_key, nfc
from tests.plumbing.old_fonts import to_tcvn3

COLUMNS = [
    Column("name", ("Họ và tên chủ hộ", "Họ và tên"), required=True, joins=True),
    Column("birth", ("Năm sinh", "Ngày sinh"), is_date=True),
    Column("village", ("Bản",)),
    Column("commune", ("Xã",)),
    Column("size", ("Số khẩu",)),
    Column("poor", ("Hộ nghèo",)),
    Column("near_poor", ("Hộ cận nghèo",)),
]
TITLES = {column.code: column.names[0] for column in COLUMNS}
FAMILY, MIDDLE, GIVEN = ["Giàng", "Lò", "Vàng", "Sùng"], ["A", "Văn", "Thị", "Mí"], ["Thử", "Mẫu", "Tập", "Mới", "Dế"]
BETWEEN = [
    ["Ghi chú: các hộ sau mới chuyển đến"], ["Lưu ý: chưa xác minh"], ["* Hộ mới tách:"], [None, "Cộng", None, 9],
    ["II", "BẢN KHÁC"], [None, "Tổng cộng", 12, 40], ["Người lập biểu"], [None, None, None],
]  # fmt: skip
SHAPES = ["whole", "merged", "parts", "levels", "beside"]


@dataclass
class Built:
    """A sheet as it is written, and what a careful clerk reads in it."""

    rows: list[list[object]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    people: list[dict[str, object]] = field(default_factory=list)
    below: int = 0


@st.composite
def people(draw, most=9):
    return [
        {
            "name": f"{draw(st.sampled_from(FAMILY))} {draw(st.sampled_from(MIDDLE))} {draw(st.sampled_from(GIVEN))}",
            "birth": draw(st.integers(1940, 2000)),
            "village": f"Mẫu {draw(st.integers(1, 6))}",
            "commune": "Nà Hỳ",
            "size": draw(st.integers(1, 9)),
            draw(st.sampled_from(["poor", "near_poor"])): "x",
        }
        for _ in range(draw(st.integers(2, most)))
    ]


def header(order, shape, left, top, built):
    """Write one header from the column `left` on; return how many rows it has."""
    lines: list[list[object]] = [["TT"], [None]]
    for code in order:
        column = left + len(lines[0])
        if code != "name" or shape == "whole":
            lines[0].append(TITLES[code])
            lines[1].append(None)
        elif shape == "parts":
            lines[0] += ["Họ", "Đệm", "Tên"]
            lines[1] += [None] * 3
        else:
            lines[0] += [TITLES[code], None]
            lines[1] += ["Họ đệm", "Tên"] if shape == "levels" else [None, None]
            if shape in ("merged", "levels"):
                built.merges.append(Merge(top, column, top, column + 1))
    depth = 2 if shape == "levels" else 1
    for number in range(depth):
        put(built, top + number, left, lines[number])
    return depth


def cells(person, order, shape, number):
    line: list[object] = [number]
    for code in order:
        words = str(person.get(code, "")).split()
        if code != "name" or shape == "whole":
            line.append(person.get(code))
        elif shape == "parts":
            line += words
        else:
            line += [" ".join(words[:-1]), words[-1]]
    return line


def put(built, row, left, line):
    while len(built.rows) <= row:
        built.rows.append([])
    built.rows[row] += [None] * (left - len(built.rows[row])) + line


@st.composite
def lists(draw, shapes=tuple(SHAPES)):
    """A list: a header in some order, names in some shape, notes between the rows, perhaps a second header."""
    built = Built()
    top = draw(st.integers(0, 3))
    for row in range(top):
        put(built, row, 0, ["DANH SÁCH HỘ NGHÈO NĂM 2025" if row == 0 else None])
    number = 0
    row = top
    for _part in range(draw(st.integers(1, 2))):
        shape = draw(st.sampled_from(shapes))
        order = draw(st.permutations(list(TITLES)))
        row += header(order, shape, 0, row, built)
        built.below = built.below or row
        for person in draw(people()):
            if number and draw(st.integers(0, 3)) == 0:
                put(built, row, 0, list(draw(st.sampled_from(BETWEEN))))
                row += 1
            number += 1
            put(built, row, 0, cells(person, order, shape, number))
            built.people.append(person)
            row += 1
    return built


@st.composite
def halves(draw):
    """The same header twice, side by side, over two parts of one list."""
    built = Built()
    order, shape = draw(st.permutations(list(TITLES))), draw(st.sampled_from(["whole", "merged"]))
    left = 0
    for _half in range(draw(st.integers(2, 3))):
        found = draw(people())
        built.below = header(order, shape, left, 0, built)
        for row, person in enumerate(found, start=built.below):
            put(built, row, left, cells(person, order, shape, row))
        built.people += found
        left += len(order) + 2 + (shape == "merged")
    return built


def read(row):
    """Return what a row says, in letters of today."""
    answer = {code: value for code, value in row.cells.items() if value is not None}
    for code, value in answer.items():
        if isinstance(value, str) and not value.isascii() and (charset := legacy_charset(value)):
            answer[code] = nfc(from_legacy(nfc(value), charset))
    return answer


def check(built, table):
    """Each line below the header is a row or is skipped, and the rows are the people."""
    filled = (number for number, row in enumerate(built.rows, 1) if any(cell is not None for cell in row))
    told = {row.number for row in table.rows} | {line.number for line in table.skipped}
    assert told == {number for number in filled if number > built.below}
    assert all(line.reason for line in table.skipped)
    assert not any(row.errors for row in table.rows)
    assert written(map(read, table.rows)) == written(built.people)


def written(people):
    return sorted(repr(sorted(answer.items())) for answer in people)


def sheet_of(built, name="Sheet1"):
    return Sheet(name, [list(row) for row in built.rows], built.merges)


LIMITS = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@LIMITS
@given(lists())
def test_any_layout(built):
    check(built, read_table([sheet_of(built)], COLUMNS))


@LIMITS
@given(halves())
def test_tables_side_by_side(built):
    check(built, read_table([sheet_of(built)], COLUMNS))


@LIMITS
@given(st.lists(lists(), min_size=2, max_size=3))
def test_a_sheet_for_each_village(parts):
    names = [f"Bản {number}" for number in range(len(parts))]
    sheets = [sheet_of(part, name) for part, name in zip(parts, names, strict=True)]
    alone = read_table(sheets, COLUMNS)
    assert {alone.sheet, *alone.other_sheets, *alone.unread_sheets} == set(names)
    table = read_table(sheets, COLUMNS, all_sheets=True)
    read_names = {row.sheet or table.sheet for row in table.rows}
    assert read_names | set(table.other_sheets) == set(names)
    wanted = [person for part, name in zip(parts, names, strict=True) if name in read_names for person in part.people]
    assert written(map(read, table.rows)) == written(wanted)


@LIMITS
@given(lists(shapes=("whole", "parts", "beside")), st.booleans(), st.sampled_from(",;\t"))
def test_old_fonts_in_csv(built, old_header, separator):
    """A CSV file has no merged cells; its letters are those of Latin-1."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    for number, row in enumerate(built.rows, 1):
        is_header = number <= built.below
        writer.writerow([to_tcvn3(str(c)) if c is not None and (old_header or not is_header) else c for c in row])
    try:
        content = text.getvalue().encode("latin-1")
    except UnicodeEncodeError:
        content = text.getvalue().encode()
    table = read_table(visible_sheets(content, "csv"), COLUMNS)
    names = sorted(name_key(str(read(row)["name"])) for row in table.rows)
    assert names == sorted(name_key(str(person["name"])) for person in built.people)


@LIMITS
@given(lists(shapes=("whole",)), st.data())
def test_an_unclosed_quote_is_refused_or_swallows_nothing(built, data):
    text = io.StringIO()
    csv.writer(text).writerows(built.rows)
    lines = text.getvalue().split("\r\n")
    at = data.draw(st.integers(built.below, len(lines) - 2))
    lines[at] += ',"còn'
    try:
        table = read_table(visible_sheets("\r\n".join(lines).encode(), "csv"), COLUMNS)
    except UnreadableFile:
        return
    assert len(table.rows) == len(built.people)


@LIMITS
@given(st.lists(st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31)), min_size=2, max_size=12))
def test_days_that_an_american_excel_swapped(days):
    """What can be read as month/day was; the rest stayed text. Asked for, the days are those that were typed."""
    rows: list[list[object]] = [["Họ và tên", "Ngày sinh", "Bản"]]
    for day in days:
        cell = dt.date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"
        rows.append(["Lò Văn Thử", cell, "Mẫu 1"])
    sheet = Sheet("Sheet1", rows)
    swapped = [day.day <= 12 and day.day != day.month for day in days]
    can_be_told = any(day.day > 12 for day in days)
    asked = [bool(row.errors) for row in read_table([sheet], COLUMNS).rows]
    assert asked == [can_be_told and one for one in swapped]
    if can_be_told:
        turned = [row.cells["birth"] for row in read_table([sheet], COLUMNS, swap_days=True).rows]
        assert [c if isinstance(c, str) else f"{c:%d/%m/%Y}" for c in turned] == [f"{day:%d/%m/%Y}" for day in days]
