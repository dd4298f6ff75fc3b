"""Every fault that is planted in messy_teams.xlsx, with what must come of it."""

import datetime as dt
import json

import openpyxl
import pytest
from django.db import transaction

from teams.models import UNKNOWN_START, Area, Cadre, Membership, Team
from tests.imports import DATA, load, load_areas, not_said, reasons, rows_of, workbook

FILE = DATA / "messy_teams.xlsx"
MANIFEST = json.loads((DATA / "messy_manifest.json").read_text(encoding="utf-8"))[FILE.name]


class RollBack(Exception):
    """Takes the loaded lists out of the database again."""


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Load areas and teams once; everything that the tests read is taken out of the database here."""
    found = {}
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                load_areas()
                found["strict"] = load("teams", FILE)
                found["nothing"] = Team.objects.count()
                found["good"] = load("teams", FILE, "--only-good-rows")
                found["members"] = {
                    (m.cadre.name, m.team.name): m for m in Membership.objects.select_related("cadre", "team__village")
                }
                found["communes"] = {
                    v.name: {c.parent.name for c in v.containments.all()} for v in Area.objects.villages()
                }
                found["cadres"] = list(Cadre.objects.all())
                found["teams"] = {t.name: t for t in Team.objects.all()}
                found["again"] = load("teams", FILE, "--only-good-rows")
                found["converted"] = load("teams", FILE, "--only-good-rows", "--convert-legacy")
                found["converted_names"] = set(Cadre.objects.values_list("name", flat=True))
                raise RollBack
        except RollBack:
            pass
    return found


def member(loaded, name, village):
    return loaded["members"][name, f"Tổ dân vận bản {village}"]


def cadre(loaded, name, village):
    return member(loaded, name, village).cadre


# row, fault → (what is said, words of it) or a check of what was written
REJECTED = {13: "15/13/1981", 17: "dòng 16", 19: "Quàng Văn Thử Đế", 52: "họ tên"}
WARNED = {
    (12, "old_11_digit"): "0390001003",
    (23, "no_leader"): "tổ trưởng",
    (30, "typo_ban"): "Mạy Hốc",
    (45, "commune_new_other_district"): "Na Cô Sa",
    (49, "duplicate_exact"): "dòng 29",
    (50, "person_two_teams"): "Mốc 4",
}
WRITTEN = {
    (9, "role_case"): lambda d: member(d, "Giàng A Mẫu Một", "Mốc 4").role == "leader",
    (10, "role_abbr"): lambda d: member(d, "Vàng Thị Mẫu Bốn", "Mốc 4").role == "deputy",
    (11, "role_abbr"): lambda d: member(d, "Thào A Mẫu Bảy", "Mốc 4").role == "member",
    (12, "role_secretary"): lambda d: member(d, "Sùng A Mẫu Mười", "Mốc 4").role == "secretary",
    (14, "nfd"): lambda d: cadre(d, "Sùng Thị Mẫu Sáu", "Mốc 4").name == "Sùng Thị Mẫu Sáu",
    (15, "spaces"): lambda d: cadre(d, "Quàng Văn Ví Dụ", "Mốc 4").name == "Quàng Văn Ví Dụ",
    (18, "upper"): lambda d: cadre(d, "Chảo Thị Mẫu Tám", "Van Hồ").birth_date == dt.date(1987, 10, 10),
    (20, "honorific"): lambda d: cadre(d, "Lường Thị Ví Dụ", "Van Hồ") is not None,
    (21, "honorific"): lambda d: cadre(d, "Tẩn A Giả Định", "Van Hồ") is not None,
    (10, "year_only"): lambda d: _birth(d, "Vàng Thị Mẫu Bốn") == (dt.date(1980, 1, 1), "year"),
    (11, "date_text"): lambda d: _birth(d, "Thào A Mẫu Bảy") == (dt.date(1975, 8, 7), "day"),
    (12, "date_dots"): lambda d: _birth(d, "Sùng A Mẫu Mười") == (dt.date(1975, 8, 7), "day"),
    (14, "date_words"): lambda d: _birth(d, "Sùng Thị Mẫu Sáu") == (dt.date(1984, 9, 2), "day"),
    (16, "excel_serial"): lambda d: cadre(d, "Lường Văn Mẫu Hai", "Van Hồ").birth_date == dt.date(1980, 1, 1),
    (9, "phone_lost_zero"): lambda d: cadre(d, "Giàng A Mẫu Một", "Mốc 4").phone == "0999001000",
    (10, "two_phones"): lambda d: cadre(d, "Vàng Thị Mẫu Bốn", "Mốc 4").phone == "0999001001; 0999002001",
    (11, "phone_dashes"): lambda d: cadre(d, "Thào A Mẫu Bảy", "Mốc 4").phone == "0999001002",
    (9, "commune_old_new"): lambda d: {"Xã Nậm Tin", "Xã Mường Chà"} <= d["communes"]["Mốc 4"],
    (16, "commune_same_name_new_area"): lambda d: _old_commune(d, "Van Hồ") == "Xã Si Pa Phìn",
    (17, "commune_prefix"): lambda d: list(d["communes"]).count("Van Hồ") == 1,
    (18, "commune_upper"): lambda d: member(d, "Chảo Thị Mẫu Tám", "Van Hồ") is not None,
    (22, "party_text"): lambda d: cadre(d, "Sùng Thị Giả Định", "Van Hồ").party_status == "probationary",
    (26, "party_text"): lambda d: cadre(d, "Lường Thị Thử Đế", "Huổi Hoi").party_status == "non_party",
    (13, "trailing_space"): lambda d: "Nhiệm vụ" not in reasons(d["good"], "rejected", 13),
    (51, "blank_row"): lambda d: 51 not in rows_of(d["good"], "rejected"),
    (53, "footer"): lambda d: max(rows_of(d["good"], "rejected")) == 52,
    ("*", "homonyms"): lambda d: sum(c.name == "Giàng A Mẫu Một" for c in d["cadres"]) == 2,
    ("9-15", "merged_vertical"): lambda d: _count(d, "Mốc 4") == 6,
    ("16-22", "merged_vertical"): lambda d: _count(d, "Van Hồ") == 5,
    ("23-29", "merged_vertical"): lambda d: _count(d, "Huổi Hoi") == 7,
    ("30-35", "merged_vertical"): lambda d: _count(d, "Mạy Hốc") == 6,
    ("36-42", "merged_vertical"): lambda d: _count(d, "Nà Sự") == 7,
    ("43-48", "merged_vertical"): lambda d: _count(d, "Mẫu 6") == 7,
}


def _birth(loaded, name):
    person = cadre(loaded, name, "Mốc 4")
    return person.birth_date, person.birth_precision


def _count(loaded, village):
    return sum(team == f"Tổ dân vận bản {village}" for _name, team in loaded["members"])


def _old_commune(loaded, village):
    return next(name for name in loaded["communes"][village] if name.startswith("Xã"))


@pytest.mark.parametrize(("row", "fault"), [(row, fault) for row, fault, _expected in MANIFEST["planted"]])
def test_planted_fault(loaded, row, fault):
    if row in REJECTED and fault not in ("trailing_space",):
        assert REJECTED[row] in reasons(loaded["good"], "rejected", row)
    elif (row, fault) in WARNED:
        assert WARNED[row, fault] in reasons(loaded["good"], "warnings", row)
    else:
        assert WRITTEN[row, fault](loaded)


def test_rejected_rows_stop_the_list_unless_the_good_ones_are_asked_for(loaded):
    assert loaded["strict"]["exit"] == 1
    assert loaded["nothing"] == 0
    assert loaded["good"]["exit"] == 0
    assert (loaded["good"]["new"], loaded["good"]["unchanged"]) == (38, 1)
    assert rows_of(loaded["good"], "rejected") == [13, 17, 19, 52]


def test_loading_again_changes_nothing(loaded):
    again = loaded["again"]
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 39)


def test_old_fonts_are_converted_only_on_consent(loaded):
    assert "Quàng Văn Thử Đế" not in {c.name for c in loaded["cadres"]}
    assert loaded["converted"]["new"] == 1
    assert "Quàng Văn Thử Đế" in loaded["converted_names"]


def test_teams_are_founded_by_the_decision_above_the_table(loaded):
    team = loaded["teams"]["Tổ dân vận bản Mốc 4"]
    assert (team.kind, team.active_from) == ("mass_mobilization", dt.date(2022, 1, 5))
    assert "000-QĐ/HU" in team.founding_decision
    assert len(loaded["teams"]) == 6


def test_new_villages_are_announced_once(loaded):
    assert [row for row in (9, 16, 23, 30, 36, 43) if "thêm" in reasons(loaded["good"], "warnings", row)] == [
        9, 16, 23, 30, 36, 43,
    ]  # fmt: skip
    assert "thêm" not in reasons(loaded["good"], "warnings", 10)
    assert loaded["communes"]["Mẫu 6"] == {"Xã Na Cô Sa", "Xã Quảng Lâm", "Khu vực Nậm Pồ (huyện cũ)"}


def test_one_person_in_two_teams_is_one_cadre_with_two_memberships(loaded):
    one, two = member(loaded, "Giàng A Mẫu Một", "Mốc 4"), member(loaded, "Giàng A Mẫu Một", "Mẫu 6")
    assert one.cadre_id == two.cadre_id
    assert member(loaded, "Giàng A Mẫu Một", "Huổi Hoi").cadre_id != one.cadre_id


# --- other workbooks of the same kind ---------------------------------------------------------------------------

HEADER = ["Vai trò", "Họ tên", "Xã", "Thôn, bản", "Năm sinh", "Điện thoại", "Tên tổ", "Chức vụ"]


def team_list(tmp_path, *rows, header=HEADER, title="Nà Hỳ, ngày 05 tháng 3 năm 2024"):
    return workbook(tmp_path / "teams.xlsx", [header, *rows], title=title)


def row(
    role="Thành viên",
    name="Lò Văn Thử",
    commune="Nà Hỳ",
    village="Thử Một",
    birth="1980",
    phone="",
    team="",
    position="",
):
    return [role, name, commune, village, birth, phone, team, position]


def test_other_order_and_other_words(official_areas, tmp_path):
    path = team_list(tmp_path, row("Tổ trưởng"), row("TV", "Giàng A Thử", position="Trưởng bản"))
    result = load("teams", path)
    assert (result["new"], result["rejected"]) == (2, [])
    team = Team.objects.get()
    assert (team.name, team.active_from) == ("Tổ dân vận bản Thử Một", dt.date(2024, 3, 5))
    assert team.village.containments.get(valid_from=UNKNOWN_START).parent.name == "Xã Nà Hỳ"


def test_sheets_in_another_order_and_csv(official_areas, tmp_path):
    path = team_list(tmp_path, row("Tổ trưởng"))
    book = openpyxl.load_workbook(path)
    book.create_sheet("Bìa", 0).append(["Không có bảng ở đây"])
    book.save(path)
    assert load("teams", path)["new"] == 1
    csv = tmp_path / "teams.csv"
    csv.write_text(";".join(HEADER) + "\n" + ";".join(row("Tổ trưởng")) + "\n", encoding="utf-8")
    again = load("teams", csv)
    assert (again["new"], again["unchanged"]) == (0, 1)


def test_a_changed_role_and_phone_are_shown_old_to_new(official_areas, tmp_path):
    load("teams", team_list(tmp_path, row("Tổ trưởng", "Lò Văn Một"), row("Tổ phó", "Lò Văn Hai")))
    # Leader and deputy change places, at one stroke.
    result = load(
        "teams", team_list(tmp_path, row("Tổ phó", "Lò Văn Một"), row("Tổ trưởng", "Lò Văn Hai", phone="0912345678"))
    )
    assert (result["changed"], result["rejected"]) == (2, [])
    assert Membership.objects.get(role="leader").cadre.name == "Lò Văn Hai"
    assert Cadre.objects.get(name="Lò Văn Hai").phone == "0912345678"


def test_a_second_team_of_the_kind_in_the_village_is_refused(official_areas, tmp_path):
    path = team_list(
        tmp_path,
        row("Tổ trưởng", team="Tổ dân vận bản Thử Một"),
        row("Tổ trưởng", "Giàng A Khác", team="Tổ dân vận số 2"),
        row("Tổ trưởng", "Giàng A Trẻ", team="Tổ thanh niên xung kích bản Thử Một"),
    )
    result = load("teams", path, "--only-good-rows")
    assert rows_of(result, "rejected") == [4]
    assert "Tổ dân vận bản Thử Một" in reasons(result, "rejected", 4)
    assert set(Team.objects.values_list("kind", flat=True)) == {"mass_mobilization", "youth_shock"}


def test_a_known_leader_who_is_not_in_the_list_blocks_a_second_one(official_areas, tmp_path):
    load("teams", team_list(tmp_path, row("Tổ trưởng", "Lò Văn Một")))
    result = load("teams", team_list(tmp_path, row("Tổ trưởng", "Lò Văn Hai")))
    assert "Lò Văn Một" in reasons(result, "rejected", 3)


def test_namesakes_born_on_one_day_are_kept_apart_with_a_warning(official_areas, tmp_path):
    path = team_list(
        tmp_path,
        row("Tổ trưởng", "Giàng A Thử", birth="05/11/1980", phone="0912345678"),
        row("Tổ trưởng", "Giàng A Thử", village="Thử Hai", birth="05/11/1980", phone="0912345679"),
    )
    result = load("teams", path)
    assert Cadre.objects.filter(name="Giàng A Thử").count() == 2
    assert "Tổ dân vận bản Thử Một" in reasons(result, "warnings", 4)


BAD_ROWS = [
    (row(village=""), "bản"),
    (row(commune="Xã Không Có"), "Xã Không Có"),
    (row("Đội viên danh dự"), "Đội viên danh dự"),
    (row(birth="12/2099"), "tương lai"),
    (row(phone="123"), "123"),
    (row(name=""), "họ tên"),
]


def test_bad_rows(official_areas, tmp_path):
    result = load("teams", team_list(tmp_path, row("Tổ trưởng", "Lò Văn Một"), *[bad for bad, _said in BAD_ROWS]))
    assert result["exit"] == 1
    assert not_said(result, BAD_ROWS) == []
    assert not Team.objects.exists()


def test_a_misspelt_village_is_asked_about_not_added(official_areas, tmp_path):
    load("teams", team_list(tmp_path, row("Tổ trưởng", village="Huổi Hoi")))
    result = load("teams", team_list(tmp_path, row(name="Lò Văn Hai", village="Huổi Hoii")))
    assert "Huổi Hoi" in reasons(result, "rejected", 3)
    assert Area.objects.villages().count() == 1


def test_a_village_known_only_by_its_merged_commune_stays_in_the_old_districts_region(official_areas, tmp_path):
    """All communes merged into Nà Hỳ lay in Nậm Pồ; of Quảng Lâm only one did, so there it cannot be known."""
    path = team_list(
        tmp_path,
        row("Tổ trưởng", village="Thử Một"),
        row("Tổ trưởng", "Giàng A Thử", commune="Quảng Lâm", village="Thử Hai"),
        title="Nà Hỳ, ngày 05 tháng 3 năm 2026",
    )
    assert load("teams", path)["new"] == 2
    lies_in = {v.name: {c.parent.name for c in v.containments.all()} for v in Area.objects.villages()}
    assert lies_in == {
        # Before the merger it lay in one of four communes, all of them in Nậm Pồ.
        "Thử Một": {"Huyện Nậm Pồ", "Xã Nà Hỳ", "Khu vực Nậm Pồ (huyện cũ)"},
        "Thử Hai": {"Tỉnh Điện Biên", "Xã Quảng Lâm"},
    }


# --- of which day ---------------------------------------------------------------------------------------------------

FOUNDED = ["TT", "Tên tổ", "Bản", "Xã", "Họ và tên", "Năm sinh", "Nhiệm vụ trong Tổ", "Ngày thành lập"]


def founded(number, name, role, day, village="Mẫu 1"):
    return [number, f"Tổ dân vận bản {village}", village, "Nà Hỳ", name, 1980 + number, role, day]


def test_the_founding_day_stands_in_a_column(official_areas, tmp_path):
    rows = [founded(1, "Lò Văn Thử", "Tổ trưởng", "05/01/2022"), founded(2, "Lò Thị Mẫu", "Tổ viên", "05/01/2022")]
    result = load("teams", workbook(tmp_path / "teams.xlsx", [FOUNDED, *rows], title="DANH SÁCH TỔ DÂN VẬN"))
    assert (result["new"], "ngày" in reasons(result, "warnings", 3)) == (2, False)
    assert Team.objects.get().active_from == dt.date(2022, 1, 5)
    assert set(Membership.objects.values_list("valid_from", flat=True)) == {dt.date(2022, 1, 5)}


def test_two_founding_days_of_one_team(official_areas, tmp_path):
    rows = [founded(1, "Lò Văn Thử", "Tổ trưởng", "05/01/2022"), founded(2, "Lò Thị Mẫu", "Tổ viên", "06/01/2022")]
    path = workbook(tmp_path / "teams.xlsx", [FOUNDED, *rows], title="DANH SÁCH TỔ DÂN VẬN")
    result = load("teams", path, "--only-good-rows")
    assert (result["new"], "05/01/2022" in reasons(result, "rejected", 4)) == (1, True)


def test_without_a_day_today_is_never_taken_silently(official_areas, tmp_path):
    rows = [line[:-1] for line in (FOUNDED, founded(1, "Lò Văn Thử", "Tổ trưởng", ""))]
    path = workbook(tmp_path / "teams.xlsx", rows, title="DANH SÁCH TỔ DÂN VẬN")
    assert "--date" in reasons(load("teams", path, "--dry-run"), "warnings", 3)
    result = load("teams", path, "--date", "2022-01-05")
    assert "--date" not in reasons(result, "warnings", 3)
    assert Team.objects.get().active_from == dt.date(2022, 1, 5)
    assert Membership.objects.get().valid_from == dt.date(2022, 1, 5)
