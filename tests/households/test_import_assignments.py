"""Lists of who helps which household: the household and the helper are found, never guessed."""

import datetime as dt

import pytest

from households.models import Assignment
from plumbing import history
from teams.models import Agency, Cadre, Membership
from tests.imports import do, load, not_said, reasons, send, workbook

HEADER = ["Đảng viên phụ trách", "Chức vụ", "Chi bộ giúp đỡ", "Hộ được giúp đỡ", "Bản", "Xã", "Từ ngày", "Ghi chú"]
DAY = dt.date(2026, 3, 1)
TITLE = "DANH SÁCH PHÂN CÔNG ĐẢNG VIÊN GIÚP ĐỠ HỘ NGHÈO"


def helpers(tmp_path, *rows, header=HEADER, title=TITLE):
    return workbook(tmp_path / "helpers.xlsx", [header, *rows], title=title)


def row(helper="Sùng A Mẫu", agency="Phòng Mẫu B", head="Mùa A Ví Dụ", village="Nà Ví Dụ", **more):
    found = {"position": "", "commune": "Nậm Tin", "day": "01/03/2026", "note": ""} | more
    return [helper, found["position"], agency, head, village, found["commune"], found["day"], found["note"]]


def running(household):
    rows = Assignment.objects.live().filter(household=household).order_by("valid_from")
    return [(str(one.helper), one.valid_from, one.valid_to) for one in rows]


def test_loaded_twice_it_changes_nothing(cast, tmp_path):
    path = helpers(tmp_path, row(note="Hướng dẫn nuôi lợn"))
    assert load("assignments", path)["new"] == 1
    found = Assignment.objects.get(household=cast.household_a2)
    assert (found.cadre, found.plan, found.note) == (cast.cadres_a2[0], cast.plan, "Hướng dẫn nuôi lợn")
    again = load("assignments", path)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1)
    assert running(cast.household_a2) == [("Sùng A Mẫu", DAY, None)]


def test_another_helper_than_before_takes_over(cast, tmp_path):
    path = helpers(tmp_path, row("Lò Văn Mẫu", "Phòng Mẫu A", "Thào A Thử", "Huổi Thử"))
    assert load("assignments", path)["changed"] == 1
    assert running(cast.household_a1) == [
        ("Vàng Thị Ví Dụ", dt.date(2025, 3, 1), DAY - dt.timedelta(days=1)),
        ("Lò Văn Mẫu", DAY, None),
    ]


def test_a_party_cell_helps_and_a_name_stands_once_for_its_rows(cast, tmp_path):
    path = helpers(tmp_path, row("", "Phòng Mẫu B"))
    assert load("assignments", path)["new"] == 1
    assert Assignment.objects.get(household=cast.household_a2).agency == cast.agency_b


@pytest.fixture
def four(cast):
    """Four cadres called Giàng A Mẫu: two of one agency, one in A2's team, one of no agency."""
    other = history.create(Agency(name="Hội Mẫu Nông dân"), by=None)
    rows = [
        Cadre(name="Giàng A Mẫu", agency=other, position="Chủ tịch"),
        Cadre(name="Giàng A Mẫu", agency=other, position="Cán bộ"),
        Cadre(name="Giàng A Mẫu", agency=cast.agency_b, position="Chuyên viên"),
        Cadre(name="Giàng A Mẫu"),
    ]
    for one in rows:
        history.create(one, by=None)
    member = Membership(team=cast.team_a2, cadre=rows[2], valid_from=dt.date(2024, 1, 1))
    history.create(member, by=None)
    return rows


def test_of_four_of_one_name_none_is_guessed(cast, four, tmp_path):
    def found(**words):
        return load("assignments", helpers(tmp_path, row("Giàng A Mẫu", **words)), "--dry-run")

    doubt = reasons(found(agency="Hội Mẫu Nông dân"), "rejected", 3)
    assert "Có 2 cán bộ tên Giàng A Mẫu" in doubt
    assert "Chủ tịch · Hội Mẫu Nông dân" in doubt
    # In another village than that of the team nobody of the four is meant for sure.
    elsewhere = reasons(found(agency="", head="Thào A Thử", village="Huổi Thử"), "rejected", 3)
    assert "Có 4 cán bộ tên Giàng A Mẫu" in elsewhere
    assert found(agency="Hội Mẫu Nông dân", position="Cán bộ")["new"] == 1
    # Name and team of the household's own village.
    assert load("assignments", helpers(tmp_path, row("Giàng A Mẫu", agency="")))["new"] == 1
    assert Assignment.objects.get(household=cast.household_a2).cadre == four[2]


BAD_ROWS = [
    (row("Ai Đó Lạ"), "Không có cán bộ nào trong địa bàn tên “Ai Đó Lạ”"),
    (row(agency="Phòng Mẫu A"), "thuộc cơ quan khác"),
    (row("", ""), "Hãy ghi người giúp đỡ"),
    (row("", "Chi bộ Lạ"), "Không có cơ quan “Chi bộ Lạ”"),
    (row(head="Lò Văn Lạ"), "Lò Văn Lạ chưa có trong hệ thống"),
    (row(day="31/02/2026"), "31/02/2026"),
    (row(day="01/03/2020"), "ngày 01/03/2020 có: –"),
]


def test_bad_rows_say_what_is_wrong_and_nothing_is_written(cast, tmp_path):
    # A blank helper below a name is taken from above; here each row stands for itself.
    for bad, said in BAD_ROWS:
        found = load("assignments", helpers(tmp_path, bad))
        assert found["exit"] == 1
        assert not_said(found, [(bad, said)], first=3) == []
    assert Assignment.objects.live().count() == 2


def test_the_plan_stands_above_the_table_or_is_asked_for(cast, tmp_path):
    other = history.create(type(cast.plan)(number="41-KH/ĐU", title="Khác", valid_from=dt.date(2026, 1, 1)), by=None)
    doubt = load("assignments", helpers(tmp_path, row()))
    assert "40-KH/TH" in reasons(doubt, "rejected", 3)
    assert "41-KH/ĐU" in reasons(doubt, "rejected", 3)
    assert load("assignments", helpers(tmp_path, row(), title=f"{TITLE} (Kèm theo Kế hoạch số 41-KH/ĐU)"))["new"] == 1
    assert Assignment.objects.get(household=cast.household_a2).plan == other


def test_in_the_wizard_only_who_lies_in_the_area_and_undone_as_one(cast, sign_in, tmp_path):
    client = sign_in(cast.officer_a)
    strange = row("Hờ A Bí Mật", "Phòng Mẫu B", "Chảo A Bí Mật", "Mẫu Đá", commune="Nậm Chua")
    batch = send(client, tmp_path, row(), strange, kind="assignments", header=HEADER)
    assert (batch.counts["new"], batch.counts["rejected"]) == (1, 1)
    do(client, "commit", batch, rows="good")
    assert running(cast.household_a2) == [("Sùng A Mẫu", DAY, None)]
    do(client, "undo", batch)
    assert running(cast.household_a2) == []
