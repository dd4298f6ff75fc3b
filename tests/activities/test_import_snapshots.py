import datetime as dt

from activities.models import TeamMonth
from households.models import VillageSnapshot
from plumbing.importing.kinds import Loader, list_kind
from plumbing.importing.loading import read_list
from tests.conftest import LAST_MONTH
from tests.imports import do, load, not_said, page, reasons, rows_of, send, workbook

HEADER = ["Thôn, bản", "Xã", "Tháng", "Nhân khẩu", "Số hộ", "Sinh", "Chuyển đi"]


def figures(tmp_path, *rows, header=HEADER, title="Danh sách"):
    return workbook(tmp_path / "figures.xlsx", [header, *rows], title=title)


def row(village="Huổi Hoi", commune="Nà Hỳ", month="10/2026", people="1.310", households=60, births=2, departures=""):
    return [village, commune, month, people, households, births, departures]


def test_figures_are_loaded_and_loading_again_changes_nothing(listed_teams, tmp_path):
    path = figures(tmp_path, row(), row("Mốc 4", "Nậm Tin (cũ)"))
    assert load("snapshots", path)["new"] == 2
    stored = VillageSnapshot.objects.get(village__name="Huổi Hoi")
    assert (stored.month, stored.people, stored.households, stored.births) == (dt.date(2026, 10, 1), 1310, 60, 2)
    again = load("snapshots", path)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_corrected_figures_change_the_stored_ones(listed_teams, tmp_path):
    load("snapshots", figures(tmp_path, row()))
    found = load("snapshots", figures(tmp_path, row(people=1311, births="")))
    assert found["changed"] == 1
    stored = VillageSnapshot.objects.get()
    assert (stored.people, stored.births) == (1311, 2)


def test_the_month_may_stand_in_the_title(listed_teams, tmp_path):
    lines = [line[:2] + line[3:] for line in (HEADER, row())]
    path = figures(tmp_path, lines[1], header=lines[0], title="TÌNH HÌNH DÂN CƯ THÁNG 9 NĂM 2026")
    assert load("snapshots", path)["new"] == 1
    assert VillageSnapshot.objects.get().month == dt.date(2026, 9, 1)


BAD_ROWS = [
    (row("Huổi Lạ"), "Huổi Hoi"),
    (row(commune="Xã Lạ"), "Xã Lạ"),
    (row(month="13/2026"), "13/2026"),
    (row(month="01/2099"), "1/2099"),
    (row(month=""), "06/2022"),
    (row(people=""), "Thiếu số liệu"),
    (row(people=10, households=60), "ít hơn"),
    (row(births=-1), "-1"),
    (row(households=99_999), "99.999"),
    (row(people="nhiều"), "nhiều"),
]


def test_bad_rows_say_what_is_wrong_and_nothing_is_written(listed_teams, tmp_path):
    found = load("snapshots", figures(tmp_path, row(), *[bad for bad, _said in BAD_ROWS]))
    assert found["exit"] == 1
    assert not_said(found, BAD_ROWS) == []
    assert not VillageSnapshot.objects.exists()


def test_two_versions_of_one_month_are_asked_about(listed_teams, tmp_path):
    found = load("snapshots", figures(tmp_path, row(), row(), row(people=1400)), "--only-good-rows")
    assert (found["new"], found["unchanged"]) == (1, 1)
    assert "Dòng 3" in reasons(found, "rejected", 5)


def test_a_village_of_another_commune_is_kept_out(cast, tmp_path):
    content = figures(tmp_path, row("Nà Ví Dụ", "Nậm Tin", "01/2024"), row("Mẫu Đá", "Nậm Chua")).read_bytes()
    found = read_list(list_kind("snapshots"), content, "x.xlsx", Loader(user=cast.officer_a))
    assert [line.outcome for line in found.rows] == ["new", "rejected"]


def test_a_locked_month_takes_no_figures(cast, tmp_path):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="locked", state_reason="Chốt số liệu")
    month = f"{LAST_MONTH:%m/%Y}"
    path = figures(tmp_path, row("Huổi Thử", "Nậm Tin", month), row("Mẫu Đá", "Nậm Chua", month))
    found = load("snapshots", path, "--only-good-rows")
    assert found["changed"] == 1
    assert "Chốt số liệu" in reasons(found, "rejected", 3)
    assert VillageSnapshot.objects.get(village=cast.areas.a1, month=LAST_MONTH).people == 250
    assert VillageSnapshot.objects.get(village=cast.areas.b1, month=LAST_MONTH).people == 1310


def test_the_same_figures_of_a_locked_month_are_no_fault(cast, tmp_path):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="locked")
    same = row("Huổi Thử", "Nậm Tin", f"{LAST_MONTH:%m/%Y}", 250, 50, births="")
    assert load("snapshots", figures(tmp_path, same))["unchanged"] == 1


def test_figures_of_a_month_that_was_locked_since_are_not_taken_back(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, row("Mẫu Đá", "Nậm Chua", f"{LAST_MONTH:%m/%Y}"), kind="snapshots", header=HEADER)
    do(client, "commit", batch, rows="all")
    TeamMonth.objects.filter(team=cast.team_b1).update(state="locked", state_reason="Chốt số liệu")
    do(client, "undo", batch)
    assert batch.state == "committed"
    assert "Chốt số liệu" in page(client, batch)
    TeamMonth.objects.filter(team=cast.team_b1).update(state="draft")
    do(client, "undo", batch)
    assert batch.state == "undone"
    assert VillageSnapshot.objects.get(village=cast.areas.b1, month=LAST_MONTH).people == 300


def test_months_before_the_village_was_there_are_refused(official_areas, tmp_path):
    areas = tmp_path / "areas.csv"
    areas.write_text("Cấp,Mã,Tên,Mã cấp trên,Từ ngày\nvillage,,Bản Mới Mẫu,03169,15/09/2026\n", encoding="utf-8")
    load("areas", areas)
    path = figures(tmp_path, *(row("Mới Mẫu", month=month) for month in ("08/2026", "09/2026", "10/2026")))
    found = load("snapshots", path, "--only-good-rows")
    assert (found["new"], rows_of(found, "rejected")) == (2, [3])
    assert "15/09/2026" in reasons(found, "rejected", 3)


def test_the_same_rules_as_in_the_form(listed_teams, tmp_path):
    """400 births in a village of 300 are as wrong in a list as in the month's log."""
    found = load("snapshots", figures(tmp_path, row(people=300, births=400)), "--only-good-rows")
    assert (found["new"], rows_of(found, "rejected")) == (0, [3])
    assert "[Sinh]" in reasons(found, "rejected", 3)


def test_people_that_do_not_follow_are_said_and_stored(listed_teams, tmp_path):
    may = row(month="05/2026", people=300, births=0, departures=0)
    load("snapshots", figures(tmp_path, may))
    june, july = row(month="06/2026", people=390, births=1), row(month="07/2026", people=391, births=2, departures=1)
    found = load("snapshots", figures(tmp_path, june, july))
    assert (found["new"], rows_of(found, "warnings")) == (2, [3])
    assert "301" in reasons(found, "warnings", 3)
