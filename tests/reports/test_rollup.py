"""The roll-up writes what an independent count finds, whatever happened in whatever order."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from activities.models import Activity, Attendance, Contribution, Measure, Meeting, Quantity, Task, TeamMonth
from households.models import Assessment, Household, Review, VillageSnapshot
from plumbing import history
from plumbing.dates import Period, add_months
from plumbing.models import Change
from reports import figures, rollups
from reports.models import Figure, RollUp
from reports.verify import differences
from teams import tree
from teams.models import Membership, Team
from tests.conftest import LAST_MONTH, MERGER, THIS_MONTH

JUNE = dt.date(2025, 6, 1)


def value(area, month, code):
    return figures.read(area, Period.of_month(month), [code])[code]


def stored():
    return sorted(Figure.objects.values_list("area_id", "month", "indicator", "value"))


@pytest.mark.usefixtures("counted")
def test_counts_of_the_cast_by_hand(cast):
    region = figures.read(cast.areas.region, Period.of_month(LAST_MONTH))
    expected = {
        "teams_active": 3,
        "cadres_active": 7,
        "teams_met": 3,
        "meetings_held": 3,
        "attendance_expected": 7,
        "attendance_present": 4,
        "tasks_due": 3,
        "tasks_done": 0,
        "households_total": 150,
        "people_total": 750,
        "poor_households": 2,
        "near_poor_households": 1,
        "activities_held": 3,
        "outreach_people": 120,
        "money_mobilised": 6_000_000,
        "resources_value": 6_000_000,
        "gifts": 36,
    }
    assert {code: region[code] for code in expected} == expected
    assert region["attendance_rate"] == Decimal(4) / 7
    assert region["poverty_rate"] == Decimal(2) / 150
    assert value(cast.areas.new_a, LAST_MONTH, "poor_households") == 1
    assert value(cast.areas.b1, LAST_MONTH, "poor_households") == 1
    assert differences() == []


def test_everything_waiting_is_marked_and_a_second_time_changes_nothing(cast):
    assert rollups.take_waiting() > 0
    before = stored()
    assert not Change.objects.waiting().exists()
    assert rollups.take_waiting() == 0
    assert stored() == before
    rollups.roll_up_all()
    assert stored() == before
    assert RollUp.current().finished_at is not None


def test_a_crash_leaves_the_changes_waiting(cast, monkeypatch):
    waiting = Change.objects.waiting().count()

    def fails(*args, **kwargs):
        raise RuntimeError("the worker was killed")

    monkeypatch.setattr("reports.rollups.statements.drop_zeros", fails)
    with pytest.raises(RuntimeError):
        rollups.take_waiting()
    assert Change.objects.waiting().count() == waiting
    assert not Figure.objects.exists()


@pytest.mark.usefixtures("counted")
def test_a_meeting_that_moves_to_another_month_leaves_the_old_one(cast):
    earlier = add_months(LAST_MONTH, -1)
    meeting = cast.meeting_a1
    meeting.month = earlier
    history.change(meeting, by=cast.office)
    assert rollups.take_waiting() == 1
    assert value(cast.areas.a1, LAST_MONTH, "meetings_held") == 0
    assert value(cast.areas.a1, earlier, "meetings_held") == 1
    assert value(cast.areas.a1, earlier, "attendance_expected") == 3
    assert value(cast.areas.region, LAST_MONTH, "teams_met") == 2
    assert differences() == []


@pytest.mark.usefixtures("counted")
def test_a_voided_row_leaves_the_figures_and_zero_has_no_row(cast):
    history.void(cast.meeting_a1, by=cast.office, reason="thử")
    rollups.take_waiting()
    assert value(cast.areas.a1, LAST_MONTH, "meetings_held") == 0
    assert not Figure.objects.filter(area=cast.areas.a1, month=LAST_MONTH, indicator="meetings_held").exists()
    assert not Figure.objects.filter(value=0).exists()
    assert differences() == []


@pytest.mark.usefixtures("counted")
def test_a_counter_entry_takes_away_in_its_own_month(cast):
    given = Contribution.objects.get(team=cast.team_a1)
    history.create(
        Contribution(
            team=cast.team_a1, donor=given.donor, kind="money", amount=-500_000, value=-500_000, corrects=given,
            received_on=THIS_MONTH,
        ),
        by=cast.office,
    )  # fmt: skip
    rollups.take_waiting()
    assert value(cast.areas.a1, LAST_MONTH, "money_mobilised") == 2_000_000
    assert value(cast.areas.a1, THIS_MONTH, "money_mobilised") == -500_000
    assert differences() == []


@pytest.mark.usefixtures("counted")
def test_a_pledge_does_not_count_until_it_is_received(cast):
    pledge = history.create(
        Contribution(
            team=cast.team_a1, donor="Mẫu", kind="labour", amount=12, unit="công", value=None, pledged_on=LAST_MONTH
        ),
        by=None,
    )
    rollups.take_waiting()
    assert value(cast.areas.a1, LAST_MONTH, "labour_days") == 0
    pledge.received_on = THIS_MONTH
    history.change(pledge, by=cast.office)
    rollups.take_waiting()
    assert value(cast.areas.a1, THIS_MONTH, "labour_days") == 12
    assert value(cast.areas.a1, THIS_MONTH, "resources_value") == 0
    assert differences() == []


def assess(household, day, result, kind="ad_hoc"):
    review = history.create(Review(year=day.year, kind=kind), by=None)
    return history.create(Assessment(household=household, review=review, assessed_on=day, result=result), by=None)


@pytest.mark.usefixtures("counted")
def test_exits_relapses_and_the_newly_poor(cast):
    household = cast.household_a1  # poor since the review of the year before
    months = [add_months(LAST_MONTH, number) for number in (-3, -2, -1)]
    assess(household, months[0].replace(day=9), "near_poor")
    assess(household, months[1].replace(day=9), "neither")
    assess(household, months[2].replace(day=9), "poor")
    newcomer = history.create(Household(village=cast.areas.a1, size=3), by=None)
    assess(newcomer, months[2].replace(day=20), "poor")
    rollups.take_waiting()
    at = cast.areas.a1
    assert [value(at, m, "poor_exited") for m in months] == [1, 0, 0]
    assert [value(at, m, "near_poor_exited") for m in months] == [0, 1, 0]
    assert [value(at, m, "relapsed_poor") for m in months] == [0, 0, 1]
    assert [value(at, m, "newly_poor") for m in months] == [0, 0, 1]
    assert [value(at, m, "poor_households") for m in months] == [0, 0, 2]
    assert differences() == []


@pytest.mark.usefixtures("counted")
def test_the_first_assessments_of_a_village_are_its_opening_stock(cast):
    opening = dt.date(cast.review.year, 11, 1)
    assert value(cast.areas.a1, opening, "poor_households") == 1
    assert value(cast.areas.a1, opening, "newly_poor") == 0


@pytest.mark.usefixtures("counted")
def test_a_household_that_left_is_no_exit(cast):
    household = cast.household_a1
    household.left_on, household.leaving_reason = LAST_MONTH.replace(day=10), "moved"
    history.change(household, by=cast.office)
    rollups.take_waiting()
    assert value(cast.areas.a1, add_months(LAST_MONTH, -1), "poor_households") == 1
    assert value(cast.areas.a1, LAST_MONTH, "poor_households") == 0
    assert value(cast.areas.a1, LAST_MONTH, "poor_exited") == 0
    assert differences() == []


@pytest.mark.usefixtures("counted")
def test_on_time_is_the_first_submission_until_the_end_of_the_due_day(cast, settings):
    tail = dt.time(23, 59, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    due = THIS_MONTH.replace(day=settings.MONTH_DUE_DAY)
    rows = {row.team_id: row for row in TeamMonth.objects.filter(month=LAST_MONTH)}
    punctual, late = rows[cast.team_a1.pk], rows[cast.team_a2.pk]
    punctual.state, punctual.state_reason = "returned", "thiếu biên bản"
    punctual.submitted_at = dt.datetime.combine(due, tail)
    late.submitted_at = dt.datetime.combine(due + dt.timedelta(days=1), dt.time(0, 1, tzinfo=tail.tzinfo))
    history.change(punctual, by=None)
    history.change(late, by=None)
    rollups.take_waiting()
    assert value(cast.areas.a1, LAST_MONTH, "months_on_time") == 1
    assert value(cast.areas.a2, LAST_MONTH, "months_on_time") == 0
    # What was returned is to be handed in again, as on the board; that it was on time stands.
    assert value(cast.areas.new_a, LAST_MONTH, "months_handed_in") == 1
    assert value(cast.areas.region, LAST_MONTH, "months_on_time_rate") == Decimal(1) / 3
    assert differences() == []


@pytest.mark.usefixtures("counted")
def test_before_the_merger_the_old_areas_count_and_after_it_the_new(cast):
    for month in (JUNE, MERGER):
        meeting = history.create(Meeting(team=cast.team_a1, month=month, held_on=month.replace(day=5)), by=None)
        Attendance.objects.create(meeting=meeting, cadre=cast.cadres_a1[0], was_present=True)
    rollups.take_waiting()
    areas = cast.areas
    counted = {(f.area_id, f.month) for f in Figure.objects.filter(indicator="meetings_held", month__in=[JUNE, MERGER])}
    assert counted == {
        *((one.pk, JUNE) for one in (areas.a1, areas.old_a, areas.district, areas.province)),
        *((one.pk, MERGER) for one in (areas.a1, areas.new_a, areas.region)),
        (areas.province.pk, MERGER),
    }
    assert differences() == []


@pytest.mark.usefixtures("counted")
def test_boundaries_that_move_are_followed(cast):
    old = cast.areas.b1.containments.get(parent=cast.areas.new_b)
    old.parent = cast.areas.new_a
    history.change(old, by=None)
    tree.rebuild_paths()
    rollups.take_waiting()
    assert value(cast.areas.new_a, LAST_MONTH, "meetings_held") == 3
    assert value(cast.areas.new_b, LAST_MONTH, "meetings_held") == 0
    assert differences() == []


@pytest.mark.usefixtures("counted")
def test_older_data_and_a_new_month_are_counted_for_everybody(cast):
    history.create(Activity(team=cast.team_b1, held_on=dt.date(2021, 11, 4), field="health", title="Cũ"), by=None)
    rollups.take_waiting()
    assert rollups.first_month() == dt.date(2021, 11, 1)
    assert value(cast.areas.a1, dt.date(2021, 12, 1), "households_listed") == 1
    assert differences() == []
    next_month = add_months(THIS_MONTH, 1)
    # The clock itself: the proof reads it by its own way.
    with time_machine.travel(dt.datetime(next_month.year, next_month.month, 10, 12, tzinfo=dt.UTC), tick=False):
        assert rollups.take_waiting() == 0
        assert Figure.objects.filter(month=next_month, indicator="teams_active").exists()
        assert differences() == []


@pytest.mark.usefixtures("counted")
def test_verify_names_a_figure_that_was_tampered_with(cast, capsys):
    call_command("verify_figures")
    Figure.objects.filter(area=cast.areas.new_a, month=LAST_MONTH, indicator="poor_households").update(value=9)
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_figures")
    assert stopped.value.code == 1
    answer = capsys.readouterr().out
    assert f"Xã Mường Chà (03166) · {LAST_MONTH:%Y-%m} · poor_households: stored 9, counted 1" in answer
    call_command("rollup", month=f"{LAST_MONTH:%Y-%m}")
    call_command("verify_figures")


def test_rollup_takes_what_waits_or_everything(cast, capsys):
    call_command("rollup")
    assert "changes counted" in capsys.readouterr().out
    before = stored()
    Figure.objects.all().delete()
    call_command("rollup", all=True)
    assert stored() == before


def test_quantities_and_services(cast):
    activity = Activity.objects.get(team=cast.team_a1)
    Quantity.objects.create(activity=activity, measure=Measure.objects.get(code="books"), amount=Decimal("2.5"))
    other = history.create(Team(village=cast.areas.a1, kind="youth_shock", name="Đội", active_from=MERGER), by=None)
    history.create(Membership(team=other, cadre=cast.cadres_a1[0], valid_from=MERGER), by=None)
    history.create(Membership(team=other, cadre=cast.cadres_b1[0], valid_from=MERGER), by=None)
    history.create(VillageSnapshot(village=cast.areas.a1, month=THIS_MONTH, households=51, people=260), by=None)
    history.create(Task(team=other, title="Việc", due_on=LAST_MONTH, state="done", finished_on=LAST_MONTH), by=None)
    rollups.take_waiting()
    # Somebody in two teams of one village counts once, somebody in two villages twice.
    assert value(cast.areas.a1, LAST_MONTH, "cadres_active") == 4
    assert value(cast.areas.b1, LAST_MONTH, "cadres_active") == 2
    assert value(cast.areas.region, LAST_MONTH, "books") == Decimal("2.5")
    assert value(cast.areas.region, THIS_MONTH, "households_total") == 151
    assert value(cast.areas.a1, LAST_MONTH, "tasks_done_rate") == Decimal(1) / 2
    assert differences() == []


@pytest.mark.usefixtures("counted")
def test_the_doorbell_rings_once_for_each_transaction(cast, django_capture_on_commit_callbacks):
    connection.run_on_commit.clear()  # the cast was written in this same transaction
    with django_capture_on_commit_callbacks() as rung:
        for title in ("Một", "Hai"):
            history.create(Activity(team=cast.team_a1, held_on=LAST_MONTH, field="health", title=title), by=None)
    assert [callback.__module__ for callback in rung] == ["reports.rollups.notify"]
    with django_capture_on_commit_callbacks() as rung:
        history.note(history.Action.EXPORTED, by=cast.office, title="Danh sách")
    assert rung == []
