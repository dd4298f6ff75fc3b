import datetime as dt
import io
from decimal import Decimal

import openpyxl
from django.utils import timezone

from activities.models import Activity, Contribution, Measure, Quantity, TeamMonth
from plumbing import history
from plumbing.importing.kinds import Loader, list_kind, may_load
from plumbing.importing.loading import read_list
from plumbing.importing.workbooks import template_workbook
from plumbing.models import ImportBatch
from tests.conftest import LAST_MONTH
from tests.imports import do, load, not_said, page, reasons, send, workbook

HEADER = [
    "Ngày thực hiện", "Bản", "Xã", "Nội dung hoạt động", "Lĩnh vực", "Kết quả", "Số người tham gia",
    "Suất quà trao tặng", "Cột đèn đường (cột)",
]  # fmt: skip
DAY = LAST_MONTH.replace(day=12)


def work_list(tmp_path, *rows, header=HEADER, title="BIỂU TỔNG HỢP HOẠT ĐỘNG"):
    return workbook(tmp_path / "work.xlsx", [header, *rows], title=title)


def row(title="Tặng quà hộ nghèo", **more):
    row = {"day": f"{DAY:%d/%m/%Y}", "village": "Huổi Thử", "commune": "Nậm Tin", "field": "An sinh xã hội",
            "result": "Bà con phấn khởi", "attended": "45 người", "gifts": 20, "lamps": ""} | more  # fmt: skip
    return [
        row["day"], row["village"], row["commune"], title, row["field"], row["result"], row["attended"],
        row["gifts"], row["lamps"],
    ]  # fmt: skip


def amounts(activity):
    return dict(Quantity.objects.filter(activity=activity).values_list("measure__code", "amount"))


def test_activities_are_loaded_and_loading_again_changes_nothing(cast, tmp_path):
    rows = [
        row(),
        row("Thắp sáng đường quê", village="Mẫu Đá", commune="Nậm Chua", field="Hạ tầng", gifts=0, lamps="12"),
        row("Tuyên truyền pháp luật", day=DAY, field="Tuyên truyền, vận động", gifts=""),
    ]
    path = work_list(tmp_path, *rows)
    assert load("activities", path)["new"] == 3
    gifts, lamps = (Activity.objects.get(title=title) for title in ("Tặng quà hộ nghèo", "Thắp sáng đường quê"))
    assert (gifts.team, gifts.held_on, gifts.field, gifts.attended) == (cast.team_a1, DAY, "charity", 45)
    assert (gifts.description, amounts(gifts)) == ("Bà con phấn khởi", {"gifts": 20})
    assert (lamps.team, lamps.field, amounts(lamps)) == (cast.team_b1, "infrastructure", {"lamp_posts": 12})
    assert Activity.objects.get(title="Tuyên truyền pháp luật").field == "outreach"
    again = load("activities", path)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 3)
    assert Activity.objects.count() == 3 + 3


def test_a_measure_of_the_office_has_its_column(cast, tmp_path):
    history.create(Measure(code="chuong_trai", name="Chuồng trại di dời", unit="chuồng"), by=None)
    path = work_list(tmp_path, [*row(), "3,5"], header=[*HEADER, "Chuồng trại di dời"])
    assert load("activities", path)["new"] == 1
    assert amounts(Activity.objects.get(title="Tặng quà hộ nghèo")) == {"gifts": 20, "chuong_trai": Decimal("3.5")}
    Measure.objects.filter(code="chuong_trai").update(is_active=False)
    assert (
        "Chuồng trại di dời"
        in read_list(list_kind("activities"), path.read_bytes(), "x.xlsx", Loader()).table.unmatched
    )


def test_a_known_activity_changes_and_an_empty_cell_erases_nothing(cast, tmp_path):
    load("activities", work_list(tmp_path, row()))
    found = load("activities", work_list(tmp_path, row(field="", result="", attended=50, gifts="", lamps=4)))
    assert (found["changed"], found["new"]) == (1, 0)
    stored = Activity.objects.get(title="Tặng quà hộ nghèo")
    assert (stored.attended, stored.description, stored.field) == (50, "Bà con phấn khởi", "charity")
    assert amounts(stored) == {"gifts": 20, "lamp_posts": 4}
    load("activities", work_list(tmp_path, row(gifts=0)))
    assert amounts(stored) == {"lamp_posts": 4}


TOMORROW = timezone.localdate() + dt.timedelta(days=1)


BAD_ROWS = [
    (row(""), "Thiếu"),
    (row(day=""), "Thiếu ngày"),
    (row(day=f"{LAST_MONTH:%m/%Y}"), "Ghi đủ ngày"),
    (row(day=f"{TOMORROW:%d/%m/%Y}"), f"{TOMORROW:%d/%m/%Y}"),
    (row(day="10/10/2021"), "chưa thành lập"),
    (row(attended=-3), "-3"),
    (row(attended=99_999), "99.999"),
    (row(gifts=-1), "Suất quà"),
    (row(gifts=9_999_999), "9.999.999"),
    (row(gifts="nhiều"), "nhiều"),
    (row("Việc " * 60), "240"),
    (row(village="Huổi Lạ"), "Huổi Lạ"),
    (row(village=""), "Thiếu"),
]


def test_bad_rows_say_what_is_wrong_and_nothing_is_written(cast, tmp_path):
    path = work_list(tmp_path, row("Việc tốt"), *[bad for bad, _said in BAD_ROWS])
    found = load("activities", path)
    assert found["exit"] == 1
    assert not_said(found, BAD_ROWS) == []
    assert Activity.objects.count() == 3
    assert load("activities", path, "--only-good-rows")["new"] == 1
    assert Activity.objects.count() == 4


def test_an_unknown_field_is_other_with_a_warning(cast, tmp_path):
    found = load("activities", work_list(tmp_path, row(field="Hội hè"), row("Việc khác", field="")))
    assert "Hội hè" in reasons(found, "warnings", 3)
    assert "lĩnh vực" in reasons(found, "warnings", 4).lower()
    assert set(Activity.objects.filter(held_on=DAY).values_list("field", flat=True)) == {"other"}


def test_the_same_activity_twice(cast, tmp_path):
    found = load("activities", work_list(tmp_path, row(), row(), row(gifts=30)), "--only-good-rows")
    assert (found["new"], found["unchanged"]) == (1, 1)
    assert "Dòng 3" in reasons(found, "rejected", 5)


def test_a_locked_month_takes_nothing_but_knows_what_it_has(cast, tmp_path):
    load("activities", work_list(tmp_path, row()))
    TeamMonth.objects.filter(team=cast.team_a1).update(state="locked", state_reason="Chốt số liệu")
    found = load("activities", work_list(tmp_path, row(), row("Việc mới")))
    assert found["unchanged"] == 1
    assert "Chốt số liệu" in reasons(found, "rejected", 4)
    assert "Chốt số liệu" in reasons(load("activities", work_list(tmp_path, row(gifts=1))), "rejected", 3)


def test_a_month_that_is_locked_between_check_and_commit_is_one_sentence(cast, tmp_path, monkeypatch):
    def read_and_lock(*args):
        result = read_list(*args)
        TeamMonth.objects.filter(team=cast.team_a1).update(state="locked", state_reason="Chốt số liệu")
        return result

    monkeypatch.setattr("plumbing.management.commands.import_list.read_list", read_and_lock)
    before = Activity.objects.count()
    found = load("activities", work_list(tmp_path, row()))
    assert (found["exit"], found["new"], Activity.objects.count()) == (1, 0, before)
    assert "Chốt số liệu" in reasons(found, "rejected", 0)
    assert not ImportBatch.objects.exists()


def test_a_village_of_another_commune_is_kept_out(cast, tmp_path):
    content = work_list(tmp_path, row(), row(village="Mẫu Đá", commune="Nậm Chua")).read_bytes()
    found = read_list(list_kind("activities"), content, "x.xlsx", Loader(user=cast.officer_a))
    assert [line.outcome for line in found.rows] == ["new", "rejected"]


def test_who_may_load_activities(cast):
    kind = list_kind("activities")
    names = ("office", "officer_a", "leadership", "leader_a1", "member_a1", "agency_lead")
    assert {name for name in names if may_load(getattr(cast, name), kind)} == {"office", "officer_a"}


def committed(client, tmp_path, *rows):
    batch = send(client, tmp_path, *rows, kind="activities", header=HEADER)
    do(client, "commit", batch, rows="all")
    assert batch.state == "committed"
    return batch


def test_a_loaded_list_is_taken_back(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = committed(client, tmp_path, row())
    do(client, "undo", batch)
    assert batch.state == "undone"
    assert not Activity.objects.live().filter(held_on=DAY).exists()
    assert load("activities", work_list(tmp_path, row()))["new"] == 1


def test_what_was_given_for_a_loaded_activity_keeps_it(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = committed(client, tmp_path, row())
    activity = Activity.objects.get(held_on=DAY)
    gift = Contribution(team=cast.team_a1, activity=activity, donor="Hội", kind="labour", amount=3, received_on=DAY)
    history.create(gift, by=cast.office)
    do(client, "undo", batch)
    assert batch.state == "committed"


def test_changed_texts_are_put_back_but_changed_quantities_are_not(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    committed(client, tmp_path, row())
    texts = committed(client, tmp_path, row(attended=60))
    do(client, "undo", texts)
    assert texts.state == "undone"
    assert Activity.objects.get(held_on=DAY).attended == 45
    quantities = committed(client, tmp_path, row(gifts=25))
    do(client, "undo", quantities)
    assert quantities.state == "committed"
    assert "khối lượng" in page(client, quantities)


def test_the_template_is_read_again(cast):
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(list_kind("activities"))))
    assert "Đường làm mới, sửa chữa" in [cell.value for cell in book.worksheets[0][1]]
    book.remove(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    found = read_list(list_kind("activities"), file.getvalue(), "mẫu.xlsx", Loader())
    assert len(found.rows) == 1
    assert {column.code for column in list_kind("activities").columns} == set(found.table.mapping)


def test_naming_a_column_that_the_list_lacks_asks_nothing(cast, tmp_path, django_assert_num_queries):
    rows = [line[:1] + line[3:] for line in (HEADER, *[row(f"Việc {number}") for number in range(20)])]
    path = work_list(tmp_path, *rows[1:], header=rows[0])
    found = read_list(list_kind("activities"), path.read_bytes(), "x.xlsx", Loader())
    with django_assert_num_queries(0):
        rejected = found.as_json()["rejected"]
    assert [line["field"] for line in rejected] == ["Bản"] * 20


def test_checking_asks_no_more_for_more_rows(cast, tmp_path, django_assert_max_num_queries):
    content = work_list(tmp_path, *[row(f"Việc {number}") for number in range(80)]).read_bytes()
    with django_assert_max_num_queries(15):
        found = read_list(list_kind("activities"), content, "x.xlsx", Loader(user=cast.office))
    assert found.counts()["new"] == 80
