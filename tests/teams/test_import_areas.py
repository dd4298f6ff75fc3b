import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from plumbing.importing.kinds import Loader, list_kind
from plumbing.importing.loading import read_list
from plumbing.importing.undoing import undo
from plumbing.models import Change, ImportBatch
from teams.models import UNKNOWN_START, Area, AreaPath, Containment
from tests.imports import DATA, load, load_areas, reasons

pytestmark = pytest.mark.django_db
HEADER = "level,code,name,parent_code,valid_from,valid_to,successor_code\n"
MERGER = dt.date(2025, 7, 1)
PATH = ("ancestor", "descendant", "depth", "valid_from", "valid_to")


def areas_file(tmp_path, *lines: str, header: str = HEADER):
    path = tmp_path / "areas.csv"
    path.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_official_table_is_loaded_whole():
    result = load_areas()
    assert result == {
        "new": 118,
        "changed": 0,
        "unchanged": 0,
        "rejected": [],
        "warnings": [],
        "skipped": [],
        "exit": 0,
    }
    old, new = (
        Area.objects.get(code="03176", valid_from=UNKNOWN_START),
        Area.objects.get(code="03176", valid_from=MERGER),
    )
    assert (old.name, new.name) == ("Xã Vàng Đán", "Xã Nà Bủng")
    assert old.successor == new
    assert Area.objects.get(code="03156").successor.name == "Xã Mường Chà"
    assert Area.objects.get(code="103", level="district").valid_from == dt.date(2012, 8, 25)
    assert Area.objects.get(code="03334", valid_from=MERGER).is_urban
    assert not old.is_urban


def test_loading_it_again_changes_nothing(official_areas):
    before = Change.objects.count()
    assert load_areas() == {
        "new": 0,
        "changed": 0,
        "unchanged": 118,
        "rejected": [],
        "warnings": [],
        "skipped": [],
        "exit": 0,
    }
    # Only the note that a file was loaded.
    assert Change.objects.count() == before + 1


def test_an_abolished_district_lives_on_as_a_region(official_areas):
    region = Area.objects.get(code="103", level="region")
    assert (region.name, region.valid_from) == ("Khu vực Nậm Pồ (huyện cũ)", MERGER)
    assert Area.objects.get(code="094", level="region").name == "Khu vực Điện Biên Phủ (thành phố cũ)"
    assert Area.objects.get(code="103", level="district").successor == region
    assert Area.objects.filter(level="region").count() == 9
    # A region stands beside the communes, not above them: it must not be counted twice in the province.
    assert not Containment.objects.filter(child=region).exists()


def test_the_tree_is_read_by_day(official_areas):
    district = Area.objects.get(code="103", level="district")
    assert Area.objects.within(district).filter(level="commune").count() == 15
    province = Area.objects.get(code="11")
    assert Area.objects.within(province, MERGER).filter(level="commune").count() == 27


def test_villages_get_a_code_and_follow_their_commune(official_areas, tmp_path):
    path = areas_file(tmp_path, "village,,Bản Thử Một,03156,,,", "village,,Bản Thử Hai,03156,,,", "bản,,Mẫu 3,03169,,,")
    result = load("areas", path)
    assert (result["new"], result["rejected"]) == (3, [])
    assert "03169" in reasons(result, "warnings", 4)
    village = Area.objects.get(name="Bản Thử Hai")
    assert village.code == "03156.02"
    lies_in = {(c.parent.name, c.valid_from) for c in village.containments.all()}
    assert lies_in == {
        ("Xã Nậm Tin", UNKNOWN_START),
        ("Xã Mường Chà", MERGER),
        ("Khu vực Nậm Pồ (huyện cũ)", MERGER),
    }
    assert load("areas", path)["unchanged"] == 3


def test_a_changed_name_shows_old_and_new(official_areas, tmp_path):
    path = areas_file(tmp_path, "commune,03156,Xã Nậm Tìn,103,,2025-06-30,03166")
    assert load("areas", path)["changed"] == 1
    assert Area.objects.get(code="03156").name == "Xã Nậm Tìn"


def test_a_commune_that_ends_later_takes_its_villages_along(tmp_path):
    load(
        "areas",
        areas_file(tmp_path, "province,11,Tỉnh Thử,,,,", "commune,00001,Xã Cũ,11,,,", "village,,Bản Thử Một,00001,,,"),
    )
    result = load(
        "areas",
        areas_file(tmp_path, "commune,00001,Xã Cũ,11,,2030-06-30,00002", "commune,00002,Xã Mới,11,2030-07-01,,"),
    )
    assert (result["new"], result["changed"], result["rejected"]) == (1, 1, [])
    village = Area.objects.get(level="village")
    assert {(c.parent.name, c.valid_from, c.valid_to) for c in village.containments.all()} == {
        ("Xã Cũ", UNKNOWN_START, dt.date(2030, 6, 30)),
        ("Xã Mới", dt.date(2030, 7, 1), None),
    }


def test_columns_may_stand_in_another_order_with_other_names(tmp_path):
    path = areas_file(
        tmp_path,
        "Tỉnh Thử;11;;Tỉnh",
        "Xã Một;00001;11;Xã",
        "Phường Hai;00002;11;Phường",
        header="Tên đơn vị;Mã đơn vị;Mã cấp trên;Cấp\n",
    )
    result = load("areas", path)
    assert (result["new"], result["rejected"]) == (3, [])
    assert Area.objects.get(code="00002").is_urban


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("làng,00009,Xã Sai,11,,,", "làng"),
        ("commune,,Xã Sai,11,,,", "mã"),
        ("commune,00009,,11,,,", "tên"),
        ("commune,00009,Xã Sai,77,,,", "77"),
        ("commune,00009,Xã Sai,,,,", "thuộc"),
        ("commune,00009,Xã Sai,11,2025-01-01,2024-01-01,", "trước"),
        ("commune,00009,Xã Sai,11,,2025-06-30,00077", "00077"),
        ("commune,00009,Xã Sai,11,,,00001", "ngày cuối"),
        ("commune,00009,Xã Sai,11,31/02/2025,,", "31/02/2025"),
        ("commune,00001,Xã Khác,11,,,", "00001"),
        ("village,,Bản Sai,00099,,,", "00099"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason_and_nothing_is_written(tmp_path, line, answer):
    result = load("areas", areas_file(tmp_path, "province,11,Tỉnh Thử,,,,", "commune,00001,Xã Một,11,,,", line))
    assert result["exit"] == 1
    assert answer.casefold() in reasons(result, "rejected", 4).casefold()
    assert not Area.objects.exists()
    assert not ImportBatch.objects.exists()


def test_rows_that_hang_on_a_rejected_row_are_rejected_too(tmp_path):
    path = areas_file(
        tmp_path,
        "province,11,Tỉnh Thử,,,,",
        "district,9,Huyện Sai,11,2025-01-01,2024-01-01,",
        "commune,00001,Xã Một,9,,,",
    )
    result = load("areas", path, "--only-good-rows")
    assert (result["exit"], result["new"]) == (0, 1)
    assert [answer["row"] for answer in result["rejected"]] == [3, 4]
    assert Area.objects.get().code == "11"


def test_an_unknown_kind_names_those_that_exist():
    with pytest.raises(CommandError, match=r"areas.*teams.*households"):
        call_command("import_list", "nonsense", str(DATA / "areas_nampo.csv"))


def test_the_whole_province():
    assert load("areas", DATA / "areas_dienbien_all.csv")["new"] == 185


# --- lists of areas that are known already --------------------------------------------------------------------------

VILLAGES = "level,code,name,parent_code,valid_from\n"


def stays_of(code: str) -> list[tuple]:
    rows = Containment.objects.live().filter(child__code=code, in_region=False).order_by("valid_from")
    return list(rows.values_list("parent__name", "valid_from", "valid_to"))


def villages_file(tmp_path, *lines: str):
    return areas_file(tmp_path, *lines, header=VILLAGES)


@pytest.fixture
def old_villages(db, tmp_path):
    """Load villages of Nà Bủng and of Vàng Đán, whose code 03176 is Nà Bủng's since the merger."""
    load_areas()
    load("areas", villages_file(tmp_path, "village,NB1,Nà Bủng 1,03170,", "village,VD1,Vàng Đán 1,03176,2012-08-25"))
    assert stays_of("VD1")[0][0] == "Xã Vàng Đán"
    return tmp_path


def test_todays_codes_of_known_villages_change_nothing(old_villages):
    """03176 was Vàng Đán: a village of Nà Bủng must not lie in both."""
    before = {code: stays_of(code) for code in ("NB1", "VD1")}
    path = villages_file(old_villages, "village,NB1,Nà Bủng 1,03176,", "village,VD1,Vàng Đán 1,03176,")
    result = load("areas", path)
    assert (result["unchanged"], result["changed"], result["warnings"]) == (2, 0, [])
    assert {code: stays_of(code) for code in ("NB1", "VD1")} == before
    assert load("areas", path)["unchanged"] == 2


def test_codes_of_another_day_speak_of_that_day(old_villages):
    path = villages_file(old_villages, "village,NB1,Nà Bủng 1,03170,", "village,VD1,Vàng Đán 1,03170,")
    result = load("areas", path, "--only-good-rows")
    assert (result["unchanged"], [answer["row"] for answer in result["rejected"]]) == (1, [3])
    assert "30/06/2025" in reasons(result, "rejected", 3)


def test_a_village_that_a_list_puts_elsewhere_moves_from_a_day_on(old_villages):
    path = villages_file(old_villages, "village,NB1,Nà Bủng 1,03169,01/03/2026")
    result = load("areas", path, "--dry-run")
    assert result["changed"] == 1
    assert "giữ nguyên" in reasons(result, "warnings", 2)
    load("areas", path)
    assert stays_of("NB1") == [
        ("Xã Nà Bủng", UNKNOWN_START, dt.date(2025, 6, 30)),
        ("Xã Nà Bủng", MERGER, dt.date(2026, 2, 28)),
        ("Xã Nà Hỳ", dt.date(2026, 3, 1), None),
    ]
    assert Area.objects.get(code="NB1").valid_from == UNKNOWN_START
    assert load("areas", path)["unchanged"] == 1


def test_the_preview_shows_the_old_and_the_new_commune(old_villages):
    path = villages_file(old_villages, "village,NB1,Nà Bủng 1,03169,01/03/2026")
    kind = list_kind("areas")
    rows = read_list(kind, path.read_bytes(), path.name, Loader()).rows
    assert rows[0].differences == {"parent_code": ["Xã Nà Bủng", "Xã Nà Hỳ từ ngày 01/03/2026"]}


def test_taken_back_everything_lies_where_it_lay(old_villages):
    before, paths = stays_of("NB1"), set(AreaPath.objects.values_list(*PATH))
    load("areas", villages_file(old_villages, "village,NB1,Nà Bủng 1,03169,01/03/2026"))
    assert set(AreaPath.objects.values_list(*PATH)) != paths
    undo(ImportBatch.objects.latest("id"), by=None)
    assert (stays_of("NB1"), set(AreaPath.objects.values_list(*PATH))) == (before, paths)


def test_the_days_of_a_known_area_stay(old_villages):
    path = villages_file(old_villages, "village,VD1,Vàng Đán 1,03176,2020-01-01")
    result = load("areas", path)
    assert (result["unchanged"], Area.objects.get(code="VD1").valid_from) == (1, dt.date(2012, 8, 25))
    assert "25/08/2012" in reasons(result, "warnings", 2)
    result = load("areas", areas_file(old_villages, "commune,03170,Xã Nà Bủng,103,,2025-05-31,"))
    assert "30/06/2025" in reasons(result, "rejected", 2)


def test_a_reused_code_needs_the_end_of_the_old_one(tmp_path):
    load("areas", areas_file(tmp_path, "province,11,Tỉnh Thử,,,,", "commune,00001,Xã Cũ,11,,,"))
    late = areas_file(tmp_path, "commune,00001,Xã Mới,11,2026-01-01,,")
    assert "Xã Cũ" in reasons(load("areas", late), "rejected", 2)
    both = areas_file(tmp_path, "commune,00001,Xã Mới,11,2026-01-01,,", "commune,00001,Xã Cũ,11,,2025-12-31,")
    assert (load("areas", both)["new"], Area.objects.filter(code="00001").count()) == (1, 2)


def test_a_commune_that_ends_without_a_successor_says_what_is_lost(old_villages):
    result = load("areas", areas_file(old_villages, "commune,03169,Xã Nà Hỳ,11,2025-07-01,2026-12-31,", ""))
    assert result["warnings"] == []
    result = load("areas", areas_file(old_villages, "commune,03176,Xã Nà Bủng,11,2025-07-01,2026-12-31,"))
    assert "2" in reasons(result, "warnings", 2)
    assert stays_of("NB1")[-1] == ("Xã Nà Bủng", MERGER, dt.date(2026, 12, 31))


def test_communes_and_villages_of_a_district_that_is_abolished_later(tmp_path):
    lines = ("province,11,Tỉnh Thử,,,,", "district,103,Huyện Thử,11,,,", "commune,00001,Xã Một,103,,,")
    load("areas", areas_file(tmp_path, *lines, "village,V1,Bản Một,00001,,,"))
    result = load("areas", areas_file(tmp_path, "district,103,Huyện Thử,11,,2026-06-30,"))
    assert (result["changed"], result["rejected"]) == (1, [])
    july = dt.date(2026, 7, 1)
    assert stays_of("00001")[-1] == ("Tỉnh Thử", july, None)
    village = Area.objects.get(code="V1")
    assert {a.name for a in Area.objects.above(village, july)} == {"Xã Một", "Khu vực Thử (huyện cũ)", "Tỉnh Thử"}
    assert {a.name for a in Area.objects.above(village, dt.date(2026, 6, 30))} == {"Xã Một", "Huyện Thử", "Tỉnh Thử"}


def test_what_somebody_goes_to_does_not_end_before(old_villages):
    load("areas", villages_file(old_villages, "village,NB1,Nà Bủng 1,03169,01/03/2026"))
    result = load("areas", areas_file(old_villages, "commune,03169,Xã Nà Hỳ,11,2025-07-01,2026-01-31,"))
    assert "01/03/2026" in reasons(result, "rejected", 2)
