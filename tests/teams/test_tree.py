"""What lies in what, on which day, across the reorganisation of 1 July 2025."""

import datetime as dt

import pytest

from plumbing import history
from teams import tree
from teams.models import Area, AreaPath, Containment

BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def codes(areas):
    return {(a.level, a.code) for a in areas}


def test_a_village_stays_while_its_commune_changes(cast):
    village = cast.areas.a1
    assert codes(Area.objects.above(village, BEFORE)) == {("commune", "03156"), ("district", "103"), ("province", "11")}
    assert codes(Area.objects.above(village, AFTER)) == {("commune", "03166"), ("region", "103"), ("province", "11")}


def test_each_way_up_counts_once(cast):
    """After the merger a village reaches the province through its commune; the region is a way of its own."""
    day = dt.date(2026, 1, 1)
    paths = AreaPath.objects.filter(descendant=cast.areas.a1, valid_from__lte=day, valid_to__gte=day)
    ancestors = list(paths.values_list("ancestor", flat=True))
    assert len(ancestors) == len(set(ancestors)) == 4


def test_the_region_is_reported_by_the_communes_of_its_villages(cast):
    assert codes(tree.parts_of(cast.areas.region)) == {("commune", "03166"), ("commune", "03169")}
    assert codes(tree.parts_of(cast.areas.district, BEFORE)) == {("commune", "03156"), ("commune", "03173")}
    assert {a.name for a in tree.parts_of(cast.areas.new_a)} == {"Huổi Thử", "Nà Ví Dụ"}
    assert list(tree.parts_of(cast.areas.a1)) == []


def test_an_area_that_ended_still_shows_what_lay_in_it(cast):
    within = Area.objects.within(cast.areas.district)
    assert {a.name for a in within.villages()} == {"Huổi Thử", "Nà Ví Dụ", "Mẫu Đá"}


def test_a_code_is_not_a_key_over_time(cast):
    assert Area.objects.by_code("103", BEFORE).level == "district"
    assert Area.objects.by_code("103", AFTER).level == "region"
    with pytest.raises(Area.DoesNotExist):
        Area.objects.by_code("03156", AFTER)


def test_a_circle_is_refused(cast):
    history.create(Containment(child=cast.areas.province, parent=cast.areas.a1), by=None)
    with pytest.raises(ValueError, match="lies in itself"):
        tree.rebuild_paths()


def test_rebuilding_twice_gives_the_same(cast):
    def rows():
        return set(AreaPath.objects.values_list("ancestor", "descendant", "depth", "valid_from", "valid_to"))

    first = rows()
    tree.rebuild_paths()
    assert rows() == first
