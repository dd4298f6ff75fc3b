"""Lists of other offices: every layout must say the same rows, every odd cell what a careful clerk reads in it."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from django.db import transaction

from households.imports.words import result_of
from households.models import Assessment, Household, Person
from plumbing.dates import read_date
from plumbing.identity import read_national_id, read_phones
from plumbing.importing.kinds import Loader, list_kind
from plumbing.importing.loading import new_batch, read_list
from plumbing.importing.staging import stage
from plumbing.importing.workbooks import rejected_workbook
from plumbing.numbers import read_int, read_money
from plumbing.reading import Unreadable
from plumbing.spreadsheets.headers import find_header
from plumbing.spreadsheets.sheets import Sheet
from plumbing.spreadsheets.tables import _unit_in_header
from plumbing.text import tidy_name
from teams.ethnic_groups import read_ethnicity
from teams.imports.places import Places
from teams.imports.team_book import role_of, team_kind, title_of
from teams.models import Membership, Team
from tests.imports import load, load_areas, reasons, rows_of, workbook
from tests.plumbing import column_names, layouts, team_layouts
from tests.plumbing.variants import HOUSEHOLDS, MEMBERS, code

# Each test writes into the areas of `villages`, and is rolled back.
pytestmark = pytest.mark.django_db


class RollBack(Exception):
    """Takes the loaded lists out of the database again."""


@pytest.fixture(scope="module")
def villages(django_db_setup, django_db_blocker, tmp_path_factory):
    """Areas and two villages that the lists of households speak of, for all tests of this file."""
    path = tmp_path_factory.mktemp("variants") / "villages.xlsx"
    rows = [["Tổ", "Bản", "Xã", "Họ và tên", "Nhiệm vụ"]]
    rows += [
        ["", "Huổi Hoi", "Nà Hỳ", "Lò Văn Một", "Tổ trưởng"],
        ["", "Mẫu Hòa", "Nậm Chua", "Lò Văn Hai", "Tổ trưởng"],
    ]
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                load_areas()
                assert load("teams", workbook(path, rows))["new"] == 2
                yield
                raise RollBack
        except RollBack:
            pass


def written(path, content):
    path.write_bytes(content)
    return path


# --- layouts ----------------------------------------------------------------------------------------------------


def all_household_layouts():
    yield from layouts.household_layouts()
    for name, content in layouts.divided_layouts():
        yield name, content, "divided.xlsx"


def wrong_layouts(made, folder, check):
    """Load each layout into the same areas and take it out again. Return what `check` does not find in it, by name."""
    wrong = {}
    for name, content, file in made:
        with transaction.atomic():
            path = written(folder / file, content)
            if (found := check(path)) is not None:
                wrong[name] = found
            transaction.set_rollback(True)
    return wrong


def loaded_households(path):
    """Return what a list made of the households, and how it was received, where that is not what every layout says."""
    found = load("households", path)
    received = (found["exit"], found["rejected"], found["new"])
    heads = {p.household_id: p.name for p in Person.objects.all()}
    rows = Assessment.objects.select_related("household__village")
    loaded = {heads[a.household_id]: (a.household.village.name, a.household.size, a.result) for a in rows}
    says = {r["name"]: (r["village"], r["size"], r["result"]) for r in HOUSEHOLDS}
    return None if (received, loaded) == ((0, [], len(HOUSEHOLDS)), says) else (received, loaded)


def test_every_layout_of_households_says_the_same(villages, tmp_path):
    made = list(all_household_layouts())
    assert len({name for name, _content, _file in made}) == len(made) > 70
    assert wrong_layouts(made, tmp_path, loaded_households) == {}


def loaded_members(path):
    found = load("teams", path)
    received = (found["exit"], found["rejected"], found["new"])
    rows = Membership.objects.select_related("team__village", "cadre").exclude(cadre__name__startswith="Lò Văn")
    loaded = {
        m.cadre.name: (m.team.village.name, m.role, m.cadre.phone, f"{m.cadre.birth_date:%d/%m/%Y}") for m in rows
    }
    communes = {m.team.village.name: {c.parent.name for c in m.team.village.containments.all()} for m in rows}
    astray = [r["village"] for r in MEMBERS if f"Xã {r['commune']}" not in communes.get(r["village"], ())]
    says = {r["name"]: (r["village"], r["role"], r["phone"], r["birth"]) for r in MEMBERS}
    expected = ((0, [], len(MEMBERS)), says, [])
    return None if (received, loaded, astray) == expected else (received, loaded, astray)


def test_every_layout_of_teams_says_the_same(villages, tmp_path):
    made = list(team_layouts.team_layouts())
    assert len({name for name, _content, _file in made}) == len(made) > 35
    assert wrong_layouts(made, tmp_path, loaded_members) == {}


@pytest.mark.parametrize(
    ("kind", "columns", "rows"),
    [("households", layouts.PLAIN, HOUSEHOLDS), ("teams", team_layouts.TEAM, MEMBERS)],
)
def test_loading_again_changes_nothing(villages, tmp_path, kind, columns, rows):
    path = written(tmp_path / "a.xlsx", layouts.made(columns, rows))
    assert load(kind, path)["new"] == len(rows)
    again = load(kind, path)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, len(rows))


def test_ticked_columns_give_sex_birth_points_and_causes(villages, tmp_path):
    columns = layouts.PLAIN | {
        "Nguyên nhân nghèo / Thiếu đất sản xuất": lambda row: "x" if row["size"] < 5 else None,
        "Nguyên nhân nghèo / Ốm đau": lambda row: "x",
        "Thu nhập BQ (tr.đ/người/tháng)": lambda row: row["income"] / 10**6,
        "Điểm / A": code("b1"),
        "Điểm / B": code("b2"),
    }
    assert load("households", written(tmp_path / "a.xlsx", layouts.made(columns)))["exit"] == 0
    rows = {p.name: Assessment.objects.get(household=p.household) for p in Person.objects.all()}
    assert rows["Giàng A Mẫu Một"].causes == ["no_land", "illness"]
    assert rows["Tẩn A Mẫu Chín"].causes == ["illness"]
    assert {name: (a.b1, a.b2, a.income) for name, a in rows.items()} == {
        row["name"]: (row["b1"], row["b2"], row["income"]) for row in HOUSEHOLDS
    }


def test_a_blank_village_is_missing_where_most_rows_have_one(villages, tmp_path):
    rows = [*HOUSEHOLDS[:4], HOUSEHOLDS[4] | {"village": None, "commune": None}]
    found = load("households", written(tmp_path / "a.xlsx", layouts.made(layouts.PLAIN, rows)))
    assert rows_of(found, "rejected") == [6]
    assert not Household.objects.exists()


def test_rows_behind_a_total_are_read_and_a_row_without_a_name_is_told(villages, tmp_path):
    rows = [*HOUSEHOLDS[:2], ["Tổng cộng", *[None] * 7, 6], HOUSEHOLDS[2] | {"name": None}, *HOUSEHOLDS[3:]]
    found = load("households", written(tmp_path / "a.xlsx", layouts.made(layouts.PLAIN, rows)), "--only-good-rows")
    assert (found["new"], rows_of(found, "rejected")) == (4, [5])
    assert Household.objects.count() == 4


def test_a_second_sheet_with_a_list_is_not_passed_over_in_silence(villages, tmp_path):
    other = layouts.lines(layouts.PLAIN, HOUSEHOLDS[:1])
    found = load(
        "households", written(tmp_path / "a.xlsx", layouts.made(layouts.PLAIN, before=[("Xã B", other, "visible")]))
    )
    assert "trang tính" in " ".join(warning["reason"] for warning in found["warnings"])


def test_rejected_rows_keep_all_titles_above_them(villages, tmp_path):
    """What was rejected under "XÃ …" and "Bản …" can be loaded again from the workbook of rejected rows."""
    columns = layouts.without(layouts.PLAIN, "Bản", "Xã")
    rows = [
        ["XÃ NÀ HỲ"],
        ["Bản Huổi Hoi"],
        HOUSEHOLDS[0],
        ["XÃ NẬM CHUA"],
        ["Bản Mẫu Hòa"],
        HOUSEHOLDS[3] | {"size": 99},
    ]
    content = layouts.made(columns, rows)
    kind = list_kind("households")
    batch = new_batch(kind, content, "a.xlsx", None)
    batch.save()
    stage(batch, read_list(kind, content, "a.xlsx", Loader()))
    path = written(tmp_path / "rejected.xlsx", rejected_workbook(batch))
    book = openpyxl.load_workbook(path)
    cell = next(c for row in book.active.iter_rows() for c in row if c.value == 99)
    cell.value = 6
    book.save(path)
    assert load("households", path)["new"] == 1
    assert Household.objects.get().village.name == "Mẫu Hòa"


# --- headers ----------------------------------------------------------------------------------------------------


def mapped(kind, usual, column, name):
    """Return the column that a header is taken for, among the usual headers of such a list."""
    others = {known: text for known, text in usual.items() if known != column}
    sheet = Sheet("DS", [[*others.values(), name], *[["x"] * (len(others) + 1)] * 3])
    header = find_header(sheet, list_kind(kind).columns)
    return next((known for known, index in header.mapping.items() if index == len(others)), None)


HOUSEHOLD_HEADERS = {
    "name": "Chủ hộ", "birth": "Ngày sinh", "ethnicity": "Dân tộc", "village": "Bản", "commune": "Xã",
    "size": "Số khẩu", "result": "Phân loại",
}  # fmt: skip
TEAM_HEADERS = {"team": "Tên tổ", "village": "Bản", "commune": "Xã", "name": "Họ và tên", "birth": "Ngày sinh",
                "position": "Chức vụ", "role": "Nhiệm vụ trong tổ"}  # fmt: skip


@pytest.mark.parametrize("column", column_names.HOUSEHOLD_COLUMNS)
def test_names_of_the_columns_of_households(column):
    names = column_names.HOUSEHOLD_COLUMNS[column]
    got = {name: mapped("households", HOUSEHOLD_HEADERS, column, name) for name in names}
    # Where people live may be said as an address, of which the village is read.
    assert {name: found for name, found in got.items() if found not in (column, "address")} == {}


@pytest.mark.parametrize("column", column_names.TEAM_COLUMNS)
def test_names_of_the_columns_of_teams(column):
    names = [n for n in column_names.TEAM_COLUMNS[column] if n != "Nơi cư trú (bản)"]
    got = {name: mapped("teams", TEAM_HEADERS, column, name) for name in names}
    assert {name: found for name, found in got.items() if found != column} == {}


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Thu nhập BQ đầu người/tháng (nghìn đồng)", 1000),
        ("TN bình quân/người/tháng (1000 đ)", 1000),
        ("TNBQ\n(ĐVT: nghìn đồng)", 1000),
        ("Thu nhập (1.000đ)", 1000),
        ("Thu nhập BQ (tr.đ/người/tháng)", 10**6),
        ("Thu nhập (triệu đồng/người/năm)", 10**6),
        ("Thu nhập (đồng/người/tháng)", 1),
    ],
)
def test_income_and_its_unit(header, unit):
    assert mapped("households", HOUSEHOLD_HEADERS, "income", header) == "income"
    assert _unit_in_header(header) == unit


# --- cells ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", column_names.ROLE_TEXTS)
def test_words_of_roles(role):
    assert {text for text in column_names.ROLE_TEXTS[role] if role_of(text) != role} == set()


def test_words_of_other_offices_are_no_roles():
    texts = ("Trưởng bản", "Bí thư chi bộ", "Công an xã", "Phó Chủ tịch", "")
    assert {text: role_of(text) for text in texts} == dict.fromkeys(texts)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("HN", "poor"), ("Hộ nghèo mới", "poor"), ("Hộ nghèo (A)", "poor"), ("H.nghèo", "poor"), ("HNĐC", "poor"),
        ("Hộ tái nghèo", "poor"), ("HCN", "near_poor"), ("H. cận nghèo", "near_poor"), ("Ho can ngheo", "near_poor"),
        ("Thoát nghèo xuống cận nghèo", "near_poor"), ("Hộ mới thoát nghèo", "neither"), ("Không nghèo", "neither"),
        ("Hộ thoát cận nghèo", "neither"), ("Hộ có mức sống trung bình", "neither"), ("Vượt chuẩn", "neither"),
        ("Hộ nghèo, hộ cận nghèo", None), ("BẢN HUỔI HOI", None), ("Hộ giàu", None), ("x", None), ("", None),
    ],
)  # fmt: skip
def test_words_of_classes(text, result):
    assert result_of(text) == result


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("?/1975", dt.date(1975, 1, 1), "year"), ("??/??/1975", dt.date(1975, 1, 1), "year"),
        ("1975?", dt.date(1975, 1, 1), "year"), ("~1975", dt.date(1975, 1, 1), "year"),
        ("?/4/1975", dt.date(1975, 4, 1), "month"), ("không rõ ngày, 1975", dt.date(1975, 1, 1), "year"),
        ("'12/05/1978", dt.date(1978, 5, 12), "day"), ("12\\05\\1978", dt.date(1978, 5, 12), "day"),
        ("03//04/1980", dt.date(1980, 4, 3), "day"), ("3 tháng 4, 1980", dt.date(1980, 4, 3), "day"),
        ("03-Thg4-1980", dt.date(1980, 4, 3), "day"), ("mùng 3/4/1980", dt.date(1980, 4, 3), "day"),
        ("12/05/1978 (âm lịch)", dt.date(1978, 5, 12), "day"),
    ],
)  # fmt: skip
def test_dates(cell, day, precision):
    read = read_date(cell, today=dt.date(2026, 1, 1)).value
    assert (read.date, read.precision) == (day, precision)


@pytest.mark.parametrize("cell", ["31/4/1980", "29/02/2023", "45 tuổi", "Mậu Ngọ", "03/04/1980 - 1981", "12/5/197"])
def test_no_dates(cell):
    with pytest.raises(Unreadable):
        read_date(cell, today=dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("CCCD: 011078000001", "011078000001"), ("011078000001 (CCCD)", "011078000001"),
        ("011078000001.0", "011078000001"), ("040123456; 011078000001", "011078000001"),
        (1.1078000001e10, "011078000001"),
        ("đang làm", None), ("mất", None), ("chưa làm lại", None),
    ],
)  # fmt: skip
def test_national_ids(cell, number):
    assert read_national_id(cell).value == number


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("1.1078E+10", "Excel"), ("1,10780E+10", "Excel"), ("01107800000", "11"), ("0110780000011", "12"),
        ("000000000000", "12"), ("x", "x"),
    ],
)  # fmt: skip
def test_no_national_ids(cell, answer):
    with pytest.raises(Unreadable, match=answer):
        read_national_id(cell)


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("Vợ: 0999000001", ("0999000001",)), ("0999 000 001 gặp anh A", ("0999000001",)),
        ("999000001.0", ("0999000001",)),
        ("nhờ trưởng bản 0999000001", ("0999000001",)),
    ],
)  # fmt: skip
def test_phones(cell, phones):
    assert read_phones(cell).value == phones


@pytest.mark.parametrize(
    ("cell", "money"),
    [
        ("1tr2", 1_200_000), ("1 triệu 200 nghìn", 1_200_000), ("1 triệu 2", 1_200_000), ("khoảng 650.000", 650_000),
        ("~650.000", 650_000), ("650.000/tháng", 650_000), ("650.000 đ/khẩu/tháng", 650_000),
    ],
)  # fmt: skip
def test_money(cell, money):
    assert read_money(cell).value == money


@pytest.mark.parametrize("cell", ["1.5", "0,65", "dưới 1 triệu", "650-700 nghìn", "65O.000", "7.800.000/năm"])
def test_no_money(cell):
    with pytest.raises(Unreadable):
        read_money(cell)


@pytest.mark.parametrize(("cell", "number"), [("4 (2 nữ)", 4), ("05 (năm)", 5), ("05", 5), ("4khẩu", 4)])
def test_sizes(cell, number):
    assert read_int(cell).value == number


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("1. Giàng A Mẫu", "Giàng A Mẫu"), ("+Giàng A Mẫu", "Giàng A Mẫu"), ("Hộ ông Giàng A Mẫu", "Giàng A Mẫu"),
        ("(Bà) Giàng Thị Mẫu", "Giàng Thị Mẫu"), ("Giàng A Mẫu*", "Giàng A Mẫu"),
        ("GIÀNG a MẪU MỘT", "Giàng A Mẫu Một"),
        ("Pá Mẫu II", "Pá Mẫu II"),
    ],
)  # fmt: skip
def test_names(cell, name):
    assert tidy_name(cell) == name


@pytest.mark.parametrize(("cell", "name"), [("Dao đỏ", "Dao"), ("Hoa (Xạ Phang)", "Hoa"), ("08", "Mông"), (8, "Mông")])
def test_ethnic_groups(cell, name):
    assert read_ethnicity(cell).value == name


def test_names_and_kinds_of_teams():
    assert title_of("TỔ DÂN VẬN BẢN MỐC 4") == "Tổ dân vận bản Mốc 4"
    kinds = {name: team_kind(name) for name in ("Tổ 1", "Pá Mẫu", "Tổ hòa giải bản Pá", "Đội an ninh")}
    assert kinds == {"Tổ 1": "mass_mobilization", "Pá Mẫu": "mass_mobilization"} | dict.fromkeys(
        ("Tổ hòa giải bản Pá", "Đội an ninh"), Team.Kind.OTHER
    )


@pytest.mark.parametrize(
    "commune",
    ["Nà Hì", "xã Nà Hỳ mới", "Nà Hỳ - Nậm Pồ", "xã Nà Hỳ, huyện Nậm Pồ, tỉnh Điện Biên", "UBND xã Nà Hỳ", "03169"],
)
def test_names_of_communes(villages, commune):
    assert {area.name for area in Places(dt.date(2026, 1, 1), None).commune(commune).likely} == {"Xã Nà Hỳ"}


@pytest.mark.parametrize(
    ("name", "answer"),
    [("Giàng A Mẫu (đã chết)", "đã chết"), ("Giàng A Mẫu - đã mất", "đã mất"), ("Lò A, Vàng Thị B", "hai người")],
)
def test_remarks_behind_a_name_are_told(villages, tmp_path, name, answer):
    rows = [HOUSEHOLDS[0] | {"name": name}]
    found = load("households", written(tmp_path / "a.xlsx", layouts.made(layouts.PLAIN, rows)))
    assert answer in reasons(found, "warnings", 2)


def test_villages_told_apart_by_one_letter_are_two(villages, tmp_path):
    rows = [
        MEMBERS[0] | {"village": f"Huổi Mẫu {letter}", "team": None, "name": f"Lò Thị {letter}h"} for letter in "AB"
    ]
    assert load("teams", written(tmp_path / "a.xlsx", layouts.made(team_layouts.TEAM, rows)))["new"] == 2
