"""Reading: over months, over areas, over the reorganisation."""

import datetime as dt
from decimal import Decimal

import pytest

from activities.models import Activity, Meeting
from plumbing import history
from plumbing.dates import Period, add_months, month_range
from reports import figures, rollups
from reports.figures import Place
from reports.indicators import BUILT_IN, Kind, Ratio, all_indicators, check_codes
from reports.models import Figure
from reports.verify import differences
from teams import tree
from teams.models import FOREVER, AreaPath
from tests.conftest import LAST_MONTH, THIS_MONTH

YEAR_OF_MERGER = Period.parse("2025")
MAY = dt.date(2025, 5, 1)


@pytest.fixture
def across(counted, prepared_rows):
    """A meeting and ten people at an activity in each village, in May and in August 2025."""
    prepared_rows["across"].replace_or_make(lambda: make_year_of_merger(counted))
    return counted.areas


def make_year_of_merger(cast):
    for month in (MAY, dt.date(2025, 8, 1)):
        for team in (cast.team_a1, cast.team_a2, cast.team_b1):
            day = month.replace(day=5)
            history.create(Meeting(team=team, month=month, held_on=day), by=None)
            history.create(Activity(team=team, held_on=day, field="outreach", title="Thử", attended=10), by=None)
    rollups.take_waiting()


def test_over_months_flows_add_up_stocks_take_the_last_and_ratios_are_divided(cast):
    before = add_months(LAST_MONTH, -1)
    meeting = history.create(Meeting(team=cast.team_a1, month=before, held_on=before), by=None)
    meeting.attendances.create(cadre=cast.cadres_a1[0], was_present=True)
    rollups.take_waiting()
    period = Period(f"{LAST_MONTH.year}", before, LAST_MONTH)
    numbers = figures.read(cast.areas.a1, period)
    assert (numbers["meetings_held"], numbers["teams_active"], numbers["months_due"]) == (2, 1, 2)
    # 1 of 1 in the first month, 2 of 3 in the second: 3 of 4, not the mean of the two.
    assert numbers["attendance_rate"] == Decimal(3) / 4


@pytest.mark.usefixtures("counted")
def test_a_ratio_without_a_denominator_is_not_known(cast):
    long_ago = Period.parse("2022-03")
    numbers = figures.read(cast.areas.region, long_ago)
    assert numbers["attendance_rate"] is None
    assert numbers["poverty_rate"] is None
    # Before the data begin nothing is known, not even that nobody met.
    assert numbers["meetings_held"] is None


@pytest.mark.usefixtures("counted")
def test_the_future_is_not_known(cast):
    next_month = Period.of_month(add_months(THIS_MONTH, 1))
    assert set(figures.read(cast.areas.region, next_month).values()) == {None}
    assert {v for _, n in figures.read_parts(cast.areas.region, next_month) for v in n.values()} == {None}


@pytest.mark.usefixtures("counted")
def test_a_running_period_takes_stocks_from_the_current_month(cast):
    year = Period.parse(f"{THIS_MONTH.year}")
    assert figures.read(cast.areas.region, year)["teams_active"] == 3


def test_an_area_of_today_counts_its_villages_over_the_whole_year_of_the_merger(across):
    for area, meetings in [(across.new_a, 4), (across.new_b, 2), (across.region, 6), (across.province, 6)]:
        numbers = figures.read(area, YEAR_OF_MERGER, ["meetings_held", "teams_active"])
        assert numbers["meetings_held"] == meetings, area
    assert figures.read(across.district, Period.parse("2025-05"))["meetings_held"] == 3
    assert figures.read(across.old_a, Period.parse("2025-Q2"))["meetings_held"] == 2


def test_the_parts_add_up_to_the_whole(across):
    for area, period, names in [
        (across.region, YEAR_OF_MERGER, {"Xã Mường Chà", "Xã Nà Hỳ"}),
        (across.province, YEAR_OF_MERGER, {"Xã Mường Chà", "Xã Nà Hỳ"}),
        (across.district, Period.parse("2025-05"), {"Xã Nậm Tin", "Xã Nậm Chua"}),
        (across.new_a, Period.parse("2025-Q3"), {"Huổi Thử", "Nà Ví Dụ"}),
    ]:
        parts = figures.read_parts(area, period)
        whole = figures.read(area, period)
        assert {part.name for part, _ in parts} == names
        for code, one in all_indicators().items():
            if not isinstance(one, Ratio):
                # What is known of no part is not known of the whole; of some parts, it is theirs.
                known = [numbers[code] for _, numbers in parts if numbers[code] is not None]
                assert (sum(known) if known else None) == whole[code], (area, code)
    assert figures.read_parts(across.a1, YEAR_OF_MERGER) == []


def test_a_village_that_ended_in_a_commune_counts_in_what_carries_it_on(cast, across):
    """Before the merger: in no path of the new commune, and yet in its year, in the region's and in their parts."""
    ended = across.a2
    ended.valid_to = dt.date(2025, 5, 31)
    history.change(ended, by=None)
    for stay in ended.containments.live().filter(valid_from__gt=ended.valid_to):
        history.void(stay, by=None, reason="thử")
    tree.rebuild_paths()
    rollups.take_waiting()
    held = [figures.read(area, YEAR_OF_MERGER)["meetings_held"] for area in (across.new_a, across.region)]
    # Of the ended village May counts, what was written for August does not.
    assert held == [3, 5]
    parts = figures.read_parts(across.region, YEAR_OF_MERGER, ["meetings_held"])
    assert [(part.code, numbers["meetings_held"]) for part, numbers in parts] == [("03166", 3), ("03169", 2)]
    assert figures.read(across.old_a, Period.parse("2025-Q2"))["meetings_held"] == 2
    assert {part.name for part, _ in figures.read_parts(across.new_a, YEAR_OF_MERGER)} == {"Huổi Thử", "Nà Ví Dụ"}
    assert [str(one) for one in differences()] == []


def test_boundaries_of_another_day(across):
    day = dt.date(2025, 8, 1)
    assert figures.read(Place(across.new_a, as_of=day), Period.parse("2025-05"))["meetings_held"] == 2
    parts = figures.read_parts(Place(across.region, as_of=day), Period.parse("2025-05"), ["outreach_people"])
    assert [(a.code, n["outreach_people"]) for a, n in parts] == [("03166", 20), ("03169", 10)]


@pytest.mark.parametrize(("now", "before"), [("2025-09", "2025-08"), ("2025-07", "2025-06"), ("2025-08", "2025-07")])
def test_two_months_read_together_are_those_read_apart(across, now, before):
    """In the boundaries of the later month, over the merger too; what lies outside of the region does not count."""
    codes = ["meetings_held", "outreach_people", "teams_active", "attendance_rate"]
    later = Period.parse(now)
    months = [Period.parse(before).first_month, later.first_month]
    for area in (across.region, across.province, across.new_a):
        place = Place(area)
        parts = figures.parts_of(place, later)
        as_of = Place(area, as_of=later.last_day)
        apart = [figures.read_parts(as_of, Period.of_month(month), codes) for month in months]
        assert figures.read_parts_by_month(place, months, codes, parts) == apart, area
        assert figures.read_parts(place, later, codes) == apart[1], area


def test_a_commune_that_reaches_out_of_the_region_counts_only_inside_it(across):
    parts = tree.parts_of(across.region, dt.date(2025, 8, 1))
    path = AreaPath.objects.get(ancestor=across.region, descendant=across.b1, valid_to=FOREVER)
    path.delete()
    place, month = Place(across.region), dt.date(2025, 8, 1)
    read = figures.read_parts_by_month(place, [month], ["meetings_held"], list(parts))[0]
    assert sum(numbers["meetings_held"] for _part, numbers in read) == 2


def test_only_the_villages_inside_another_area(across):
    place = Place(across.province, inside=across.new_b)
    assert figures.read(place, Period.parse("2025-08"))["meetings_held"] == 1


def test_a_line_over_the_reorganisation(across):
    months = month_range(dt.date(2025, 4, 1), dt.date(2025, 8, 1))
    lines = figures.series(across.region, months, ["meetings_held", "attendance_rate"])
    assert lines == {"meetings_held": [0, 3, 0, 0, 3], "attendance_rate": [None] * 5}
    assert figures.series(across.new_a, months, ["meetings_held"])["meetings_held"] == [0, 2, 0, 0, 2]
    assert figures.series(across.a1, months, ["outreach_people"])["outreach_people"] == [0, 10, 0, 0, 10]


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2025-01", "2024-12"),
        ("2025-Q1", "2024-Q4"),
        ("2025-Q3", "2025-Q2"),
        ("2025-H2", "2025-H1"),
        ("2025-H1", "2024-H2"),
        ("2025-9M", "2024-9M"),
        ("2025", "2024"),
    ],
)
def test_the_period_to_compare_with(code, before):
    assert figures.previous(Period.parse(code)).code == before


def test_differences():
    now, before = {"a": Decimal(5), "b": None, "c": Decimal(1)}, {"a": Decimal(7), "b": Decimal(1), "c": None}
    assert figures.differences(now, before) == {"a": -2, "b": None, "c": None}


@pytest.mark.usefixtures("counted")
def test_reading_asks_the_database_the_same_for_one_village_and_for_many(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        figures.read(cast.areas.region, YEAR_OF_MERGER)
    with django_assert_max_num_queries(5):
        figures.read_parts(cast.areas.region, YEAR_OF_MERGER)


def test_the_codes_of_the_design_exist():
    promised = [
        "teams_active",
        "cadres_active",
        "teams_met",
        "meetings_held",
        "attendance_rate",
        "months_on_time_rate",
        "tasks_due",
        "tasks_done",
        "tasks_done_rate",
        "households_total",
        "people_total",
        "poor_households",
        "near_poor_households",
        "poverty_rate",
        "near_poverty_rate",
        "poor_exited",
        "near_poor_exited",
        "newly_poor",
        "relapsed_poor",
        "outreach_sessions",
        "outreach_people",
        "money_mobilised",
        "goods_value",
        "labour_days",
        "land_m2",
        "resources_value",
    ]
    assert set(promised) <= set(BUILT_IN)
    assert check_codes() == []


@pytest.mark.usefixtures("counted")
def test_no_ratio_is_stored(cast):
    ratios = {one.code for one in BUILT_IN.values() if one.kind == Kind.RATIO}
    assert not Figure.objects.filter(indicator__in=ratios).exists()


def test_a_village_that_ended_still_counts_in_what_it_did_before(across):
    """It ended in the middle of a month; the year and that month still hold what was done there, in whole and parts."""
    read = lambda: {  # noqa: E731
        area.name: (figures.read(area, YEAR_OF_MERGER, ["meetings_held"])["meetings_held"],
                    sum(n["meetings_held"] for _, n in figures.read_parts(area, YEAR_OF_MERGER, ["meetings_held"])))
        for area in (across.new_a, across.region, across.province)
    }  # fmt: skip
    before = read()
    assert all(whole == parts for whole, parts in before.values())
    across.a2.valid_to = dt.date(2025, 8, 15)
    history.change(across.a2, by=None)
    tree.rebuild_paths()
    rollups.take_waiting()
    assert read() == before
    august = Period.parse("2025-08")
    assert figures.read(across.new_a, august, ["meetings_held"]) == {"meetings_held": 2}
    assert figures.read(across.new_a, Period.parse("2025-09"), ["teams_active"]) == {"teams_active": 1}
    assert differences() == []
