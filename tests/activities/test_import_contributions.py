import datetime as dt
import io
from decimal import Decimal

import openpyxl
from django.utils import timezone

from activities.actions.contributions import correct_contribution
from activities.models import Contribution, TeamMonth
from plumbing.importing.kinds import Loader, list_kind, may_load
from plumbing.importing.loading import read_list
from plumbing.importing.workbooks import template_workbook
from tests.conftest import LAST_MONTH
from tests.imports import do, load, not_said, page, reasons, send, workbook

HEADER = [
    "Bản", "Xã", "Đơn vị ủng hộ", "Hình thức", "Nội dung ủng hộ", "Số lượng", "ĐVT", "Giá trị (triệu đồng)",
    "Ngày hứa", "Ngày nhận", "Ngày bàn giao", "Người nhận",
]  # fmt: skip
DAY = LAST_MONTH.replace(day=10)


def ledger(tmp_path, *rows, header=HEADER, title="DANH SÁCH ỦNG HỘ"):
    return workbook(tmp_path / "ledger.xlsx", [header, *rows], title=title)


def row(donor="Công ty Mẫu", kind="Tiền mặt", amount="5.000.000", **more):
    row = {"village": "Huổi Thử", "commune": "Nậm Tin", "what": "", "unit": "", "value": "", "pledged": "",
            "received": f"{DAY:%d/%m/%Y}", "handed": "", "to": ""} | more  # fmt: skip
    return [
        row["village"], row["commune"], donor, kind, row["what"], amount, row["unit"], row["value"],
        row["pledged"], row["received"], row["handed"], row["to"],
    ]  # fmt: skip


BLANKETS = {"what": "Chăn ấm", "unit": "chiếc", "value": "4,5"}


def entry(donor="Công ty Mẫu"):
    return Contribution.objects.live().get(donor=donor)


def test_entries_are_loaded_and_loading_again_changes_nothing(cast, tmp_path):
    rows = [
        row(),
        row("Hội Mẫu", "Hiện vật", 30, **BLANKETS),
        row("Bà con bản", "Ngày công", "120", village="Mẫu Đá", commune="Nậm Chua (cũ)"),
        row("Hộ ông Mẫu", "Hiến đất", "0,5", unit="ha", received="", pledged=f"{DAY:%d/%m/%Y}"),
        row("Doanh nghiệp Mẫu", "", 2, unit="triệu đồng"),
    ]
    path = ledger(tmp_path, *rows)
    assert load("contributions", path)["new"] == 5
    money, goods = entry(), entry("Hội Mẫu")
    assert (money.team, money.kind, money.amount, money.value) == (cast.team_a1, "money", 5_000_000, 5_000_000)
    assert (money.received_on, money.unit) == (DAY, "đồng")
    assert (goods.kind, goods.amount, goods.unit, goods.value) == ("goods", 30, "chiếc", 4_500_000)
    assert (entry("Bà con bản").team, entry("Bà con bản").unit) == (cast.team_b1, "ngày công")
    land = entry("Hộ ông Mẫu")
    assert (land.kind, land.amount, land.unit, land.pledged_on, land.received_on) == ("land", 5000, "m²", DAY, None)
    assert entry("Doanh nghiệp Mẫu").value == 2_000_000
    again = load("contributions", path)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 5)
    assert Contribution.objects.count() == 3 + 5


def test_the_team_may_stand_by_its_name_or_by_a_village_without_commune(cast, tmp_path):
    header = ["Tổ dân vận", "Bản", *HEADER[2:]]
    named = row()
    named[:2] = ["TỔ DÂN VẬN BẢN HUỔI THỬ", ""]
    by_village = row("Hội Mẫu", village="Bản Mẫu Đá")
    by_village[:2] = ["", "Bản Mẫu Đá"]
    assert load("contributions", ledger(tmp_path, named, by_village, header=header))["new"] == 2
    assert (entry().team, entry("Hội Mẫu").team) == (cast.team_a1, cast.team_b1)


def test_a_known_entry_is_handed_over_by_the_next_list(cast, tmp_path):
    load("contributions", ledger(tmp_path, row("Hội Mẫu", "Hiện vật", 30, **BLANKETS)))
    # Handing over is allowed after the month was locked.
    TeamMonth.objects.filter(team=cast.team_a1).update(state="locked")
    later = {**BLANKETS, "handed": f"{DAY + dt.timedelta(days=3):%d/%m/%Y}", "to": "30 hộ nghèo"}
    path = ledger(tmp_path, row("Hội Mẫu", "Hiện vật", 30, **later))
    assert load("contributions", path)["changed"] == 1
    stored = entry("Hội Mẫu")
    assert (stored.handed_over_on, stored.recipient) == (DAY + dt.timedelta(days=3), "30 hộ nghèo")
    assert load("contributions", path)["unchanged"] == 1
    other = ledger(tmp_path, row("Hội Mẫu", "Hiện vật", 30, **{**later, "to": "Trường học"}))
    assert "30 hộ nghèo" in reasons(load("contributions", other), "rejected", 3)


def test_another_amount_is_no_correction(cast, tmp_path):
    """A ledger is corrected by a counter-entry; a list that says something else must not count the gift twice."""
    load("contributions", ledger(tmp_path, row()))
    found = load("contributions", ledger(tmp_path, row(amount="6.000.000")))
    assert "5.000.000" in reasons(found, "rejected", 3)
    both = load("contributions", ledger(tmp_path, row(), row(amount="6.000.000")))
    assert (both["new"], both["unchanged"]) == (1, 1)
    assert Contribution.objects.filter(donor="Công ty Mẫu").count() == 2


def test_an_entry_that_was_corrected_since_is_not_written_again(cast, tmp_path):
    path = ledger(tmp_path, row())
    load("contributions", path)
    correct_contribution(contribution=entry(), reason="Ghi nhầm", by=cast.office)
    found = load("contributions", path)
    assert (found["new"], found["unchanged"]) == (0, 1)
    assert sum(Contribution.objects.filter(donor="Công ty Mẫu").values_list("amount", flat=True)) == Decimal(0)


TOMORROW = timezone.localdate() + dt.timedelta(days=1)


BAD_ROWS = [
    (row(donor=""), "Thiếu"),
    (row(kind="Vàng bạc"), "Vàng bạc"),
    (row(kind="", amount="12"), "Thiếu"),
    (row(amount=""), "Thiếu"),
    (row(amount="-5"), "-5"),
    (row(amount="nhiều"), "nhiều"),
    (row(amount="900.000.000.000.000"), "900.000.000.000.000"),
    (row(kind="Hiện vật", amount=3), "đơn vị"),
    (row(kind="Ngày công", amount=3, unit="kg"), "kg"),
    (row(received=""), "ngày"),
    (row(received=f"{LAST_MONTH:%m/%Y}"), "Ghi đủ ngày"),
    (row(received=f"{TOMORROW:%d/%m/%Y}"), f"{TOMORROW:%d/%m/%Y}"),
    (row(received="10/10/2021"), "chưa thành lập"),
    (row(handed=f"{DAY:%d/%m/%Y}"), "đơn vị nhận"),
    (row(handed=f"{LAST_MONTH:%d/%m/%Y}", to="Hộ nghèo"), f"{DAY:%d/%m/%Y}"),
    (row(village="Huổi Lạ"), "Huổi Lạ"),
    (row(commune="Xã Lạ"), "Xã Lạ"),
    (row(village=""), "Thiếu"),
]


def test_bad_rows_say_what_is_wrong_and_nothing_is_written(cast, tmp_path):
    path = ledger(tmp_path, row("Hội Tốt"), *[bad for bad, _said in BAD_ROWS])
    found = load("contributions", path)
    assert found["exit"] == 1
    assert not_said(found, BAD_ROWS) == []
    assert Contribution.objects.count() == 3
    assert load("contributions", path, "--only-good-rows")["new"] == 1
    assert Contribution.objects.count() == 4


def test_the_same_row_twice_counts_once(cast, tmp_path):
    handed = {"handed": f"{DAY:%d/%m/%Y}", "to": "Hộ nghèo"}
    found = load("contributions", ledger(tmp_path, row(), row(), row(**handed)), "--only-good-rows")
    assert (found["new"], found["unchanged"]) == (1, 1)
    assert "Dòng 3" in reasons(found, "rejected", 5)


def test_a_locked_month_takes_nothing(cast, tmp_path):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="locked", state_reason="Chốt số liệu")
    found = load("contributions", ledger(tmp_path, row()))
    assert "Chốt số liệu" in reasons(found, "rejected", 3)


def test_a_new_month_begins_with_what_is_loaded(cast, tmp_path):
    assert load("contributions", ledger(tmp_path, row(received="05/03/2024")))["new"] == 1
    assert TeamMonth.objects.get(team=cast.team_a1, month=dt.date(2024, 3, 1)).state == "draft"


def test_a_village_of_another_commune_is_kept_out(cast, tmp_path):
    without = row(village="Mẫu Đá", commune="")
    content = ledger(tmp_path, row(), row(village="Mẫu Đá", commune="Nậm Chua"), without).read_bytes()
    found = read_list(list_kind("contributions"), content, "x.xlsx", Loader(user=cast.officer_a))
    assert [line.outcome for line in found.rows] == ["new", "rejected", "rejected"]


def test_who_may_load_contributions(cast):
    kind = list_kind("contributions")
    names = ("office", "officer_a", "leadership", "leader_a1", "member_a1", "agency_lead")
    assert {name for name in names if may_load(getattr(cast, name), kind)} == {"office", "officer_a"}


def test_a_loaded_list_is_taken_back_until_its_month_is_locked(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, row(), kind="contributions", header=HEADER)
    do(client, "commit", batch, rows="all")
    assert entry().changed_by == cast.office
    months = TeamMonth.objects.filter(team=cast.team_a1, month=LAST_MONTH)
    months.update(state="locked", state_reason="Chốt số liệu")
    do(client, "undo", batch)
    assert batch.state == "committed"
    assert "Chốt số liệu" in page(client, batch)
    months.update(state="draft")
    do(client, "undo", batch)
    assert batch.state == "undone"
    assert not Contribution.objects.live().filter(donor="Công ty Mẫu").exists()
    assert load("contributions", ledger(tmp_path, row()))["new"] == 1


def test_the_template_is_read_again(cast):
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(list_kind("contributions"))))
    book.remove(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    found = read_list(list_kind("contributions"), file.getvalue(), "mẫu.xlsx", Loader())
    assert [line.title for line in found.rows] == ["Doanh nghiệp Mẫu"]
    assert set(list_kind("contributions").template) == set(found.table.mapping)


def test_checking_asks_no_more_for_more_rows(cast, tmp_path, django_assert_max_num_queries):
    content = ledger(tmp_path, *[row(f"Hội {number}") for number in range(80)]).read_bytes()
    with django_assert_max_num_queries(12):
        found = read_list(list_kind("contributions"), content, "x.xlsx", Loader(user=cast.office))
    assert found.counts()["new"] == 80


def test_the_column_of_the_team_may_hold_its_village_only(cast, tmp_path):
    header = ["Tổ dân vận", *HEADER[2:]]
    rows = [["Bản Mẫu Đá", *row()[2:]], ["Huổi Thử, xã Nậm Tin", *row("Hội Mẫu")[2:]], ["Tổ Lạ", *row("Hội Lạ")[2:]]]
    found = load("contributions", ledger(tmp_path, *rows, header=header), "--only-good-rows")
    assert "Tổ Lạ" in reasons(found, "rejected", 5)
    assert (entry().team, entry("Hội Mẫu").team) == (cast.team_b1, cast.team_a1)
