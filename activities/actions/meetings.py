"""Log a team's meeting: one verb writes the meeting, who attended, the tasks and the village figures."""

from __future__ import annotations

import datetime as dt
import uuid as uuids
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities.actions.months import claim_month
from activities.actions.snapshots import record_snapshot
from activities.actions.tasks import NextTask, Outcome, give_tasks, settle_tasks
from activities.models import Attendance, Meeting, TeamMonth
from activities.rules import attendance_problems, meeting_day_problems, not_done_problems, snapshot_problems
from plumbing import history
from plumbing.dates import format_date
from plumbing.fields import tidy_lines
from plumbing.problems import Problem, refuse
from plumbing.resubmission import has_same_values
from plumbing.text import nfc
from teams.models import Cadre, Membership

if TYPE_CHECKING:
    from teams.models import Account, Team


@dataclass(frozen=True)
class MeetingContent:
    """What a form or a row of a list says of a meeting."""

    held_on: dt.date
    # The ids of the cadres who attended; None when that is not known: who was marked stays marked.
    present: Collection[int] | None
    location: str = ""
    done: str = ""
    not_done: str = ""
    not_done_reason: str = ""
    minutes: str = ""
    outcomes: Sequence[Outcome] = ()
    next_tasks: Sequence[NextTask] = ()
    # The village figures of the month, and the version of them that the form was opened with.
    snapshot: Mapping[str, int | None] | None = None
    snapshot_version: int | None = None


@transaction.atomic
def record_meeting(
    *,
    team: Team,
    month: dt.date,
    content: MeetingContent,
    by: Account | None,
    uuid: uuids.UUID | None = None,
    version: int | None = None,
    batch_id: int | None = None,
) -> Meeting:
    """Create the meeting with this uuid, or change it.

    The same form twice makes one meeting. Raises StaleVersion, or Refused when the month is closed or a rule broken.
    """
    claim_month(team=team, month=month, by=by, batch_id=batch_id)
    meeting = _meeting_of(team, month, uuid or uuids.uuid4())
    old_attendance = _attendance_of(meeting)
    meeting.held_on, meeting.location = content.held_on, nfc(content.location)
    for name in ("done", "not_done", "not_done_reason", "minutes"):
        setattr(meeting, name, tidy_lines(getattr(content, name)))
    member_ids, present = members_on(team, content.held_on), content.present
    refuse(meeting_problems(meeting, present or set(), member_ids) + snapshot_problems(content.snapshot or {}))
    attendance = old_attendance if present is None else {pk: pk in present for pk in sorted(member_ids)}
    if not _write(meeting, old_attendance, attendance, version, by, batch_id):
        return meeting
    settle_tasks(meeting=meeting, outcomes=content.outcomes, by=by, batch_id=batch_id)
    months = {row.month: row for row in TeamMonth.objects.filter(team=team)}
    give_tasks(
        meeting=meeting,
        next_tasks=content.next_tasks,
        member_ids=member_ids,
        months=months,
        by=by,
        batch_id=batch_id,
    )
    if content.snapshot is not None:
        record_snapshot(
            village_id=team.village_id,
            month=month,
            values=content.snapshot,
            by=by,
            version=content.snapshot_version,
            batch_id=batch_id,
        )
    return meeting


def members_on(team: Team, day: dt.date) -> set[int]:
    """Return the ids of the cadres who were members of the team on `day`."""
    return set(Membership.objects.active_on(day).filter(team=team).values_list("cadre", flat=True))


def meeting_problems(meeting: Meeting, present: Collection[int], member_ids: set[int]) -> list[Problem]:
    """Say what is wrong with a meeting and its attendance."""
    problems = meeting_day_problems(meeting.team, meeting.month, meeting.held_on)
    strangers = Cadre.objects.filter(pk__in=set(present) - member_ids)
    problems += attendance_problems(strangers, member_ids, meeting.held_on)
    problems += not_done_problems(meeting.not_done, meeting.not_done_reason)
    others = Meeting.objects.live().filter(team=meeting.team, held_on=meeting.held_on).exclude(pk=meeting.pk)
    if others.exists():
        text = _("This team already has a meeting on %(day)s; open that one instead.")
        problems.append(Problem(text % {"day": format_date(meeting.held_on)}, "held_on"))
    return problems


def _meeting_of(team: Team, month: dt.date, uuid: uuids.UUID) -> Meeting:
    """Return the meeting with this uuid, held for writing, or a new one."""
    meeting = Meeting.objects.select_for_update().filter(uuid=uuid).first()
    if meeting is None:
        return Meeting(team=team, month=month, uuid=uuid)
    if meeting.is_voided or meeting.team_id != team.pk or meeting.month != month:
        refuse([Problem(_("This form belongs to another meeting. Open the month again."))])
    return meeting


def _attendance_of(meeting: Meeting) -> dict[int, bool]:
    if not meeting.pk:
        return {}
    return dict(meeting.attendances.order_by("cadre").values_list("cadre", "was_present"))


def _write(
    meeting: Meeting,
    was: dict[int, bool],
    now: dict[int, bool],
    version: int | None,
    by: Account | None,
    batch_id: int | None,
) -> bool:
    """Save the meeting with its attendance. Return False when this very form was saved before."""
    names = dict(Cadre.objects.filter(pk__in=was.keys() | now.keys()).values_list("pk", "name"))
    if not meeting.pk:
        history.create(meeting, by=by, batch_id=batch_id, parts=_spelled(now, names))
    elif version is None and batch_id is None:
        refuse_different(meeting, was, now)
        return False
    else:
        history.change(
            meeting, by=by, version=version, batch_id=batch_id, parts=(_spelled(was, names), _spelled(now, names))
        )
    _write_attendance(meeting, was, now)
    return True


def refuse_different(meeting: Meeting, was: dict[int, bool], now: dict[int, bool]) -> None:
    """Raise StaleVersion when a form without a version says something else than the meeting that it made before."""
    current = Meeting.objects.get(pk=meeting.pk)
    if was != now or not has_same_values(current, meeting):
        raise history.StaleVersion(current)


def _spelled(attendance: dict[int, bool], names: dict[int, str]) -> dict[str, Any]:
    """Return the attendance as the history keeps it. `names`: of all who are named before or after a change; those
    who share one are told apart by their number.
    """
    times = Counter(names.values())
    words = {pk: names[pk] if times[names[pk]] == 1 else f"{names[pk]} ({pk})" for pk in attendance}
    return {
        "present": [words[pk] for pk in sorted(attendance) if attendance[pk]],
        "absent": [words[pk] for pk in sorted(attendance) if not attendance[pk]],
    }


def _write_attendance(meeting: Meeting, was: dict[int, bool], now: dict[int, bool]) -> None:
    gone = [pk for pk in was if pk not in now]
    changed = [pk for pk in now if pk in was and was[pk] != now[pk]]
    if gone:
        meeting.attendances.filter(cadre__in=gone).delete()
    for value in (True, False):
        if ids := [pk for pk in changed if now[pk] is value]:
            meeting.attendances.filter(cadre__in=ids).update(was_present=value)
    Attendance.objects.bulk_create(
        [Attendance(meeting=meeting, cadre_id=pk, was_present=now[pk]) for pk in now if pk not in was]
    )
