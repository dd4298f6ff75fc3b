"""The two workbooks of an office with all their planted faults, and the same lists in other shapes."""

import datetime as dt
import io
import json
import unicodedata
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import translation

from plumbing.dates import PartialDate, Precision, read_date
from plumbing.identity import read_national_id, read_phones
from plumbing.numbers import read_int, read_mark, read_money
from plumbing.reading import Reading, Unreadable
from plumbing.spreadsheets import Column, open_table
from plumbing.text import from_legacy, legacy_charset, nfc, place_key, tidy_name

DATA = Path(__file__).parent.parent / "data"
TODAY = dt.date(2026, 11, 22)
MANIFEST = json.loads((DATA / "messy_manifest.json").read_text(encoding="utf-8"))

HOUSEHOLDS = [
    Column("name", ("Họ và tên chủ hộ", "Chủ hộ", "Tên chủ hộ"), required=True),
    Column("born_man", ("Năm sinh / Nam", "Ngày, tháng, năm sinh / Nam")),
    Column("born_woman", ("Năm sinh / Nữ", "Ngày, tháng, năm sinh / Nữ")),
    Column("ethnicity", ("Dân tộc",)),
    Column("id", ("CCCD", "Số định danh", "CMND")),
    Column("phone", ("Số điện thoại", "Số ĐT", "SĐT")),
    Column("village", ("Bản", "Thôn")),
    Column("commune", ("Xã",)),
    Column("size", ("Số khẩu", "Nhân khẩu")),
    Column("poor", ("Hộ nghèo",)),
    Column("near_poor", ("Hộ cận nghèo",)),
    Column("b1", ("B1", "Điểm B1")),
    Column("b2", ("B2", "Điểm B2")),
    Column("income", ("Thu nhập bình quân", "Thu nhập BQ người/tháng")),
    Column("causes", ("Nguyên nhân nghèo",)),
    Column("reviewed_on", ("Ngày rà soát",)),
    Column("note", ("Ghi chú",)),
]
TEAMS = [
    Column("team", ("Tên tổ",)),
    Column("village", ("Bản",)),
    Column("commune", ("Xã",)),
    Column("name", ("Họ và tên",), required=True),
    Column("born", ("Ngày sinh", "Năm sinh")),
    Column("ethnicity", ("Dân tộc",)),
    Column("party", ("Đảng viên",)),
    Column("position", ("Chức vụ",)),
    Column("role", ("Nhiệm vụ trong tổ", "Chức danh")),
    Column("phone", ("Điện thoại", "Liên hệ / Số ĐT")),
    Column("email", ("Email",)),
    Column("note", ("Ghi chú",)),
]
LIST = [
    Column("name", ("Họ và tên",), required=True),
    Column("village", ("Bản",)),
    Column("commune", ("Xã",)),
    Column("on", ("Ngày rà soát",)),
    Column("income", ("Thu nhập",)),
]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def opened(name, columns):
    with (DATA / name).open("rb") as file:
        return open_table(file, columns=columns, filename=name)


def made(fill, columns, name="list.xlsx"):
    """Read a workbook that `fill(workbook, sheet)` wrote."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        fill(workbook, workbook.add_worksheet("Danh sách"))
    buffer.seek(0)
    return open_table(buffer, columns=columns, filename=name)


@pytest.fixture(scope="module")
def households():
    return opened("messy_households.xlsx", HOUSEHOLDS)


@pytest.fixture(scope="module")
def teams():
    return opened("messy_teams.xlsx", TEAMS)


@pytest.fixture(scope="module")
def household(households):
    return {row.number: row for row in households.rows}


@pytest.fixture(scope="module")
def member(teams):
    return {row.number: row for row in teams.rows}


# --- the list of households -------------------------------------------------------------------------------------


def test_households_header(households):
    facts = MANIFEST["messy_households.xlsx"]
    assert list(households.header_rows) == facts["header_rows"]
    assert households.rows[0].number == facts["first_data_row"] + 1  # the first is the title of a group
    assert len(households.rows) == facts["data_rows"]
    assert list(households.mapping.values()) == list(range(1, 18))
    assert households.unmatched == ()
    assert households.header_text("commune") == "Địa chỉ / Xã (cũ)"
    assert households.header_text("unknown") == ""


def test_households_what_stands_above(households):
    assert "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2025" in households.notes
    assert households.written_on == dt.date(2025, 12, 14)
    assert households.money_unit == 1


def test_households_rows_end_at_the_total(households):
    assert [row.number for row in households.rows if row.number > 48] == [49, 50, 51, 52]


def test_households_groups_are_context_and_hidden_rows_are_flagged(households, household):
    assert {10, 23, 36}.isdisjoint(household)
    assert [household[number].group for number in (11, 24, 52)] == ["BẢN HUỔI HOI", "BẢN MẪU 2", "BẢN MẪU 3"]
    assert [row.number for row in households.rows if row.hidden] == [45]


def test_households_merged_villages_are_filled_down(household):
    assert {household[number].cells["village"] for number in range(24, 36)} == {"Mẫu 2"}
    assert household[37].cells["village"] == "Mẫu 3"


@pytest.mark.parametrize(
    ("number", "code", "value", "warned"),
    [
        (11, "born_man", PartialDate(dt.date(1978, 5, 12)), False),
        (12, "born_man", PartialDate(dt.date(1985, 4, 3)), False),
        (13, "born_woman", PartialDate(dt.date(1976, 1, 1), Precision.YEAR), False),
        (14, "born_man", PartialDate(dt.date(1980, 4, 3)), True),
        (15, "born_man", PartialDate(dt.date(1990, 1, 1), Precision.YEAR), False),
        (17, "born_man", PartialDate(dt.date(1975, 1, 1)), True),
        (11, "reviewed_on", PartialDate(dt.date(2025, 11, 5)), False),
        (12, "reviewed_on", PartialDate(dt.date(2025, 11, 5)), False),
        (13, "reviewed_on", PartialDate(dt.date(2025, 11, 8)), False),
        (15, "reviewed_on", PartialDate(dt.date(2025, 11, 25)), True),
        (16, "reviewed_on", PartialDate(dt.date(2025, 11, 1), Precision.MONTH), True),
    ],
)
def test_households_dates(household, number, code, value, warned):
    reading = read_date(household[number].cells[code], today=TODAY)
    assert (reading.value, bool(reading.warnings)) == (value, warned)


@pytest.mark.parametrize(("number", "words"), [(34, "30/02/2026 does not exist"), (52, "05/01/2027 is in the future")])
def test_households_impossible_dates(household, number, words):
    with pytest.raises(Unreadable, match=words):
        read_date(household[number].cells["reviewed_on"], today=TODAY)


@pytest.mark.parametrize(
    ("number", "sex", "year", "value", "warnings"),
    [
        (11, "male", 1978, "011078000001", 1),
        (12, "male", 1985, "011085000002", 0),
        (14, "male", 1980, "011080000004", 0),
        (15, "male", 1990, "040123456", 1),
        (18, "male", 1973, "011073000008", 0),
        (20, "male", None, "011350000010", 1),
        (13, "female", 1976, "011176000003", 0),
    ],
)
def test_households_ids(household, number, sex, year, value, warnings):
    reading = read_national_id(household[number].cells["id"], sex=sex, birth_year=year)
    assert (reading.value, len(reading.warnings)) == (value, warnings)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (13, ("0999000002",)),
        (16, ("0999000005",)),
        (19, ("0999000008",)),
        (21, ()),
        (11, ("0999000000",)),
    ],
)
def test_households_phones(household, number, value):
    assert read_phones(household[number].cells["phone"]) == Reading(value)


def test_households_refused_row(household):
    cells = household[51].cells
    assert cells["name"] is None
    with pytest.raises(Unreadable):
        read_national_id(cells["id"])
    with pytest.raises(Unreadable):
        read_phones(cells["phone"])


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (12, "Vàng A Mẫu Hai"),
        (13, "Thào Thị Mẫu Ba"),
        (14, "Sùng A Mẫu Bốn"),
        (15, "Hờ A Mẫu Năm"),
        (16, "Lò Thị Mẫu Sáu"),
        (17, "Quàng Văn Mẫu Bảy"),
        (50, "Giàng A Thử Ảnh B"),
    ],
)
def test_households_names(household, number, name):
    assert tidy_name(household[number].cells["name"]) == name


def test_households_old_fonts_are_found_only_where_they_are(households, household):
    cells = household[24].cells
    assert from_legacy(cells["name"], legacy_charset(cells["name"])) == "Sùng A Thử Dế"
    assert from_legacy(cells["ethnicity"], legacy_charset(cells["ethnicity"])) == "Mông"
    texts = [cell for row in households.rows for cell in row.cells.values() if isinstance(cell, str)]
    assert [text for text in texts if legacy_charset(text)] == [cells["name"], cells["ethnicity"]]


def test_households_whole_numbers_and_marks(household):
    assert [read_int(household[number].cells["size"]).value for number in (11, 13, 18)] == [2, 4, 5]
    assert [read_mark(household[number].cells["poor"]) for number in (11, 15, 16, 19, 14)] == [True] * 4 + [False]
    assert read_mark(household[33].cells["poor"])
    assert read_mark(household[33].cells["near_poor"])


@pytest.mark.parametrize(
    ("number", "dong", "warned"),
    [
        (11, 650_000, False),
        (12, 1_250_000, False),
        (13, 1_200_000, False),
        (14, 850_000, False),
        (15, 642_000, False),
        (16, 1_100_000, False),
        (17, 700, True),
    ],
)
def test_households_money(household, number, dong, warned):
    reading = read_money(household[number].cells["income"])
    assert (reading.value, bool(reading.warnings)) == (dong, warned)


def test_households_places(household):
    keys = [place_key(household[number].cells["commune"]) for number in (37, 38, 39)]
    assert keys == ["nam chua"] * 3


# --- the list of team members -----------------------------------------------------------------------------------


def test_teams_header(teams):
    facts = MANIFEST["messy_teams.xlsx"]
    assert list(teams.header_rows) == facts["header_rows"]
    assert teams.rows[0].number == facts["first_data_row"]
    assert len(teams.rows) == facts["data_rows"]
    assert list(teams.mapping.values()) == list(range(1, 13))
    assert teams.header_text("phone") == "Liên hệ / Số ĐT"
    assert teams.written_on == dt.date(2022, 1, 5)


def test_teams_blank_rows_and_the_footer_are_no_rows(teams):
    assert [row.number for row in teams.rows] == [*range(9, 51), 52]
    assert teams.rows[-1].cells["name"] is None


def test_teams_merged_names_are_filled_down(member):
    spans = [(9, 15), (16, 22), (23, 29), (30, 35), (36, 42), (43, 48)]
    names = [{member[number].cells["team"] for number in range(first, last + 1)} for first, last in spans]
    assert [place_key(min(name).removeprefix("Tổ dân vận ")) for name in names] == [
        "moc 4", "van ho", "huoi hoi", "may hoc", "na su", "mau 6",
    ]  # fmt: skip
    assert [len(name) for name in names] == [1] * 6
    assert member[49].cells["team"] is None


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (10, PartialDate(dt.date(1980, 1, 1), Precision.YEAR)),
        (11, PartialDate(dt.date(1975, 8, 7))),
        (12, PartialDate(dt.date(1975, 8, 7))),
        (14, PartialDate(dt.date(1984, 9, 2))),
        (16, PartialDate(dt.date(1980, 1, 1))),
    ],
)
def test_teams_dates(member, number, value):
    assert read_date(member[number].cells["born"], today=TODAY).value == value


def test_teams_month_thirteen(member):
    with pytest.raises(Unreadable, match="15/13/1981 does not exist"):
        read_date(member[13].cells["born"], today=TODAY)


def test_teams_phones(member):
    values = [read_phones(member[number].cells["phone"]).value for number in (9, 10, 11)]
    assert values == [("0999001000",), ("0999001001", "0999002001"), ("0999001002",)]
    assert len(read_phones(member[12].cells["phone"]).warnings) == 1


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (14, "Sùng Thị Mẫu Sáu"),
        (15, "Quàng Văn Ví Dụ"),
        (18, "Chảo Thị Mẫu Tám"),
        (20, "Lường Thị Ví Dụ"),
        (21, "Tẩn A Giả Định"),
    ],
)
def test_teams_names(member, number, name):
    assert tidy_name(member[number].cells["name"]) == name


def test_teams_old_font(member):
    name = member[19].cells["name"]
    assert from_legacy(name, legacy_charset(name)) == "Quàng Văn Thử Đế"


def test_teams_places(member):
    assert {place_key(member[number].cells["commune"]) for number in range(16, 19)} == {"si pa phin"}
    assert place_key(member[9].cells["commune"]) == place_key(member[10].cells["commune"]) == "nam tin"
    assert place_key(member[30].cells["village"]) == place_key(member[31].cells["village"]) == "may hoc"
    assert nfc(member[13].cells["role"]) == "Thành viên"


# --- the same lists in other shapes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "header_rows", "numbers"), [("small_list.xls", (6, 7), [8, 9, 10]), ("small_list.ods", (4, 5), [6, 7, 8])]
)
def test_other_kinds_of_workbooks(name, header_rows, numbers):
    table = opened(name, LIST)
    assert table.header_rows == header_rows
    assert [row.number for row in table.rows] == numbers
    assert table.money_unit == 1_000_000
    assert table.rows[0].cells == {
        "name": "Giàng A Mẫu Một",
        "village": "Mẫu 1",
        "commune": "Nà Hỳ",
        "on": dt.date(2025, 11, 5),
        "income": 1.5,
    }


def test_xls_merged_cells_are_filled_down():
    assert [row.cells["village"] for row in opened("small_list.xls", LIST).rows] == ["Mẫu 1", "Mẫu 1", "Mẫu 2"]


def for_cp1258(char):
    """Windows-1258 has most letters only as a letter and the mark of its tone."""
    *letter, tone = unicodedata.normalize("NFD", char)
    splits = tone in "\u0300\u0301\u0303\u0309\u0323"
    return unicodedata.normalize("NFC", "".join(letter)) + tone if splits else char


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_csv(separator, encoding):
    lines = [
        ["DANH SÁCH"],
        ["STT", "Bản", "Họ và tên"],
        ["1", "Nà Sự", "Lò Văn Hà"],
        [],
        ["I", "BẢN MỚI"],
        ["2", "Mới", "Cà Thị Bé"],
    ]
    text = "\r\n".join(separator.join(line) for line in lines)
    content = "".join(map(for_cp1258, text)) if encoding == "cp1258" else text
    table = open_table(io.BytesIO(content.encode(encoding)), columns=LIST, filename="list.CSV")
    assert [(row.number, nfc(row.cells["village"]), row.group and nfc(row.group)) for row in table.rows] == [
        (3, "Nà Sự", None),
        (6, "Mới", "BẢN MỚI"),
    ]
    assert nfc(table.rows[1].cells["name"]) == "Cà Thị Bé"


def test_areas_file():
    columns = [Column("level", ("level",)), Column("code", ("code",)), Column("name", ("name",))]
    table = opened("areas_nampo.csv", columns)
    assert table.header_rows == (1,)
    assert table.rows[1].cells == {"level": "district", "code": "094", "name": "Thành phố Điện Biên Phủ"}
    assert "parent_code" in table.unmatched


def test_header_in_the_first_row_other_order_and_words():
    def fill(_workbook, sheet):
        sheet.write_row(0, 0, ["Xã, phường", "Họ tên", "THÔN / BẢN", "Thu nhập (triệu đồng)", "Số CMND/CCCD"])
        sheet.write_row(1, 0, ["Nà Hỳ", "Lò Thử", "Nà Sự", 1.5, "x"])

    table = made(fill, LIST)
    assert table.header_rows == (1,)
    assert table.mapping == {"name": 1, "village": 2, "commune": 0, "income": 3}
    assert table.unmatched == ("Số CMND/CCCD",)
    assert table.money_unit_of("income") == 1_000_000
    assert table.money_unit == 1


def test_the_best_visible_sheet_is_taken_and_addresses_are_those_of_excel():
    def fill(workbook, sheet):
        sheet.write_row(0, 0, ["Bản", "Xã"])
        hidden = workbook.add_worksheet("Cũ")
        hidden.hide()
        real = workbook.add_worksheet("Mới")
        for target, name in [(hidden, "Cũ"), (real, "Mới")]:
            target.write_row(6, 3, ["Họ và tên", "Bản", "Xã"])
            target.write_row(9, 3, [name, "Nà Sự", "Nà Hỳ"])

    table = made(fill, LIST)
    assert (table.sheet, table.header_rows, table.mapping) == ("Mới", (7,), {"name": 3, "village": 4, "commune": 5})
    assert [(row.number, row.cells["name"]) for row in table.rows] == [(10, "Mới")]


def test_groups_totals_and_repeated_headers():
    def fill(_workbook, sheet):
        header = ["TT", "Họ và tên", "Bản", "Thu nhập"]
        rows = [
            header,
            ["A", "B", "1", "2"],
            ["Tổng cộng", None, None, 9],
            ["I", "BẢN MỘT", None, 4],
            [1, "Lò Thử", "Một", 4],
        ]
        rows += [header, ["II", "BẢN HAI", None, 5], [2, "Tổng Văn Thử", "Hai", 5], [3, "Cộng Thử", "Hai", 0]]
        rows += [
            ["B. NHÓM KHÁC"],
            [4, "Lò Mẫu", "Ba", 1],
            [5, "Tổng số học sinh", "Ba", 1],
            ["Cộng:", None, None, 9],
            [6, "Sau", "Ba", 1],
        ]
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)

    table = made(fill, LIST)
    assert table.header_rows == (1, 2)
    assert [(row.cells["name"], row.group) for row in table.rows] == [
        ("Lò Thử", "BẢN MỘT"),
        ("Tổng Văn Thử", "BẢN HAI"),
        ("Cộng Thử", "BẢN HAI"),
        ("Lò Mẫu", "NHÓM KHÁC"),
        ("Tổng số học sinh", "NHÓM KHÁC"),
        # A total in the middle ends nothing: the row below it has as many cells as rows have.
        ("Sau", "NHÓM KHÁC"),
    ]


def test_signatures_end_a_list_but_a_position_does_not():
    columns = [Column("name", ("Họ và tên",)), Column("position", ("Chức vụ",))]

    def fill(_workbook, sheet):
        rows = [["Họ và tên", "Chức vụ"], ["Lò Thử", "Bí thư"], ["Lò Mẫu", "Chủ tịch"], []]
        rows += [["Nà Hỳ, ngày 05 tháng 01 năm 2022"], ["CHỦ TỊCH"], ["Người Ký"]]
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)

    assert [row.cells["name"] for row in made(fill, columns).rows] == ["Lò Thử", "Lò Mẫu"]


def test_formulas_without_a_value_are_noted():
    def fill(_workbook, sheet):
        sheet.write_row(0, 0, ["Họ và tên", "Bản", "Thu nhập"])
        sheet.write_row(1, 0, ["Lò Thử", "Một"])
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        sheet.write_row(2, 0, ["Lò Mẫu", "Một"])
        sheet.write_formula(2, 2, "=1+1", None, 2)
        sheet.write_row(3, 0, ["Lò Hai", "Một"])
        sheet.write_formula(3, 2, "=C3", None, "")

    rows = made(fill, LIST).rows
    assert [row.gaps for row in rows] == [{"income": "#DIV/0!"}, {}, {"income": ""}]
    assert [row.cells["income"] for row in rows] == [None, 2, None]


def test_an_empty_form_is_a_table_without_rows():
    assert made(lambda _workbook, sheet: sheet.write_row(0, 0, ["Họ và tên", "Bản"]), LIST).rows == ()


def test_the_column_that_fits_best_is_taken_once():
    columns = [Column("name", ("Họ và tên",)), Column("head", ("Chủ hộ",)), Column("village", ("Bản",))]

    def fill(_workbook, sheet):
        sheet.write_row(0, 0, ["Họ và tên người lập", "Họ và tên", "Họ và tên vợ", "Bản", "Thôn/Bản"])

    assert made(fill, columns).mapping == {"name": 1, "village": 3}


def test_one_word_is_not_the_beginning_of_another_name():
    columns = [
        Column("day", ("Ngày",)),
        Column("place", ("Bản",)),
        Column("days", ("Ngày công",)),
        Column("poor", ("Hộ nghèo",)),
    ]

    def fill(_workbook, sheet):
        sheet.write_row(0, 0, ["Bản đồ", "Ngày công", "Ngày", "Hộ cận nghèo", "Hộ nghèo"])

    assert made(fill, columns).mapping == {"day": 2, "days": 1, "poor": 4}
