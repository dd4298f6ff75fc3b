import pytest

from plumbing.importing.kinds import Loader, list_kind
from plumbing.importing.loading import read_list
from teams.models import Agency
from tests.imports import load, reasons, workbook

pytestmark = pytest.mark.django_db
HEADER = ["Xã", "Tên đơn vị", "Loại hình"]


@pytest.fixture(autouse=True)
def areas(request):
    if "cast" not in request.fixturenames:
        request.getfixturevalue("official_areas")


def agencies(tmp_path, *rows):
    return workbook(tmp_path / "agencies.xlsx", [HEADER, *rows])


def test_agencies_are_loaded_and_loading_again_changes_nothing(tmp_path):
    path = agencies(tmp_path, ["Nà Hỳ", "Trường Tiểu học Thử", "Trường học"], ["", "Chi bộ Thử", "Chi bộ"])
    assert load("agencies", path)["new"] == 2
    agency = Agency.objects.get(name="Trường Tiểu học Thử")
    assert (agency.kind, agency.area.name, agency.area.has_ended) == ("service", "Xã Nà Hỳ", False)
    again = load("agencies", path)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_a_known_agency_changes_and_an_empty_cell_erases_nothing(tmp_path):
    load("agencies", agencies(tmp_path, ["Nà Hỳ", "Trạm Thử", "Y tế"]))
    assert load("agencies", agencies(tmp_path, ["", "TRẠM THỬ", ""]))["changed"] == 1
    agency = Agency.objects.get()
    assert (agency.name, agency.kind, agency.area.name) == ("TRẠM THỬ", "service", "Xã Nà Hỳ")


def test_the_same_agency_twice(tmp_path):
    path = agencies(tmp_path, ["", "Trạm Thử", "Y tế"], ["", "Trạm Thử", "Y tế"], ["", "trạm thử", "Công an"])
    found = load("agencies", path, "--only-good-rows")
    assert (found["new"], found["unchanged"]) == (1, 1)
    assert "Dòng 3" in reasons(found, "rejected", 5)


@pytest.mark.parametrize(("bad", "answer"), [(["", "", "Y tế"], "Thiếu tên"), (["Xã Lạ", "Trạm", ""], "Xã Lạ")])
def test_bad_rows(tmp_path, bad, answer):
    found = load("agencies", agencies(tmp_path, ["", "Trạm Một", ""], bad))
    assert found["exit"] == 1
    assert answer in reasons(found, "rejected", 4)
    assert not Agency.objects.exists()


def test_an_unknown_kind_is_other_with_a_warning(tmp_path):
    found = load("agencies", agencies(tmp_path, ["", "Trạm Một", "Hội hè"]))
    assert "Hội hè" in reasons(found, "warnings", 3)
    assert Agency.objects.get().kind == "other"


def test_an_agency_of_another_commune_is_kept_out(cast, tmp_path):
    content = agencies(tmp_path, ["Mường Chà", "Trạm A", ""], ["Nà Hỳ", "Trạm B", ""]).read_bytes()
    found = read_list(list_kind("agencies"), content, "x.xlsx", Loader(user=cast.officer_a))
    assert [row.outcome for row in found.rows] == ["new", "rejected"]
