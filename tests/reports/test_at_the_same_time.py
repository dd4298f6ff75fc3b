"""What is written while others write or count: the next roll-up finds all of it."""

import datetime as dt
from decimal import Decimal

import pytest

from activities.actions.activities import record_activity
from activities.models import Activity, Measure, Meeting, TeamMonth
from households.actions.residences import move_household
from households.models import Household
from plumbing import history
from plumbing.dates import add_months
from reports import rollups
from reports.models import Figure, RollUp
from reports.verify import differences
from teams.actions.areas import move_area
from teams.models import Team
from tests.conftest import LAST_MONTH
from tests.overlapping import during, overlap

at_the_same_time = pytest.mark.django_db(transaction=True)


def wrong():
    rollups.take_waiting()
    return [str(one) for one in differences()]


@at_the_same_time
def test_an_area_that_moves_while_figures_are_counted(cast):
    rollups.take_waiting()
    history.void(cast.meeting_a1, by=None, reason="thử")
    before = RollUp.current().paths_id

    def move():
        move_area(area=cast.areas.a1, parent=cast.areas.new_b, day=dt.date(2025, 8, 1), by=cast.office)

    during(rollups.take_waiting, "DELETE FROM reports_figure", move)
    assert wrong() == []
    assert RollUp.current().paths_id > before
    assert Figure.objects.filter(area=cast.areas.new_b, month=LAST_MONTH, indicator="teams_active").get().value == 2


@at_the_same_time
def test_a_household_that_moves_while_somebody_voids_it(cast):
    rollups.take_waiting()
    seen = Household.objects.get(pk=cast.household_a1.pk)

    def move():
        move_household(household=seen, village=cast.areas.b1, on=LAST_MONTH, by=cast.office)
        rollups.take_waiting()

    overlap(move, lambda: history.void(seen, by=None, reason="nhập trùng"))
    assert Household.objects.get(pk=seen.pk).is_voided
    assert wrong() == []


@at_the_same_time
@pytest.mark.parametrize("verb", [history.void_many, history.restore_many])
def test_many_rows_that_move_while_somebody_marks_them(cast, verb):
    rows = list(Household.objects.filter(pk__in=[cast.household_a1.pk, cast.household_a2.pk]))
    if verb is history.restore_many:
        history.void_many(rows, by=None, reason="thử")
    rollups.take_waiting()

    def move():
        move_household(household=cast.household_a1, village=cast.areas.b1, on=LAST_MONTH, by=cast.office)
        rollups.take_waiting()

    overlap(move, lambda: verb(rows, by=None, reason="thử"))
    assert wrong() == []


def test_rows_of_a_team_that_went_to_another_village_since_it_was_read(cast):
    meeting = Meeting(team=cast.team_a1, month=add_months(LAST_MONTH, -1), held_on=add_months(LAST_MONTH, -1))
    assert meeting.place()[0] == cast.areas.a1.pk
    team = Team.objects.get(pk=cast.team_a1.pk)
    team.village, team.kind = cast.areas.a2, "other"
    history.change(team, by=None)
    rollups.take_waiting()
    history.create(meeting, by=None)
    assert wrong() == []


def test_an_amount_that_moves_to_a_measure_of_the_same_name_and_unit(cast):
    measures = [
        history.create(Measure(code=code, name="Cây trồng", unit="cây"), by=None) for code in ("trees_a", "trees_b")
    ]
    activity = Activity(team=cast.team_a1, held_on=LAST_MONTH, field="economy", title="Trồng cây")
    record_activity(activity=activity, quantities={measures[0]: Decimal(30)}, by=cast.office)
    rollups.take_waiting()
    record_activity(activity=activity, quantities={measures[1]: Decimal(30)}, by=cast.office, version=activity.version)
    assert wrong() == []
    assert Figure.objects.get(area=cast.areas.a1, month=LAST_MONTH, indicator="trees_b").value == 30


def test_another_due_day(cast, settings):
    settings.MONTH_DUE_DAY = 5
    month = add_months(LAST_MONTH, -1)
    history.create(Meeting(team=cast.team_a1, month=month, held_on=month), by=None)
    handed_in = dt.datetime.combine(LAST_MONTH.replace(day=3), dt.time(12), tzinfo=dt.UTC)
    history.create(TeamMonth(team=cast.team_a1, month=month, state="submitted", submitted_at=handed_in), by=None)
    rollups.take_waiting()
    on_time = Figure.objects.filter(area=cast.areas.region, month=month, indicator="months_on_time")
    assert on_time.get().value == 1
    settings.MONTH_DUE_DAY = 2
    assert rollups.take_waiting() == 0
    assert not on_time.exists()
    assert [str(one) for one in differences()] == []
