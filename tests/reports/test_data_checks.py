"""Each data check: a row that must be found, and its neighbour that must not."""

import datetime as dt

import pytest

from activities.models import Activity, Attendance, Measure, Quantity
from households.models import Household, Person, PovertyStandard, Review, VillageSnapshot
from plumbing import history
from plumbing.dates import add_months
from reports import data_checks
from reports.models import DataCheckCount, DataCheckRun
from tests.conftest import LAST_MONTH

TODAY = dt.date.today()
YESTERDAY = TODAY - dt.timedelta(days=1)


def found(code):
    return list(data_checks.DATA_CHECKS[code].rows(TODAY))


def household(village, name, born=None, size=3):
    row = history.create(Household(village=village, size=size), by=None)
    history.create(Person(household=row, name=name, relation="head", birth_date=born), by=None)
    return row


def test_the_cast_is_above_doubt_save_for_its_missing_points(cast):
    assert {code for code in data_checks.DATA_CHECKS if found(code)} == {"poor_without_points"}


def test_a_team_without_a_leader(cast):
    cast.team_a1.memberships.filter(role="leader").update(valid_to=YESTERDAY)
    assert found("team_without_leader") == [cast.team_a1]
    assert found("team_without_members") == []


def test_a_leader_whose_last_day_is_today_leads_today(cast):
    cast.team_a1.memberships.filter(role="leader").update(valid_to=TODAY)
    assert found("team_without_leader") == []


def test_a_team_without_members_is_doubted_once(cast):
    cast.team_a1.memberships.update(valid_to=YESTERDAY)
    assert found("team_without_members") == [cast.team_a1]
    assert found("team_without_leader") == []
    cast.team_a1.active_to = YESTERDAY
    history.change(cast.team_a1, by=None)
    assert found("team_without_members") == []


def test_the_same_head_twice(cast):
    one = household(cast.areas.a1, "Giàng A Dia", dt.date(1980, 5, 1))
    two = household(cast.areas.a1, "GIÀNG A DIA", dt.date(1980, 1, 1))
    household(cast.areas.a1, "Giàng A Dia", dt.date(1981, 5, 1))
    household(cast.areas.a2, "Giàng A Dia", dt.date(1980, 5, 1))
    household(cast.areas.a1, "Giàng A Dìa", dt.date(1980, 5, 1))
    household(cast.areas.a1, "Giàng A Dia")
    assert set(found("same_head")) == {one, two}
    history.void(two, by=None, reason="nhập trùng")
    assert found("same_head") == []


def test_a_very_large_household(cast):
    large = household(cast.areas.a1, "Vừ A Đông", size=16)
    household(cast.areas.a1, "Vừ A Vừa", size=15)
    assert found("large_household") == [large]


def test_more_people_than_the_household_has(cast):
    full = household(cast.areas.a1, "Vừ A Một", size=2)
    history.create(Person(household=full, name="Vừ Thị Hai", relation="child"), by=None)
    assert found("more_people_than_size") == []
    third = history.create(Person(household=full, name="Vừ Thị Ba", relation="child"), by=None)
    assert found("more_people_than_size") == [full]
    history.void(third, by=None, reason="nhập nhầm")
    assert found("more_people_than_size") == []


def test_poor_without_points(cast):
    counting = PovertyStandard.objects.filter(rural_points__isnull=False).first()
    review = history.create(Review(year=TODAY.year, kind="ad_hoc", standard=counting), by=None)
    rows = cast.household_a1.assessments.all()
    rows.update(review=review)
    cast.household_a2.assessments.update(review=review, b1=120, b2=10)
    cast.household_b1.assessments.update(review=review, result="neither")
    assert found("poor_without_points") == [cast.household_a1]
    rows.update(b1=0, b2=0)
    assert found("poor_without_points") == []


def test_a_standard_without_points_asks_for_none(cast):
    plain = history.create(
        PovertyStandard(name="Chuẩn cũ", valid_from=dt.date(2010, 1, 1), rural_income=1, urban_income=1), by=None
    )
    review = history.create(Review(year=TODAY.year, kind="ad_hoc", standard=plain), by=None)
    for one in (cast.household_a1, cast.household_a2, cast.household_b1):
        one.assessments.update(review=review)
    assert found("poor_without_points") == []


@pytest.mark.parametrize(("now", "is_found"), [(55, False), (45, False), (56, True), (44, True), (50, False)])
def test_figures_of_a_village_that_jump(cast, now, is_found):
    VillageSnapshot.objects.filter(village=cast.areas.a1).update(month=add_months(LAST_MONTH, -2), households=50)
    row = VillageSnapshot(village=cast.areas.a1, month=LAST_MONTH, households=now, people=250)
    history.create(row, by=None)
    assert found("jumping_figures") == ([row] if is_found else [])


@pytest.mark.parametrize(
    ("counted", "is_doubted"),
    [
        ({"people": 250}, False),
        ({"people": 252, "births": 3, "deaths": 1}, False),
        ({"people": 250, "births": 3, "deaths": 1}, True),
        ({"people": 340, "births": 1}, True),
        ({"people": 245, "arrivals": 2, "departures": 7}, False),
    ],
)
def test_people_of_a_month_follow_from_the_month_before(cast, counted, is_doubted):
    VillageSnapshot.objects.filter(village=cast.areas.a1).update(month=add_months(LAST_MONTH, -1), people=250)
    row = VillageSnapshot(village=cast.areas.a1, month=LAST_MONTH, households=50, **counted)
    history.create(row, by=None)
    assert found("people_do_not_follow") == ([row] if is_doubted else [])


def test_after_a_month_without_a_count_nothing_is_compared(cast):
    VillageSnapshot.objects.filter(village=cast.areas.a1).update(month=add_months(LAST_MONTH, -2), people=250)
    history.create(VillageSnapshot(village=cast.areas.a1, month=LAST_MONTH, households=50, people=300), by=None)
    assert found("people_do_not_follow") == []


def test_a_jump_of_long_ago_is_let_be(cast):
    VillageSnapshot.objects.filter(village=cast.areas.a1).update(month=add_months(LAST_MONTH, -20), households=10)
    history.create(
        VillageSnapshot(village=cast.areas.a1, month=add_months(LAST_MONTH, -13), households=50, people=250), by=None
    )
    assert found("jumping_figures") == []


def test_a_meeting_without_anybody(cast):
    Attendance.objects.filter(meeting=cast.meeting_a1).update(was_present=False)
    Attendance.objects.filter(meeting=cast.meeting_a2).delete()
    assert set(found("empty_meeting")) == {cast.meeting_a1, cast.meeting_a2}
    Attendance.objects.create(meeting=cast.meeting_a2, cadre=cast.cadres_a2[0], was_present=True)
    assert found("empty_meeting") == [cast.meeting_a1]


def amounts(cast, *values):
    measure = Measure.objects.exclude(code="gifts").first()
    rows = []
    for place, amount in enumerate(values):
        activity = Activity(team=cast.team_a1, held_on=LAST_MONTH.replace(day=place + 3), field="other", title="x")
        history.create(activity, by=None)
        rows.append(Quantity.objects.create(activity=activity, measure=measure, amount=amount))
    return rows


def test_an_amount_far_above_the_usual(cast):
    *_usual, huge = amounts(cast, 10, 12, 8, 10, 101)
    assert found("huge_quantity") == [huge]


def test_ten_times_the_usual_is_let_be_and_few_amounts_tell_nothing(cast):
    amounts(cast, 10, 12, 8, 10, 100)
    assert found("huge_quantity") == []
    Quantity.objects.all().delete()
    amounts(cast, 1, 1, 1, 500)
    assert found("huge_quantity") == []


# --- counting ---------------------------------------------------------------------------------------------------


def test_a_look_counts_by_village_what_the_page_will_show(cast):
    cast.team_a1.memberships.update(valid_to=YESTERDAY)
    cast.team_b1.memberships.update(valid_to=YESTERDAY)
    data_checks.run()
    counts = DataCheckCount.objects.filter(code="team_without_members").values_list("village", "number")
    assert dict(counts) == {cast.areas.a1.pk: 1, cast.areas.b1.pk: 1}
    for who in (cast.office, cast.officer_a, cast.officer_b, cast.administrator):
        numbers = data_checks.numbers_for(who)
        shown = {code: data_checks.DATA_CHECKS[code].for_reader(who, TODAY).count() for code in data_checks.DATA_CHECKS}
        assert numbers == {code: number for code, number in shown.items() if number} != {}
    assert data_checks.numbers_for(cast.officer_a)["team_without_members"] == 1
    assert "team_without_members" not in data_checks.numbers_for(cast.stranger)


def test_a_second_look_leaves_nothing_of_the_first(cast):
    cast.team_a1.memberships.update(valid_to=YESTERDAY)
    data_checks.run()
    cast.team_a1.memberships.update(valid_to=None)
    data_checks.run()
    assert not DataCheckCount.objects.filter(code="team_without_members").exists()


def test_a_look_is_taken_when_something_has_changed_or_a_day_has_passed(cast):
    assert data_checks.run_if_needed()
    assert not data_checks.run_if_needed()
    history.void(cast.team_a1.tasks.get(), by=None, reason="thử thôi")
    assert data_checks.run_if_needed()
    last = DataCheckRun.objects.get()
    last.finished_at -= dt.timedelta(days=1)
    last.save()
    assert data_checks.run_if_needed()


def test_a_look_asks_as_often_for_many_rows(cast, many_teams, django_assert_num_queries, django_assert_max_num_queries):
    # Enough to tell what is usual: before, nothing is asked for.
    amounts(cast, 1, 1, 1, 1, 1)
    data_checks.run()
    with django_assert_max_num_queries(20) as before:
        data_checks.run()
    many_teams.add(10)
    with django_assert_num_queries(len(before)):
        data_checks.run()
