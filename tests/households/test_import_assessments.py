import datetime as dt
import io

import openpyxl
import pytest

from households.models import Assessment, Household, Person, Review
from plumbing import history
from plumbing.importing.kinds import Loader, list_kind, may_load
from plumbing.importing.loading import read_list
from plumbing.importing.workbooks import template_workbook
from tests.imports import do, load, not_said, reasons, send, workbook

HEADER = ["Họ tên chủ hộ", "Năm sinh", "CCCD", "Thôn, bản", "Xã", "Phân loại", "B1", "B2", "Ngày rà soát", "Ghi chú"]
ID_A1, ID_B1 = "011078000001", "011085000002"


def results(tmp_path, *rows, header=HEADER, title="KẾT QUẢ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2025"):
    return workbook(tmp_path / "results.xlsx", [header, *rows], title=title)


def row(name="Thào A Thử", year="", number=ID_A1, village="Huổi Thử", commune="Nậm Tin", kind="Hộ cận nghèo", **more):
    found = {"b1": 120, "b2": 20, "day": "05/11/2025", "note": ""} | more
    return [name, year, number, village, commune, kind, found["b1"], found["b2"], found["day"], found["note"]]


@pytest.fixture
def year_2024(cast):
    """The review of the cast lies a year before the lists of these tests."""
    Review.objects.update(year=2024)
    Assessment.objects.update(assessed_on=dt.date(2024, 11, 10))
    return cast


def result_of(household, year=2025):
    return Assessment.objects.live().get(household=household, review__year=year)


def test_results_go_into_the_ledger_and_loading_again_changes_nothing(year_2024, tmp_path):
    path = results(tmp_path, row(), row("Mùa A Ví Dụ", number="", village="Nà Ví Dụ", kind="Hộ nghèo", b2=40))
    assert load("assessments", path)["new"] == 2
    found = result_of(year_2024.household_a1)
    assert (found.result, found.b1, found.b2, found.assessed_on) == ("near_poor", 120, 20, dt.date(2025, 11, 5))
    assert (found.review.kind, found.review.standard is not None) == ("yearly", True)
    assert result_of(year_2024.household_a1, 2024).result == "poor"
    assert result_of(year_2024.household_a2).result == "poor"
    again = load("assessments", path)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert (Household.objects.count(), Person.objects.count()) == (3, 3)


def test_with_the_national_id_no_village_is_needed(year_2024, tmp_path):
    path = results(tmp_path, row(village="", commune=""))
    assert load("assessments", path)["new"] == 1
    assert result_of(year_2024.household_a1).result == "near_poor"


def test_a_corrected_result_is_voided_and_entered_again(year_2024, tmp_path):
    load("assessments", results(tmp_path, row()))
    first = result_of(year_2024.household_a1)
    assert load("assessments", results(tmp_path, row(kind="Hộ nghèo", b2=40)))["changed"] == 1
    first.refresh_from_db()
    assert first.is_voided
    assert result_of(year_2024.household_a1).result == "poor"


def test_a_review_during_the_year_is_another_review(year_2024, tmp_path):
    load("assessments", results(tmp_path, row()))
    title = "KẾT QUẢ RÀ SOÁT THƯỜNG XUYÊN HỘ NGHÈO NĂM 2025 (kèm theo Quyết định số 12/QĐ-UBND)"
    path = results(tmp_path, row(kind="Không nghèo", b1=160, b2=0, day="20/06/2025"), title=title)
    assert load("assessments", path)["new"] == 1
    review = Review.objects.get(kind="ad_hoc")
    assert (review.year, review.decision) == (2025, "Quyết định số 12/QĐ-UBND")
    assert load("assessments", path)["unchanged"] == 1
    other = results(tmp_path, row(kind="Hộ nghèo", b2=40, day="20/08/2025"), title=title.replace("12/", "31/"))
    assert load("assessments", other)["new"] == 1
    assert Assessment.objects.live().filter(household=year_2024.household_a1).count() == 4


def test_a_second_review_during_the_year_needs_its_decision(year_2024, tmp_path):
    title = "DANH SÁCH RÀ SOÁT THƯỜNG XUYÊN NĂM 2025"
    load("assessments", results(tmp_path, row(day="20/06/2025"), title=title))
    found = load("assessments", results(tmp_path, row(day="20/08/2025", kind="Hộ nghèo", b2=40), title=title))
    assert "20/06/2025" in reasons(found, "rejected", 3)
    assert "quyết định" in reasons(found, "rejected", 3)


BAD_ROWS = [
    (row("Lò Văn Lạ", number=""), "Lò Văn Lạ chưa có trong hệ thống"),
    (row(number="011078000099"), "số định danh khác"),
    (row("Lò Văn Lạ"), "Thào A Thử"),
    (row(number="", village="Huổi Lạ"), "Huổi Lạ"),
    (row(kind="Hộ giàu"), "Hộ giàu"),
    (row(kind=""), "hộ nghèo"),
    (row(b1=900), "900"),
    (row(day="05/11/2099"), "05/11/2099"),
    (row(day="05/11/2023"), "05/11/2023"),
    (row(day="31/02/2025"), "31/02/2025"),
]


def test_bad_rows_say_what_is_wrong_and_nothing_is_written(year_2024, tmp_path):
    good = row("Mùa A Ví Dụ", number="", village="Nà Ví Dụ")
    found = load("assessments", results(tmp_path, good, *[bad for bad, _said in BAD_ROWS]))
    assert found["exit"] == 1
    assert not_said(found, BAD_ROWS) == []
    assert Assessment.objects.filter(review__year=2025).count() == 0
    load("assessments", results(tmp_path, good, *[bad for bad, _said in BAD_ROWS]), "--only-good-rows")
    assert Assessment.objects.filter(review__year=2025).count() == 1


def test_two_results_for_one_household(year_2024, tmp_path):
    found = load("assessments", results(tmp_path, row(), row(village=""), row(kind="Hộ nghèo")), "--only-good-rows")
    assert (found["new"], found["unchanged"]) == (1, 1)
    assert "dòng 3" in reasons(found, "rejected", 5).lower()


def test_points_that_contradict_the_class_are_warned_about(year_2024, tmp_path):
    found = load("assessments", results(tmp_path, row(b2=60)))
    assert found["new"] == 1
    assert "B2 = 60" in reasons(found, "warnings", 3)


def test_a_household_of_another_commune_is_kept_out(year_2024, tmp_path):
    # The year's review is opened by the office, not by a commune's list.
    history.create(Review(year=2025), by=None)
    rows = [
        row(),
        row("Chảo A Bí Mật", number=ID_B1, village="", commune=""),
        row("Chảo A Bí Mật", number="", village="Mẫu Đá", commune="Nậm Chua"),
    ]
    content = results(tmp_path, *rows).read_bytes()
    found = read_list(list_kind("assessments"), content, "x.xlsx", Loader(user=year_2024.officer_a))
    assert [line.outcome for line in found.rows] == ["new", "rejected", "rejected"], [
        line.errors for line in found.rows
    ]
    assert ["ngoài" in line.errors[0].reason for line in found.rows[1:]] == [False, True]
    # The number is somebody's elsewhere: that is not told, it is as unknown as any.
    assert "chưa có" in found.rows[1].errors[0].reason


def test_who_may_load_results(cast):
    kind = list_kind("assessments")
    loaders = {
        name
        for name in ("office", "officer_a", "leadership", "leader_a1", "member_a1", "agency_lead")
        if may_load(getattr(cast, name), kind)
    }
    assert loaders == {"office", "officer_a"}


def test_loaded_results_are_taken_back(year_2024, sign_in, tmp_path):
    client = sign_in(year_2024.office)
    batch = send(client, tmp_path, row(), kind="assessments", header=HEADER)
    do(client, "commit", batch, rows="all")
    assert result_of(year_2024.household_a1).result == "near_poor"
    do(client, "undo", batch)
    assert batch.state == "undone"
    assert not Assessment.objects.live().filter(review__year=2025).exists()
    assert load("assessments", results(tmp_path, row()))["new"] == 1


def test_the_template_is_read_again(cast):
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(list_kind("assessments"))))
    example = book.worksheets[1]
    book.remove(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    found = read_list(list_kind("assessments"), file.getvalue(), "mẫu.xlsx", Loader())
    assert example.max_row == 3
    assert [line.title for line in found.rows] == ["Giàng A Mẫu"]
    assert "national_id" in found.table.mapping


def test_the_number_of_queries_does_not_grow_with_the_rows(year_2024, tmp_path, django_assert_max_num_queries):
    def rows(count):
        for number in range(count):
            household = history.create(Household(village=year_2024.areas.a1), by=None)
            history.create(Person(household=household, name=f"Lò Văn {count} {number}", relation="head"), by=None)
            yield row(f"Lò Văn {count} {number}", number="")

    load("assessments", results(tmp_path, *rows(1)))
    path = results(tmp_path, *rows(60))
    with django_assert_max_num_queries(44):
        assert load("assessments", path)["new"] == 60
