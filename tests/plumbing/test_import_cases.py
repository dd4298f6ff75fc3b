"""Lists that offices really have, each of a kind that other programs read wrongly (tests/data/lists)."""

from __future__ import annotations

import pytest
from django.db import transaction

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
    rows += [
        ["village", "", f"Bản {name} {n}", commune] for name, count, commune in VILLAGES for n in range(1, count + 1)
    ]
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
