"""Tasks: given, settled, carried over."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.actions.carrying import last_day_after, write_outcomes
from activities.actions.months import refuse_locked
from activities.models import Meeting, Task
from activities.rules import carries_over, finished_problems, outcome_problems, state_problems, task_problems
from plumbing import history
from plumbing.dates import month_end, month_of
from plumbing.problems import Problem, refuse
from plumbing.resubmission import already_saved, has_same_values
from plumbing.text import search_key

if TYPE_CHECKING:
    from activities.models import TeamMonth
    from teams.models import Account

State = Task.State


@dataclass(frozen=True)
class Outcome:
    """What is said of a task: done, not done and why, or carried over to the end of the next month."""

    task_id: int
    state: str
    reason: str = ""
    version: int | None = None


@dataclass(frozen=True)
class NextTask:
    """A task that a meeting gives; `task_id` when it stood there already, an empty title takes it back."""

    title: str
    due_on: dt.date | None
    assignee_id: int | None = None
    task_id: int | None = None
    # Prefix of the form's fields, so that a problem stands where it belongs.
    field: str = ""


@transaction.atomic
def record_task(*, task: Task, by: Account | None, version: int | None = None) -> Task:
    """Save a new or changed task, unless its month is closed.

    An open task that gets a day in a later month is carried over there (`rules.carries_over`).
    """
    given_on = task.meeting.held_on if task.meeting else task.team.active_from
    problems = task_problems(title=task.title, due_on=task.due_on, given_on=given_on)
    problems += outcome_problems(task, task.state, task.not_done_reason, "not_done_reason")
    refuse(problems + finished_problems(task.finished_on, given_on))
    if not task.pk and (earlier := Task.objects.filter(uuid=task.uuid).first()):
        if not has_same_values(earlier, task):
            refuse([already_saved(earlier, by)])
        return earlier
    if task.pk:
        return _change_task(task, by, version)
    refuse_locked(team=task.team, month=month_of(task.due_on), by=by)
    return history.create(task, by=by)


def _change_task(task: Task, by: Account | None, version: int | None) -> Task:
    old = history.held(task, version)
    asked_for = task.due_on
    if old.state == State.OPEN == task.state and carries_over(old.due_on, task.due_on):
        task.state = State.CARRIED
    months = {month_of(old.due_on), month_of(asked_for)}
    into = asked_for if asked_for > month_end(old.due_on) else last_day_after(old.due_on)
    if task.state == State.CARRIED:
        # It stays due where it was; the day that was asked for is that of the task as which it goes on.
        task.due_on = old.due_on
        months |= {month_of(into)} if old.state != State.CARRIED else set()
        if old.state == State.CARRIED and asked_for != old.due_on:
            refuse([Problem(_("This task was carried over: change the day of the one as which it goes on."), "due_on")])
    for month in sorted(months):
        refuse_locked(team=task.team, month=month, by=by)
    write_outcomes([(old, task)], into=into, by=by)
    return task


@transaction.atomic
def settle_task(*, task: Task, month: dt.date, outcome: Outcome, by: Account) -> Task:
    """Say between meetings what became of an open task. `month`: after which one it goes on when it is carried over.

    Raises StaleVersion, or Refused when a month is closed.
    """
    refuse(outcome_problems(task, outcome.state, outcome.reason, "reason"))
    old = history.held(task, outcome.version)
    new = copy.copy(old)
    apply_outcome(new, outcome, timezone.localdate())
    into = last_day_after(max(month, month_of(old.due_on)))
    months = {month_of(old.due_on)} | ({month_of(into)} if new.state == State.CARRIED else set())
    for one in sorted(months):
        refuse_locked(team=task.team, month=one, by=by)
    write_outcomes([(old, new)], into=into, by=by)
    return new


def settle_tasks(
    *, meeting: Meeting, outcomes: Iterable[Outcome], by: Account | None, batch_id: int | None = None
) -> None:
    """Write down what became of the team's tasks. Raises Refused for one that somebody else settled meanwhile."""
    wanted = {o.task_id: o for o in outcomes}
    tasks = Task.objects.live().select_for_update().filter(team=meeting.team_id, pk__in=wanted).order_by("pk")
    problems: list[Problem] = []
    pairs = []
    for old in tasks:
        problems += _outcome_problems(old, wanted[old.pk])
        new = copy.copy(old)
        # What is due later still has its day: nobody carries it over now.
        if wanted[old.pk].state != State.CARRIED or old.due_on <= month_end(meeting.month):
            apply_outcome(new, wanted[old.pk], meeting.held_on)
        pairs.append((old, new))
    refuse(problems)
    into = last_day_after(meeting.month)
    if any(old.state != State.CARRIED == new.state for old, new in pairs):
        refuse_locked(team=meeting.team, month=month_of(into), by=by)
    write_outcomes(pairs, into=into, by=by, field="outcome-", batch_id=batch_id)


def _outcome_problems(task: Task, outcome: Outcome) -> list[Problem]:
    if problems := outcome_problems(task, outcome.state, outcome.reason, f"reason-{task.pk}"):
        return problems
    if outcome.version is not None and outcome.version != task.version:
        text = _("“%(task)s” was changed meanwhile by %(who)s; it is “%(state)s” now. Look at it again.")
        words = {"task": task.title, "who": task.changed_by or "–", "state": task.get_state_display()}
        return [Problem(text % words, f"outcome-{task.pk}")]
    return []


def apply_outcome(task: Task, outcome: Outcome, day: dt.date) -> None:
    """Set the task's fields by what was said of it on `day`."""
    task.finished_on = (task.finished_on or day) if outcome.state == State.DONE else None
    task.not_done_reason = outcome.reason.strip() if outcome.state == State.NOT_DONE else ""
    task.state = outcome.state


def give_tasks(
    *,
    meeting: Meeting,
    next_tasks: Iterable[NextTask],
    member_ids: set[int],
    months: dict[dt.date, TeamMonth],
    by: Account | None,
    batch_id: int | None = None,
) -> None:
    """Write the tasks that a meeting gives; the same task twice is one. `months`: the team's, by first day."""
    known = {t.pk: t for t in Task.objects.live().select_for_update().filter(meeting=meeting)}
    seen = {(search_key(t.title), t.assignee_id) for t in known.values()}
    for wanted in next_tasks:
        old = known.get(wanted.task_id or 0)
        if not wanted.title.strip():
            if old:
                history.void(old, by=by, reason=_("Taken out of the meeting's tasks"), batch_id=batch_id)
            continue
        if old is None and (search_key(wanted.title), wanted.assignee_id) in seen:
            continue
        seen.add((search_key(wanted.title), wanted.assignee_id))
        refuse(next_task_problems(wanted, meeting, member_ids, old))
        if wanted.due_on is not None:  # the rule above has refused a task without a day
            refuse(state_problems(months.get(wanted.due_on.replace(day=1)), by))
            _give(old or Task(team=meeting.team, meeting=meeting), wanted, wanted.due_on, by, batch_id)


def next_task_problems(wanted: NextTask, meeting: Meeting, member_ids: set[int], old: Task | None) -> list[Problem]:
    """A next task has its day, and somebody of the team does it."""
    problems = task_problems(title=wanted.title, due_on=wanted.due_on, given_on=meeting.held_on, field=wanted.field)
    is_new_assignee = wanted.assignee_id and (old is None or old.assignee_id != wanted.assignee_id)
    if is_new_assignee and wanted.assignee_id not in member_ids:
        problems.append(Problem(_("Only a member of the team can be given a task."), f"{wanted.field}assignee"))
    return problems


def _give(task: Task, wanted: NextTask, due_on: dt.date, by: Account | None, batch_id: int | None) -> None:
    task.title, task.assignee_id, task.due_on = wanted.title, wanted.assignee_id, due_on
    if task.pk:
        history.change(task, by=by, batch_id=batch_id)
    else:
        history.create(task, by=by, batch_id=batch_id)
