"""The home of a team: its month, its tasks, the households that are due, and how the last months went."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Task, TeamMonth
from households.models import Assessment, Household, Person, Review
from households.models.poverty import review_began
from plumbing import history
from plumbing.dates import add_months
from reports.indicators.teams import too_late
from reports.rollups.months import current_month
from tests.conftest import LAST_MONTH

HOME = "/"


def home(client, who):
    client.force_login(who)
    return client.get(HOME)


def return_month(team):
    row = TeamMonth.objects.get(team=team, month=LAST_MONTH)
    row.state, row.state_reason = "returned", "Thiếu biên bản họp"
    history.change(row, by=None)


def steps_of(page):
    return {step.sign: step for step in page.context["steps"]}


def test_a_team_leader_sees_what_the_month_lacks(cast, client):
    return_month(cast.team_a1)
    page = home(client, cast.leader_a1)
    assert page.context["month"] == LAST_MONTH
    body = page.content.decode()
    assert "Thiếu biên bản họp" in body
    assert reverse("activities:month_log", args=[cast.team_a1.pk, LAST_MONTH]) in body
    steps = steps_of(page)
    assert {sign: step.is_done for sign, step in steps.items()} == {
        "meeting": True, "tasks": False, "households": True, "activity": True, "send": False,
    }  # fmt: skip
    assert page.context["done"] == 3
    assert "2" in steps["meeting"].words  # of three, one was absent
    assert "3" in steps["meeting"].words


def test_nothing_logged_is_nothing_done(cast, client):
    page = home(client, cast.leader_a1)
    assert page.context["month"] == add_months(LAST_MONTH, 1)
    # The task of the month before is still open.
    assert [sign for sign, step in steps_of(page).items() if step.is_done] == []


def test_after_the_month_is_handed_in_the_next_one_is_at_hand(cast, client):
    assert home(client, cast.leader_a1).context["month"] == add_months(LAST_MONTH, 1)


def test_a_member_ticks_but_is_not_offered_to_submit(cast, client):
    task = cast.team_a1.tasks.get()
    task.assignee = cast.member_a1.cadre
    history.change(task, by=None)
    page = home(client, cast.member_a1)
    body = page.content.decode()
    assert reverse("activities:activity_create") in body
    assert reverse("activities:month_submit", args=[cast.team_a1.pk, page.context["month"]]) not in body
    assert page.context["tasks"] == [task]
    assert reverse("activities:task_tick", args=[task.pk]) in body


def test_own_tasks_come_by_urgency_and_those_ticked_today_last(cast, client):
    today = timezone.localdate()

    def task(title, days, **words):
        due_on = today + dt.timedelta(days=days)
        words = {"assignee": cast.cadres_a1[0], "team": cast.team_a1} | words
        return history.create(Task(title=title, due_on=due_on, **words), by=None)

    Task.objects.update(state="done", finished_on=LAST_MONTH)
    later, overdue = task("sau", 9), task("quá hạn", -3)
    ticked = task("xong", -5, state="done", finished_on=today)
    task("người khác", 1, assignee=cast.cadres_a1[1])
    task("BÍ MẬT", 1, team=cast.team_b1, assignee=cast.cadres_b1[0])
    tasks = home(client, cast.leader_a1).context["tasks"]
    assert tasks == [overdue, later, ticked]
    assert [one.is_overdue for one in tasks] == [True, False, False]


def test_the_last_months_are_marked_as_the_figures_count_them(cast, client):
    months = [add_months(current_month(), -n) for n in range(1, 5)]
    TeamMonth.objects.filter(team=cast.team_a1).delete()
    for month, handed_in in [
        (months[1], too_late(months[1])),
        (months[2], too_late(months[2]) - dt.timedelta(minutes=1)),
    ]:
        row = TeamMonth(team=cast.team_a1, month=month, state="accepted", submitted_at=handed_in)
        history.create(row, by=None)
    meeting = cast.meeting_a1
    meeting.month, meeting.held_on = months[2], months[2].replace(day=3)
    history.change(meeting, by=None)
    marks = {mark.month: mark for mark in home(client, cast.leader_a1).context["behind"]}
    assert len(marks) == 6
    assert marks[months[1]].state == "warning"
    assert marks[months[2]].state == "done"
    assert marks[months[3]].state == "error"
    is_over = timezone.now() >= too_late(months[0])
    assert marks[months[0]].state == ("error" if is_over else "pending")


def test_a_month_handed_in_without_a_meeting_is_not_on_time(cast, client):
    month = add_months(LAST_MONTH, -2)
    row = TeamMonth(team=cast.team_a1, month=month, state="accepted", submitted_at=too_late(month) - dt.timedelta(1))
    history.create(row, by=None)
    marks = {mark.month: mark.state for mark in home(client, cast.leader_a1).context["behind"]}
    assert marks[month] == "warning"


# --- households that are due ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "began"),
    [
        (dt.date(2026, 8, 31), dt.date(2025, 9, 1)),
        (dt.date(2026, 9, 1), dt.date(2026, 9, 1)),
        (dt.date(2026, 12, 31), dt.date(2026, 9, 1)),
    ],
)
def test_the_yearly_review_begins_on_the_first_of_september(day, began):
    assert review_began(day) == began


def assess(household, review, day, result):
    history.create(Assessment(household=household, review=review, assessed_on=day, result=result), by=None)


def test_due_for_review(cast):
    """Poor of last year's review: due from September on, until it has been looked at again."""
    seen = cast.review.year
    of_next_year = history.create(Review(year=seen + 1, kind="yearly", standard=cast.review.standard), by=None)
    due = Household.objects.due_for_review
    poor, near, other = cast.household_a1, cast.household_a2, cast.household_b1
    assert set(due(dt.date(seen + 1, 8, 31))) == set()
    autumn = dt.date(seen + 1, 9, 1)
    assert set(due(autumn)) == {poor, near, other}
    assess(poor, of_next_year, dt.date(seen + 1, 10, 1), "poor")
    assert set(due(autumn)) == {poor, near, other}
    assert set(due(dt.date(seen + 1, 10, 1))) == {near, other}
    # Who left is not looked for.
    other.left_on, other.leaving_reason = dt.date(seen + 1, 9, 15), "moved"
    history.change(other, by=None)
    assert set(due(dt.date(seen + 1, 10, 1))) == {near}


def test_a_household_that_escaped_is_not_due_and_one_never_assessed_is(cast):
    ad_hoc = history.create(Review(year=cast.review.year + 1, kind="ad_hoc"), by=None)
    assess(cast.household_a1, ad_hoc, dt.date(cast.review.year + 1, 3, 1), "neither")
    new = history.create(Household(village=cast.areas.a1, arrived_on=dt.date(cast.review.year + 1, 5, 1)), by=None)
    day = dt.date(cast.review.year + 1, 9, 2)
    assert set(Household.objects.due_for_review(day)) == {cast.household_a2, cast.household_b1, new}
    assert new not in Household.objects.due_for_review(dt.date(cast.review.year + 1, 4, 30))


def test_the_home_shows_five_of_the_own_village_and_the_list_all(cast, client):
    for number in range(7):
        household = history.create(Household(village=cast.areas.a1, size=3), by=None)
        history.create(Person(household=household, name=f"Vừ A {number}", relation="head"), by=None)
    stranger = history.create(Household(village=cast.areas.b1, size=3), by=None)
    history.create(Person(household=stranger, name="Chảo A Bí Mật Hai", relation="head"), by=None)
    page = home(client, cast.leader_a1)
    due = Household.objects.due_for_review().filter(village=cast.areas.a1)
    assert len(page.context["households"]) == 5
    assert page.context["households_total"] == due.count() >= 7
    assert "no-store" in page["Cache-Control"]
    assert "Bí Mật" not in page.content.decode()
    found = client.get(f"{reverse('households:household_list')}?result=due")
    assert found.context["total"] == due.count()


def test_an_inactive_team_says_whom_to_ask(cast, client):
    history.void(cast.team_a1, by=None, reason="thử thôi")
    page = home(client, cast.leader_a1).content.decode()
    assert "Tổ của đồng chí không còn hoạt động" in page
    assert "Đề nghị văn phòng cho biết đồng chí thuộc tổ nào." in page
