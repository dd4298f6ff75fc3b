import datetime as dt
import io

import openpyxl
import pytest
from django.utils import timezone

from activities.models import Attendance, Meeting, TeamMonth
from plumbing import history
from plumbing.importing.kinds import Loader, list_kind, may_load
from plumbing.importing.loading import read_list
from plumbing.importing.workbooks import template_workbook
from teams.models import Membership
from tests.imports import do, load, not_said, page, reasons, send, workbook

HEADER = [
    "Thôn, bản", "Xã", "Kỳ họp", "Ngày họp", "Nơi họp", "Thành viên có mặt", "Vắng", "Đã làm được", "Chưa làm được",
    "Nguyên nhân",
]  # fmt: skip
MONTH = dt.date(2024, 3, 1)
ALL_A1 = "Giàng A Thử, Lò Văn Mẫu, Vàng Thị Ví Dụ"


def meetings(tmp_path, *rows, header=HEADER, title="TỔNG HỢP HỌP TỔ DÂN VẬN"):
    return workbook(tmp_path / "meetings.xlsx", [header, *rows], title=title)


def row(day="28/03/2024", present=ALL_A1, absent="", **more):
    row = {"village": "Huổi Thử", "commune": "Nậm Tin", "month": "03/2024", "place": "Nhà văn hóa bản",
            "done": "Vận động 3 hộ\nLàm đường", "not_done": "", "why": ""} | more  # fmt: skip
    return [
        row["village"], row["commune"], row["month"], day, row["place"], present, absent, row["done"],
        row["not_done"], row["why"],
    ]  # fmt: skip


def present_at(meeting):
    rows = Attendance.objects.filter(meeting=meeting).order_by("cadre__id")
    return {row.cadre.name: row.was_present for row in rows.select_related("cadre")}


def the_meeting(day=dt.date(2024, 3, 28)):
    return Meeting.objects.live().get(held_on=day)


def test_meetings_are_loaded_and_loading_again_changes_nothing(cast, tmp_path):
    rows = [
        row(present="1. Đ/c GIÀNG A THỬ - Tổ trưởng\n2. Vàng Thị Ví Dụ"),
        row("02/04/2024", "đủ", village="Mẫu Đá", commune="Nậm Chua", not_done="Đường bản", why="Mưa"),
    ]
    path = meetings(tmp_path, *rows)
    assert load("meetings", path)["new"] == 2
    first, second = the_meeting(), the_meeting(dt.date(2024, 4, 2))
    assert (first.team, first.month, first.location) == (cast.team_a1, MONTH, "Nhà văn hóa bản")
    assert first.done == "Vận động 3 hộ\nLàm đường"
    assert present_at(first) == {"Giàng A Thử": True, "Lò Văn Mẫu": False, "Vàng Thị Ví Dụ": True}
    assert (second.month, second.not_done, second.not_done_reason) == (MONTH, "Đường bản", "Mưa")
    assert set(present_at(second).values()) == {True}
    again = load("meetings", path)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert TeamMonth.objects.filter(month=MONTH, state="draft").count() == 2


@pytest.mark.parametrize(
    ("present", "absent", "expected"),
    [
        (3, "", [True, True, True]),
        ("3/3", "", [True, True, True]),
        ("", "Không", [True, True, True]),
        ("", 0, [True, True, True]),
        ("", "Lò Văn Mẫu (ốm)", [True, False, True]),
        ("2/3", "đ/c Lò Văn Mẫu: bận", [True, False, True]),
        ("Lò Văn Mẫu và Giàng A Thử", "1", [True, True, False]),
    ],
)
def test_who_attended(cast, tmp_path, present, absent, expected):
    assert load("meetings", meetings(tmp_path, row(present=present, absent=absent)))["new"] == 1
    assert list(present_at(the_meeting()).values()) == expected


@pytest.mark.parametrize(("present", "absent"), [(2, ""), ("2/3 thành viên", ""), ("", "1")])
def test_a_number_alone_marks_nobody(cast, tmp_path, present, absent):
    """The portal does not guess who stayed away."""
    path = meetings(tmp_path, row(present=present, absent=absent))
    found = load("meetings", path)
    assert "2" in reasons(found, "warnings", 3)
    assert present_at(the_meeting()) == {}
    assert the_meeting().minutes == "Số người dự họp: 2"
    assert load("meetings", path)["unchanged"] == 1
    assert load("meetings", meetings(tmp_path, row(present="Giàng A Thử")))["changed"] == 1
    assert sum(present_at(the_meeting()).values()) == 1
    assert load("meetings", path)["unchanged"] == 1
    assert sum(present_at(the_meeting()).values()) == 1


def test_a_known_meeting_changes_and_an_empty_cell_erases_nothing(cast, tmp_path):
    load("meetings", meetings(tmp_path, row()))
    found = load("meetings", meetings(tmp_path, row(present="", done="", place="Nhà trưởng bản")))
    assert (found["changed"], found["new"]) == (1, 0)
    stored = the_meeting()
    assert (stored.location, stored.done) == ("Nhà trưởng bản", "Vận động 3 hộ\nLàm đường")
    assert set(present_at(stored).values()) == {True}


def test_the_month_may_stand_in_the_title_and_the_day_alone_in_its_cell(cast, tmp_path):
    header, line = HEADER[:2] + HEADER[3:], row(28)
    path = meetings(tmp_path, line[:2] + line[3:], header=header, title="HỌP TỔ DÂN VẬN THÁNG 3 NĂM 2024")
    assert load("meetings", path)["new"] == 1
    assert the_meeting().month == MONTH


TOMORROW = timezone.localdate() + dt.timedelta(days=1)


BAD_ROWS = [
    (row(""), "Thiếu ngày"),
    (row("28/05/2024"), "28/05/2024"),
    (row(f"{TOMORROW:%d/%m/%Y}", month=""), f"{TOMORROW:%d/%m/%Y}"),
    (row(month="01/2099"), "1/2099"),
    (row(month="13/2024"), "13/2024"),
    (row("28/03/2021", month="03/2021"), "thành lập"),
    (row(present="Giàng A Thử, Hờ A Bí Mật"), "Hờ A Bí Mật"),
    (row(present="9"), "9"),
    (row(present=dt.date(2024, 7, 5)), "Excel"),
    (row(present=ALL_A1, absent="Lò Văn Mẫu"), "Lò Văn Mẫu"),
    (row(not_done="Đường bản"), "lý do"),
    (row(village="Huổi Lạ"), "Huổi Lạ"),
    (row(village=""), "Thiếu"),
]


def test_bad_rows_say_what_is_wrong_and_nothing_is_written(cast, tmp_path):
    path = meetings(tmp_path, row("20/03/2024"), *[bad for bad, _said in BAD_ROWS])
    found = load("meetings", path)
    assert found["exit"] == 1
    assert not_said(found, BAD_ROWS) == []
    assert Meeting.objects.count() == 3
    assert load("meetings", path, "--only-good-rows")["new"] == 1
    assert Meeting.objects.count() == 4


def test_only_members_of_that_day_attended(cast, tmp_path):
    Membership.objects.filter(cadre=cast.cadres_a1[2]).update(valid_from=dt.date(2024, 6, 1))
    found = load("meetings", meetings(tmp_path, row()))
    assert "Vàng Thị Ví Dụ" in reasons(found, "rejected", 3)
    assert "28/03/2024" in reasons(found, "rejected", 3)


def test_two_members_of_one_name_are_not_guessed(cast, tmp_path):
    cadre = cast.cadres_a1[1]
    cadre.name = "Giàng A Thử"
    history.change(cadre, by=None)
    assert "2" in reasons(load("meetings", meetings(tmp_path, row(present="Giàng A Thử"))), "rejected", 3)
    assert load("meetings", meetings(tmp_path, row(present="Giàng A Thử; Giàng A Thử")))["new"] == 1
    assert sum(Attendance.objects.filter(meeting=the_meeting()).values_list("was_present", flat=True)) == 2


def test_the_same_meeting_twice(cast, tmp_path):
    found = load("meetings", meetings(tmp_path, row(), row(), row(done="Khác")), "--only-good-rows")
    assert (found["new"], found["unchanged"]) == (1, 1)
    assert "Dòng 3" in reasons(found, "rejected", 5)


def test_a_second_meeting_of_the_month_is_asked_about(cast, tmp_path):
    load("meetings", meetings(tmp_path, row()))
    assert "28/03/2024" in reasons(load("meetings", meetings(tmp_path, row("30/03/2024"))), "warnings", 3)
    other = load("meetings", meetings(tmp_path, row(month="02/2024")))
    assert "tháng 3/2024" in reasons(other, "rejected", 3).lower()


def test_a_locked_month_takes_nothing_but_knows_what_it_has(cast, tmp_path):
    load("meetings", meetings(tmp_path, row()))
    TeamMonth.objects.filter(team=cast.team_a1, month=MONTH).update(state="locked", state_reason="Chốt số liệu")
    found = load("meetings", meetings(tmp_path, row(), row("29/03/2024")))
    assert found["unchanged"] == 1
    assert "Chốt số liệu" in reasons(found, "rejected", 4)
    assert "Chốt số liệu" in reasons(load("meetings", meetings(tmp_path, row(present=3, done="Khác"))), "rejected", 3)


def test_a_village_of_another_commune_is_kept_out(cast, tmp_path):
    content = meetings(tmp_path, row(), row(village="Mẫu Đá", commune="Nậm Chua", present="đủ")).read_bytes()
    found = read_list(list_kind("meetings"), content, "x.xlsx", Loader(user=cast.officer_a))
    assert [line.outcome for line in found.rows] == ["new", "rejected"]


def test_who_may_load_meetings(cast):
    kind = list_kind("meetings")
    names = ("office", "officer_a", "leadership", "leader_a1", "member_a1", "agency_lead")
    assert {name for name in names if may_load(getattr(cast, name), kind)} == {"office", "officer_a"}


def test_a_loaded_list_is_taken_back_until_its_month_is_locked(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, row(), kind="meetings", header=HEADER)
    do(client, "commit", batch, rows="all")
    assert the_meeting().created_by == cast.office
    months = TeamMonth.objects.filter(team=cast.team_a1, month=MONTH)
    months.update(state="locked", state_reason="Chốt số liệu")
    do(client, "undo", batch)
    assert (batch.state, the_meeting().is_voided) == ("committed", False)
    assert "Chốt số liệu" in page(client, batch)
    months.update(state="draft")
    do(client, "undo", batch)
    assert batch.state == "undone"
    assert not Meeting.objects.live().filter(held_on=dt.date(2024, 3, 28)).exists()
    assert load("meetings", meetings(tmp_path, row()))["new"] == 1


def test_the_template_is_read_again(cast):
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(list_kind("meetings"))))
    book.remove(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    found = read_list(list_kind("meetings"), file.getvalue(), "mẫu.xlsx", Loader())
    assert len(found.rows) == 1
    assert {column.code for column in list_kind("meetings").columns} == set(found.table.mapping)


def test_checking_asks_no_more_for_more_rows(cast, tmp_path, django_assert_max_num_queries):
    days = [dt.date(2024, 3, 1) + dt.timedelta(days=number) for number in range(50)]
    rows = [row(f"{day:%d/%m/%Y}", month=f"{day:%m/%Y}") for day in days]
    content = meetings(tmp_path, *rows).read_bytes()
    with django_assert_max_num_queries(15):
        found = read_list(list_kind("meetings"), content, "x.xlsx", Loader(user=cast.office))
    assert found.counts()["new"] == 50
