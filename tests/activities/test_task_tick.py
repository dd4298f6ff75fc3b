"""One tap says that a task is done, a second one takes it back."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Task, TeamMonth
from plumbing import history
from plumbing.models import Change
from tests.closed import check_answer


@pytest.fixture
def task(cast):
    # Not of the month that the cast has handed in.
    due_on = timezone.localdate() + dt.timedelta(days=40)
    row = Task(team=cast.team_a1, title="Vận động", assignee=cast.cadres_a1[0], due_on=due_on)
    return history.create(row, by=None)


def tick(client, task, done="yes", **more):
    return client.post(reverse("activities:task_tick", args=[task.pk]), {"done": done, "back": "home"} | more)


def test_a_tap_does_it_and_another_takes_it_back(cast, sign_in, task):
    client = sign_in(cast.leader_a1)
    assert tick(client, task).url == "/#my-tasks"
    task.refresh_from_db()
    assert (task.state, task.finished_on) == ("done", timezone.localdate())
    assert Change.objects.about(task).first().by == cast.leader_a1
    tick(client, task, done="no")
    task.refresh_from_db()
    assert (task.state, task.finished_on) == ("open", None)


def test_from_elsewhere_it_goes_back_to_the_list(cast, sign_in, task):
    assert tick(sign_in(cast.leader_a1), task, back="http://evil.example").url == reverse("activities:task_list")


def test_a_task_that_was_changed_meanwhile_is_not_overwritten(cast, sign_in, task):
    old = task.version
    task.title = "Vận động hộ khác"
    history.change(task, by=None)
    tick(sign_in(cast.leader_a1), task, version=old)
    task.refresh_from_db()
    assert task.state == "open"


def test_a_locked_month_refuses_the_tap(cast, sign_in, task):
    row = TeamMonth(team=cast.team_a1, month=task.due_on.replace(day=1), state="locked", state_reason="đã chốt")
    history.create(row, by=None)
    page = sign_in(cast.leader_a1)
    tick(page, task)
    task.refresh_from_db()
    assert task.state == "open"


def test_what_was_not_done_and_why_is_not_wiped_out(cast, sign_in, task):
    task.state, task.not_done_reason = "not_done", "mưa lũ"
    history.change(task, by=None)
    check_answer(tick(sign_in(cast.leader_a1), task), 404)
    task.refresh_from_db()
    assert (task.state, task.not_done_reason) == ("not_done", "mưa lũ")


def test_a_member_ticks_own_tasks(cast, sign_in, task):
    task.assignee = cast.member_a1.cadre
    history.change(task, by=None)
    client = sign_in(cast.member_a1)
    assert reverse("activities:task_tick", args=[task.pk]) in client.get("/").content.decode()
    tick(client, task)
    task.refresh_from_db()
    assert (task.state, Change.objects.about(task).first().by) == ("done", cast.member_a1)


@pytest.mark.parametrize(("role", "answer"), [("member_a1", 404), ("leadership", 403), ("leader_b1", 404)])
def test_for_the_own_leader_and_whoever_has_the_task_alone(cast, sign_in, task, role, answer):
    check_answer(tick(sign_in(getattr(cast, role)), task), answer)
    task.refresh_from_db()
    assert task.state == "open"
