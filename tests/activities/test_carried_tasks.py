"""Tasks that were carried over count in the month in which they were due."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from activities.actions.tasks import Outcome, record_task, settle_task
from activities.models import Task, TeamMonth
from plumbing import history
from plumbing.dates import add_months, month_end
from plumbing.models import Change
from plumbing.problems import Refused
from reports import rollups
from reports.models import Figure
from tests.activities.test_locks import changed
from tests.conftest import LAST_MONTH, THIS_MONTH

give_back = import_module("activities.migrations.0005_carried_tasks_were_due").give_back
DUE = LAST_MONTH.replace(day=25)


def numbers(cast, month):
    rollups.take_waiting()
    names = ("tasks_due", "tasks_done")
    values = dict(Figure.objects.filter(area=cast.areas.a1, month=month).values_list("indicator", "value"))
    return tuple(int(values.get(name, 0)) for name in names)


@pytest.fixture
def ten(cast):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="draft")
    rows = [Task(team=cast.team_a1, title=f"Việc {n}", due_on=DUE) for n in range(9)]
    return [*Task.objects.filter(team=cast.team_a1), *(history.create(row, by=None) for row in rows)]


def test_ten_due_six_done_four_carried_over(cast, ten):
    for n, task in enumerate(ten):
        outcome = Outcome(task.pk, "done" if n < 6 else "carried")
        settle_task(task=task, month=LAST_MONTH, outcome=outcome, by=cast.leader_a1)
    assert numbers(cast, LAST_MONTH) == (10, 6)
    assert numbers(cast, THIS_MONTH) == (4, 0)
    call_command("verify_figures")


def test_a_later_day_typed_into_the_form_carries_over_too(cast, ten):
    task = record_task(task=changed(ten[0], due_on=THIS_MONTH.replace(day=20), title="Việc khác"), by=cast.leader_a1)
    assert (task.state, task.due_on) == ("carried", DUE)
    later = task.carried_to.get()
    assert (later.title, later.due_on) == ("Việc khác", THIS_MONTH.replace(day=20))
    with pytest.raises(Refused):
        record_task(task=changed(task, due_on=THIS_MONTH), by=cast.leader_a1)
    record_task(task=changed(task, state="open"), by=cast.leader_a1)
    assert not task.carried_to.live().exists()


def test_what_was_carried_over_before_is_given_back_to_its_month(cast):
    """From the history, where it says so: once, twice, and not where it was taken back."""
    cast.meeting_a1.tasks.update(due_on=month_end(THIS_MONTH))
    once, twice, back = (
        history.create(Task(team=cast.team_a1, title=title, due_on=DUE), by=None) for title in ("Một", "Hai", "Ba")
    )
    TeamMonth.objects.filter(team=cast.team_a1).update(state="locked", state_reason="thử")
    with history.because("thử"):
        for task, days in {once: [1], twice: [1, 2], back: [1, 0]}.items():
            for n in days:
                times, day = (n, DUE.replace(day=1) if n else DUE)
                due_on = add_months(day, n).replace(day=5) if n else DUE
                history.change(changed(Task.objects.get(pk=task.pk), due_on=due_on, carried_over=times), by=cast.office)
    give_back(apps, None)
    found = list(Task.objects.filter(title__in=["Một", "Hai", "Ba"]).order_by("title", "due_on"))
    month = [task.due_on.replace(day=1) for task in found]
    assert [(t.title, t.state, t.carried_over) for t in found] == [
        ("Ba", "open", 0), ("Hai", "carried", 0), ("Hai", "carried", 1), ("Hai", "open", 2),
        ("Một", "carried", 0), ("Một", "open", 1),
    ]  # fmt: skip
    assert month == [LAST_MONTH, LAST_MONTH, THIS_MONTH, add_months(THIS_MONTH, 1), LAST_MONTH, THIS_MONTH]
    assert [t.carried_from for t in found] == [None, None, found[1], found[2], None, found[4]]
    assert (found[5].pk, found[3].pk) == (once.pk, twice.pk)
    assert numbers(cast, LAST_MONTH) == (3, 0)
    assert (
        Change.objects.filter(action="corrected", month=LAST_MONTH, reason__startswith="Nhiệm vụ chuyển").count() == 2
    )
    call_command("verify_figures")
    give_back(apps, None)
    assert Task.objects.filter(title__in=["Một", "Hai", "Ba"]).count() == 6
