"""The month's log sent by one button: the meeting and all that goes with it saved, the month submitted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from activities.actions.meetings import MeetingContent, record_meeting
from activities.actions.months import submit_month
from activities.actions.snapshots import FIGURES
from activities.actions.tasks import NextTask, Outcome
from activities.checklist import needed_to_submit
from activities.models import Meeting, Task, TeamMonth
from households.models import VillageSnapshot
from plumbing.problems import Problem, Refused
from plumbing.text import search_key

if TYPE_CHECKING:
    from teams.models import Account, Team


@transaction.atomic
def log_month(
    *,
    team: Team,
    month: dt.date,
    content: MeetingContent,
    by: Account,
    submit: bool,
    uuid: UUID | None = None,
    version: int | None = None,
) -> list[Problem]:
    """Save the log and submit the month if asked, in one transaction.

    Return what is missing: then the month is not submitted before somebody has read that, but the log is saved.
    """
    record_meeting(team=team, month=month, content=content, by=by, uuid=uuid, version=version)
    if not submit:
        return []
    missing = needed_to_submit(team, month).problems()
    if missing:
        return missing
    try:
        submit_month(team=team, month=month, by=by)
    except Refused as refused:
        return refused.problems
    return []


def was_logged(*, team: Team, month: dt.date, content: MeetingContent, by: Account, uuid: UUID) -> bool:
    """Whether `by` has saved just this log and submitted the month: a second tap that no script held back."""
    months = TeamMonth.objects.filter(team=team, month=month, state=TeamMonth.State.SUBMITTED, state_by=by)
    meeting = Meeting.objects.live().filter(team=team, month=month, uuid=uuid, changed_by=by).first()
    if meeting is None or not months.exists():
        return False
    words = ("held_on", "location", "done", "not_done", "not_done_reason", "minutes")
    there = meeting.attendances.filter(was_present=True).values_list("cadre", flat=True)
    return (
        all(getattr(content, name) == getattr(meeting, name) for name in words)
        and content.present in (None, set(there))
        and _were_settled(team, content.outcomes)
        and _were_given(meeting, content.next_tasks)
        and _were_counted(team, month, content.snapshot or {})
    )


def _were_settled(team: Team, outcomes: Iterable[Outcome]) -> bool:
    known = {task.pk: task for task in Task.objects.live().filter(team=team, pk__in=[o.task_id for o in outcomes])}

    def stands(outcome: Outcome) -> bool:
        task = known.get(outcome.task_id)
        reason = outcome.reason.strip() if outcome.state == Task.State.NOT_DONE else ""
        return task is not None and (task.state, task.not_done_reason) == (outcome.state, reason)

    return all(stands(outcome) for outcome in outcomes)


def _were_given(meeting: Meeting, next_tasks: Iterable[NextTask]) -> bool:
    rows = Task.objects.live().filter(meeting=meeting).values_list("title", "assignee", "due_on")
    known = {(search_key(title), assignee, due) for title, assignee, due in rows}
    wanted = {(search_key(task.title), task.assignee_id, task.due_on) for task in next_tasks if task.title.strip()}
    return wanted <= known


def _were_counted(team: Team, month: dt.date, figures: Mapping[str, int | None]) -> bool:
    row = VillageSnapshot.objects.live().filter(village=team.village_id, month=month).first()
    if row is None:
        return figures.get("households") is None
    return [getattr(row, name) for name in FIGURES] == [figures.get(name) or 0 for name in FIGURES]
