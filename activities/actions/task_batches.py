"""What is done to many tasks at once: the same rules as for one, asked in a constant number of queries."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.actions.carrying import write_outcomes
from activities.models import Task, TeamMonth
from activities.rules import carries_over, state_problems, task_problems
from plumbing.problems import Problem, refuse
from teams.models import Membership

if TYPE_CHECKING:
    from teams.models import Account, Cadre


@transaction.atomic
def finish_tasks(*, tasks: Iterable[Task], finished_on: dt.date, by: Account) -> int:
    """Say of open tasks that they were done. Return of how many."""
    if finished_on > timezone.localdate():
        refuse([Problem(_("A task is not finished in the future."), "finished_on")])

    def finish(task: Task) -> None:
        task.state, task.finished_on, task.not_done_reason = Task.State.DONE, finished_on, ""

    return _change(_held(tasks), finish, by)


@transaction.atomic
def move_tasks(*, tasks: Iterable[Task], due_on: dt.date, by: Account) -> int:
    """Give open tasks another day; into a later month they are carried over."""
    held = _held(tasks)
    for task in held:
        given_on = task.meeting.held_on if task.meeting else task.team.active_from
        refuse(task_problems(title=task.title, due_on=due_on, given_on=given_on))

    def move(task: Task) -> None:
        if carries_over(task.due_on, due_on):
            task.state = Task.State.CARRIED
        else:
            task.due_on = due_on

    return _change(held, move, by, into=due_on)


@transaction.atomic
def assign_tasks(*, tasks: Iterable[Task], assignee: Cadre, by: Account) -> int:
    """Give open tasks to a member of their team."""
    held = _held(tasks)
    teams = set(Membership.objects.current().filter(cadre=assignee).values_list("team", flat=True))
    if not {task.team_id for task in held} <= teams:
        refuse([Problem(_("Only a member of the team can be given a task."), "assignee")])

    def assign(task: Task) -> None:
        task.assignee = assignee

    return _change(held, assign, by)


def _held(tasks: Iterable[Task]) -> list[Task]:
    """Return the tasks that are still open, as they stand now, held for writing."""
    rows = Task.objects.unfinished().filter(pk__in=[task.pk for task in tasks]).select_related("team", "meeting")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _change(held: list[Task], change: Callable[[Task], None], by: Account, into: dt.date | None = None) -> int:
    """Change each task, unless a month in which it is due, before or after, is closed. `into`: when those are due that
    are carried over.
    """
    pairs = []
    for old in held:
        new = copy.copy(old)
        change(new)
        pairs.append((old, new))
    months = {(task.team_id, task.due_on.replace(day=1)) for pair in pairs for task in pair}
    if into:
        months |= {(task.team_id, into.replace(day=1)) for task in held}
    closed = TeamMonth.objects.filter(team__in={t for t, _m in months}, month__in={m for _t, m in months})
    problems = [
        problem
        for row in closed.select_related("team", "state_by").select_for_update(of=("self",))
        if (row.team_id, row.month) in months
        for problem in state_problems(row, by)
    ]
    refuse(list(dict.fromkeys(problems))[:3])
    return write_outcomes(pairs, into=into or timezone.localdate(), by=by)
