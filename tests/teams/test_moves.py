"""An area that goes elsewhere: from a day on, in one unit at a time, and nothing before it changes."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from plumbing import history, undo
from plumbing.models import Change
from plumbing.problems import Refused
from teams import tree
from teams.actions.areas import add_village, move_area
from teams.models import Area, AreaPath, Containment

DAY = dt.date(2026, 3, 1)
EVE = dt.date(2026, 2, 28)
MERGER = dt.date(2025, 7, 1)
PLAIN = ("parent__name", "valid_from", "valid_to")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def stays(area):
    return set(Containment.objects.live().filter(child=area, valid_from__gte=MERGER).values_list(*PLAIN))


def names_above(area, day):
    return {above.name for above in Area.objects.above(area, day)}


def paths():
    return set(AreaPath.objects.values_list("ancestor", "descendant", "depth", "valid_from", "valid_to"))


def test_a_move_ends_what_was_before_and_keeps_the_region(cast):
    move_area(area=cast.areas.a1, parent=cast.areas.new_b, day=DAY, by=cast.office)
    assert stays(cast.areas.a1) == {
        ("Xã Mường Chà", MERGER, EVE),
        ("Xã Nà Hỳ", DAY, None),
        ("Khu vực Nậm Pồ (huyện cũ)", MERGER, None),
    }
    assert names_above(cast.areas.a1, EVE) == {"Xã Mường Chà", "Tỉnh Điện Biên", "Khu vực Nậm Pồ (huyện cũ)"}
    assert names_above(cast.areas.a1, DAY) == {"Xã Nà Hỳ", "Tỉnh Điện Biên", "Khu vực Nậm Pồ (huyện cũ)"}
    # It never left the province.
    up = AreaPath.objects.filter(ancestor=cast.areas.province, descendant=cast.areas.a1, valid_to__gte=MERGER)
    assert up.count() == 1


def test_a_move_before_the_merger_follows_the_new_commune_through_it(cast):
    move_area(area=cast.areas.a1, parent=cast.areas.old_b, day=dt.date(2025, 3, 1), by=cast.office)
    assert names_above(cast.areas.a1, dt.date(2025, 2, 28)) >= {"Xã Nậm Tin", "Huyện Nậm Pồ"}
    assert names_above(cast.areas.a1, dt.date(2025, 3, 1)) >= {"Xã Nậm Chua", "Huyện Nậm Pồ"}
    assert names_above(cast.areas.a1, DAY) == {"Xã Nà Hỳ", "Tỉnh Điện Biên", "Khu vực Nậm Pồ (huyện cũ)"}


def test_a_commune_lies_in_one_district_on_a_day(cast):
    other = history.create(
        Area(level="district", code="101", name="Huyện Khác", valid_to=dt.date(2025, 6, 30)), by=None
    )
    history.create(Containment(child=other, parent=cast.areas.province, valid_to=other.valid_to), by=None)
    move_area(area=cast.areas.old_a, parent=other, day=dt.date(2025, 1, 1), by=cast.administrator)
    assert names_above(cast.areas.a1, dt.date(2024, 12, 31)) == {"Xã Nậm Tin", "Huyện Nậm Pồ", "Tỉnh Điện Biên"}
    assert names_above(cast.areas.a1, dt.date(2025, 1, 1)) == {"Xã Nậm Tin", "Huyện Khác", "Tỉnh Điện Biên"}


@pytest.mark.parametrize(
    ("area", "parent", "day", "answer"),
    [
        ("a1", "new_a", DAY, "already"),
        ("a1", "b1", DAY, "cannot lie in"),
        ("new_a", "old_b", DAY, "cannot lie in"),
        ("a1", "old_b", DAY, "there is no Xã Nậm Chua"),
        ("a1", "new_b", dt.date(2025, 6, 30), "there is no Xã Nà Hỳ"),
        ("a1", "region", DAY, "cannot lie in"),
    ],
)
def test_what_is_no_move(cast, area, parent, day, answer):
    before = paths()
    with pytest.raises(Refused, match=answer):
        move_area(area=getattr(cast.areas, area), parent=getattr(cast.areas, parent), day=day, by=cast.office)
    assert paths() == before


def test_a_later_move_is_not_overwritten(cast):
    move_area(area=cast.areas.a1, parent=cast.areas.new_b, day=DAY, by=cast.office)
    third = history.create(Area(level="commune", code="03199", name="Xã Si Pa Phìn"), by=None)
    with pytest.raises(Refused, match=r"On 01/03/2026 it goes to Xã Nà Hỳ already"):
        move_area(area=cast.areas.a1, parent=third, day=dt.date(2026, 1, 1), by=cast.office)


def test_taken_back_the_paths_are_as_they_were(cast):
    before, first = paths(), Change.objects.latest("id").pk
    move_area(area=cast.areas.a1, parent=cast.areas.new_b, day=DAY, by=cast.office)
    assert paths() != before
    undo.undo(list(Change.objects.filter(id__gt=first).order_by("-id")), by=cast.office, reason="Taken back")
    assert paths() == before


def test_the_database_refuses_a_second_unit_and_a_second_region(cast):
    """Also where no verb is asked: migration 0006 keeps it on both databases."""
    open_stay = Containment.objects.get(child=cast.areas.a1, parent=cast.areas.new_a)
    region = history.create(Area(level="region", code="102", name="Khu vực Khác", valid_from=MERGER), by=None)
    for parent in (cast.areas.new_b, region):
        with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
            history.create(Containment(child=cast.areas.a1, parent=parent, valid_from=DAY), by=None)
    Containment.objects.filter(pk=open_stay.pk).update(valid_to=EVE)
    history.create(Containment(child=cast.areas.a1, parent=cast.areas.new_b, valid_from=DAY), by=None)
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        Containment.objects.filter(pk=open_stay.pk).update(valid_to=DAY)


def test_an_area_that_ends_ends_its_paths(cast):
    cast.areas.a1.valid_to = EVE
    history.change(cast.areas.a1, by=None)
    tree.rebuild_paths()
    assert names_above(cast.areas.a1, EVE) == {"Xã Mường Chà", "Tỉnh Điện Biên", "Khu vực Nậm Pồ (huyện cũ)"}
    assert not AreaPath.objects.filter(descendant=cast.areas.a1, valid_to__gt=EVE).exists()


def test_rebuilding_what_stands_writes_nothing(cast):
    newest = AreaPath.objects.latest("pk").pk
    tree.rebuild_paths()
    assert AreaPath.objects.latest("pk").pk == newest


def test_the_nearest_of_two_ways_up_counts_on_each_day(cast):
    """A region that somebody puts into the province gives its villages a second way there."""
    history.create(Containment(child=cast.areas.region, parent=cast.areas.province, valid_from=DAY), by=None)
    tree.rebuild_paths()
    up = AreaPath.objects.filter(ancestor=cast.areas.province, descendant=cast.areas.a1).order_by("valid_from")
    days = [day for path in up for day in (path.valid_from, path.valid_to)]
    assert days == sorted(days)
    assert len(days) == len(set(days))


def test_a_village_of_a_merged_commune_lies_in_what_is_sure_before(cast):
    village = Area(level="village", code="03169.09", name="Bản Mới Mẫu")
    add_village(village=village, commune=cast.areas.new_b, by=cast.office)
    before = names_above(village, dt.date(2025, 6, 30))
    # Only one commune became Nà Hỳ here, so it is sure.
    assert before == {"Xã Nậm Chua", "Huyện Nậm Pồ", "Tỉnh Điện Biên"}
    third = Area(
        level="commune", code="03168", name="Xã Nà Khoa", successor=cast.areas.new_b, valid_to=dt.date(2025, 6, 30)
    )
    history.create(third, by=None)
    history.create(Containment(child=third, parent=cast.areas.district, valid_to=third.valid_to), by=None)
    another = Area(level="village", code="03169.10", name="Bản Mới Thử")
    add_village(village=another, commune=cast.areas.new_b, by=cast.office)
    assert names_above(another, dt.date(2025, 6, 30)) == {"Huyện Nậm Pồ", "Tỉnh Điện Biên"}
