"""Lists that offices really have, each of a kind that other programs read wrongly (tests/data/lists)."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from django.db import transaction

from activities.models import Contribution
from households.models import Assessment, Person, VillageSnapshot
from teams.models import Membership
from tests.imports import DATA, load, load_areas, reasons, rows_of, workbook

LISTS = DATA / "lists"
VILLAGES = [(f"Bản Mẫu {n}", "03169") for n in range(1, 7)] + [(f"Bản Thử {n}", "03199") for n in range(1, 4)]

# Each test writes into the areas of `villages`, and is rolled back.
pytestmark = pytest.mark.django_db


class RollBack(Exception):
    """Takes the loaded lists out of the database again."""


@pytest.fixture(scope="module")
def villages(django_db_setup, django_db_blocker, tmp_path_factory):
    """The villages that the lists speak of."""
    rows = [["Cấp", "Mã", "Tên", "Mã cấp trên"]]
    rows += [["village", "", name, commune] for name, commune in VILLAGES]
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                load_areas()
                path = workbook(tmp_path_factory.mktemp("lists") / "villages.xlsx", rows)
                assert load("areas", path)["new"] == 9
                yield
                raise RollBack
        except RollBack:
            pass


@pytest.fixture(autouse=True)
def _villages(villages):
    """Every test needs them."""


def good_rows(kind, name, *options):
    return load(kind, LISTS / name, "--only-good-rows", *options)


def households():
    """Return what is known of each household by its head's name."""
    heads = Person.objects.live().filter(relation="head").select_related("household__village")
    results = {a.household_id: a for a in Assessment.objects.live()}
    return {head.name: (head, head.household, results[head.household_id]) for head in heads}


def counted(result):
    """Return how many lines of the list have come to something."""
    return (
        sum(result[key] for key in ("new", "changed", "unchanged")) + len(result["rejected"]) + len(result["skipped"])
    )


# --- where things stand -----------------------------------------------------------------------------------------


def test_a_header_over_two_columns_of_a_name():
    good_rows("households", "70-name-two-columns-merged.xlsx")
    assert set(households()) == {"Giàng A Thử", "Giàng A Mẫu", "Giàng A Tập"}


def test_a_header_over_two_columns_of_a_members_name():
    good_rows("teams", "71-teams-name-two-columns.xlsx")
    served = Membership.objects.live().values_list("cadre__name", "role")
    assert set(served) == {("Giàng A Thử", "leader"), ("Vàng Thị Mẫu", "member")}


def test_a_note_in_the_middle_ends_nothing():
    found = good_rows("households", "06-note-in-middle-sparse-after.xlsx")
    assert (rows_of(found, "skipped"), found["new"], found["rejected"]) == ([7], 8, [])
    found = good_rows("households", "85-notes-in-middle.xlsx")
    assert (rows_of(found, "skipped"), rows_of(found, "rejected"), counted(found)) == ([5, 7, 9], [11], 9)
    assert "bản" in reasons(found, "rejected", 11)


def test_two_tables_side_by_side():
    found = good_rows("households", "04b-list-in-two-halves.xlsx")
    assert (found["new"], found["rejected"], found["skipped"]) == (10, [], [])
    head, household, _result = households()["Vàng Thị Mẫu 3"]
    assert (head.birth_date.year, household.village.name, household.size) == (1973, "Bản Mẫu 2", 5)


def test_rows_below_a_second_header_are_read_by_it():
    found = good_rows("households", "80-second-header-shifted.xlsx")
    assert (found["new"], rows_of(found, "skipped")) == (6, [7])
    known = households()
    assert {name: result.result for name, (_head, _house, result) in known.items()} == {
        f"Giàng A Thử {n}": "poor" if n < 4 else "near_poor" for n in range(1, 7)
    }
    assert {(house.size, result.b1) for _head, house, result in known.values()} == {(4, 90), (5, 30)}


def test_a_sheet_without_rows_gives_way():
    assert good_rows("households", "02-empty-first-sheet.xlsx")["new"] == 5


def test_subtotals_are_no_rows():
    found = good_rows("snapshots", "73-snap-totals.xlsx")
    assert (found["new"], found["rejected"], rows_of(found, "skipped")) == (3, [], [2, 3, 6, 8])
    assert set(VillageSnapshot.objects.values_list("village__name", "people")) == {
        ("Bản Mẫu 1", 300), ("Bản Mẫu 2", 250), ("Bản Thử 1", 250),
    }  # fmt: skip
    assert "tên nhóm" in reasons(found, "skipped", 3)


def test_village_figures_keep_to_the_rules_of_the_form():
    found = good_rows("snapshots", "92-snap-more-births-than-people.xlsx")
    assert (found["new"], rows_of(found, "rejected")) == (0, [2])
    assert "Sinh" in reasons(found, "rejected", 2)


def test_a_month_that_does_not_follow_from_the_last_is_told():
    assert good_rows("snapshots", "72-snap-may.xlsx")["new"] == 2
    found = good_rows("snapshots", "72-snap-june.xlsx")
    assert "301" in reasons(found, "warnings", 2)
    assert "252" in reasons(found, "warnings", 3)


# --- what stands in a cell --------------------------------------------------------------------------------------


def test_errors_of_excel_are_named():
    found = good_rows("households", "30-error-cells.xlsx")
    assert "#REF!" in reasons(found, "rejected", 2) + reasons(found, "rejected", 3)
    assert counted(found) == 3


def test_an_old_workbook_tells_hidden_rows_and_formulas_without_a_value():
    found = good_rows("households", "40-xlwt-formula-hidden.xls")
    assert rows_of(found, "rejected") == [5]
    assert "công thức" in reasons(found, "rejected", 5)
    assert "ẩn" in reasons(found, "warnings", 3)


def test_days_that_excel_swapped_wait_for_the_clerk():
    name = "01-us-swapped-dates.xlsx"
    found = good_rows("households", name, "--dry-run")
    assert rows_of(found, "rejected") == [3, 5, 7]
    assert "05/11/2025" in reasons(found, "rejected", 3)
    assert good_rows("households", name, "--swap-days", "yes")["new"] == 6
    reviewed = {head_name: str(result.assessed_on) for head_name, (_head, _house, result) in households().items()}
    assert reviewed["Giàng A Thử A"] == "2025-11-05"
    assert reviewed["Giàng A Thử B"] == "2025-11-13"
    found = good_rows("households", name, "--swap-days", "no", "--dry-run")
    assert "11/05/2025" in reasons(found, "warnings", 3)
    assert found["rejected"] == []


def test_days_counted_from_1904():
    found = good_rows("households", "16-dates-1904.xlsx")
    assert "1904" in reasons(found, "warnings", 4)
    assert {str(result.assessed_on) for _head, _house, result in households().values()} == {"2025-11-05"}


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("23d-tcvn3-cells-ascii-header.csv", ["Lò Văn Mẫu", "Vừ Thị Thử", "Lường Văn Mới", "Cà Thị Ước"]),
        ("23-tcvn3-all.xlsx", [f"Giàng A Thử {letter}" for letter in "ABCD"]),
        ("28b-mojibake-names.xlsx", [f"Giàng A Thử {letter}" for letter in "ABC"]),
    ],
)
def test_old_fonts_and_garbled_names_wait_for_the_clerk(name, first):
    found = good_rows("households", name)
    assert (found["new"], len(found["rejected"])) == (0, len(first))
    assert all(name in answer["reason"] for name, answer in zip(first, found["rejected"], strict=True))
    good_rows("households", name, "--convert-legacy")
    assert sorted(households()) == sorted(first)
    assert all(head.national_id for head, _house, _result in households().values())


def test_a_name_that_lost_letters_is_rejected(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", [["Tên chủ hộ", "Bản", "Xã", "Hộ nghèo"], ["Gi?ng A Th?", "Mẫu 1", "Nà Hỳ", "x"]]
    )
    assert "mất chữ" in reasons(load("households", path, "--only-good-rows"), "rejected", 3)


@pytest.mark.parametrize("name", ["24-unclosed-quote.csv", "61-html-table.xls", "62-spreadsheetml-2003.xls"])
def test_what_cannot_be_read_is_refused_whole(name):
    found = good_rows("households", name)
    assert (found["exit"], found["new"]) == (1, 0)
    assert ".xlsx" in reasons(found, "rejected", 0)
    assert households() == {}


def test_a_quote_closed_by_that_of_a_later_row_swallows_none(tmp_path):
    path, head = tmp_path / "a.csv", "Tên chủ hộ,Bản,Xã,Hộ nghèo,Ghi chú\n"
    path.write_text(head + 'A B,Mẫu 1,Nà Hỳ,x,"một\nC D,Mẫu 1,Nà Hỳ,x,\nE F,Mẫu 1,Nà Hỳ,x,hai"\n')
    assert "dòng 2" in reasons(load("households", path, "--only-good-rows"), "rejected", 0)
    path.write_text(head + 'A B,Mẫu 1,Nà Hỳ,x,"một\nhai, ba"\n')
    assert load("households", path)["new"] == 1


def test_two_spellings_of_a_name_are_one_person():
    assert good_rows("households", "50-spelling-load1.xlsx")["new"] == 6
    found = good_rows("households", "50-spelling-load2.xlsx")
    assert (found["new"], found["changed"] + found["unchanged"]) == (0, 6)
    assert len(households()) == 6


def test_cash_is_worth_what_it_is(tmp_path):
    rows = [["Bản", "Xã", "Họ và tên", "Nhiệm vụ"], ["Mẫu 1", "Nà Hỳ", "Lò Văn Thử", "Tổ trưởng"]]
    note = "Nà Hỳ, ngày 05 tháng 01 năm 2022"
    assert load("teams", workbook(tmp_path / "t.xlsx", rows, title=note))["new"] == 1
    assert good_rows("contributions", "97c-donations-value-only.xlsx")["new"] == 1
    assert Contribution.objects.get().amount == 5_000_000


# --- more than one sheet, and whom a list leaves out ------------------------------------------------------------


def test_a_sheet_for_each_village():
    found = good_rows("households", "B4-sheet-per-village.xlsx", "--dry-run")
    assert "Co Mô Phỏng" in reasons(found, "warnings", 0)
    assert counted(found) == 60
    found = good_rows("households", "B4-sheet-per-village.xlsx", "--all-sheets")
    assert (found["new"], found["rejected"]) == (240, [])
    assert {house.village.name for _head, house, _result in households().values()} == {
        "Co Hình Mẫu", "Co Mô Phỏng", "Co Thử", "Co Ví Dụ",
    }  # fmt: skip


def test_sheets_of_two_years_are_no_one_list(tmp_path):
    book = openpyxl.Workbook()
    for year in (2024, 2025):
        sheet = book.create_sheet(str(year))
        for row in ([f"DANH SÁCH HỘ NGHÈO NĂM {year}"], ["Chủ hộ", "Bản", "Xã"], [f"Lò Văn {year}", "Mẫu 1", "Nà Hỳ"]):
            sheet.append(row)
    book.create_sheet("Tổng hợp").append(["Xã", "Số hộ nghèo"])
    book.save(tmp_path / "a.xlsx")
    found = load("households", tmp_path / "a.xlsx", "--all-sheets")
    assert found["new"] == 1
    assert "2025" in reasons(found, "warnings", 0)
    assert "Tổng hợp" in reasons(found, "warnings", 0)


def test_whom_the_list_of_a_year_leaves_out_is_asked_about():
    good_rows("households", "90-poor-2024.xlsx")
    found = good_rows("households", "90-poor-2025.xlsx")
    assert "Giàng A B" in reasons(found, "warnings", 0)
    assert {n: r.result for n, (_p, _h, r) in households().items()}["Giàng A B"] == "poor"
    good_rows("households", "90-poor-2025.xlsx", "--left-out-not-poor")
    found = good_rows("households", "90-poor-2025.xlsx")
    assert reasons(found, "warnings", 0) == ""
    standing = Assessment.objects.standing_on(dt.date(2026, 1, 1)).values_list("household__persons__name", "result")
    assert dict(standing) == {
        "Giàng A A": "poor", "Giàng A B": "neither", "Giàng A C": "neither", "Giàng A D": "poor",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "asks"),
    [
        ("DANH SÁCH HỘ NGHÈO NĂM 2025", True),
        ("DANH SÁCH HỘ NGHÈO PHÁT SINH NĂM 2025", False),
        ("DANH SÁCH HỘ CẬN NGHÈO NĂM 2025", False),
        ("Danh sách", False),
    ],
)
def test_only_a_whole_list_leaves_anybody_out(tmp_path, title, asks):
    good_rows("households", "90-poor-2024.xlsx")
    rows = [["Chủ hộ", "Năm sinh", "Bản", "Xã", "Phân loại"], ["Giàng A A", 1975, "Mẫu 1", "Nà Hỳ", "Hộ nghèo"]]
    if "CẬN" in title:
        rows = [row[:4] for row in rows]
    found = load("households", workbook(tmp_path / "a.xlsx", rows, title=title), "--dry-run")
    assert ("Giàng A B" in reasons(found, "warnings", 0)) == asks


def test_a_household_is_reviewed_in_a_village_that_is_there(villages):
    """Case 93b: from 15/09/2026 there is the village; the review of 05/11/2025 found nobody in it."""
    assert load("areas", LISTS / "93-village-from-15-09-2026.csv")["new"] == 1
    found = load("households", LISTS / "93b-household-reviewed-before-village.csv", "--only-good-rows")
    assert (found["new"], "15/09/2026" in reasons(found, "rejected", 2)) == (0, True)
    assert not Assessment.objects.filter(household__village__name__contains="Mới Mẫu").exists()
