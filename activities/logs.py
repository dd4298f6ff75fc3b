"""What the month's log needs to know: members, open tasks, the tasks given, the village's last figures."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from activities.actions.carrying import last_day_after
from activities.actions.snapshots import FIGURES
from activities.checklist import unsettled_tasks
from activities.models import Meeting, Task
from households.models import VillageSnapshot
from plumbing.dates import month_end
from plumbing.forms import DayField
from teams.models import Membership

if TYPE_CHECKING:
    from teams.models import Team


class MonthLog:
    """A meeting's form, opened: new, or on a meeting that stands (`meeting`)."""

    def __init__(self, team: Team, month: dt.date, meeting: Meeting | None, posted_tasks: Iterable[int] = ()) -> None:
        self.team, self.month, self.meeting = team, month, meeting
        self.memberships = list(Membership.objects.live().filter(team=team).in_order())
        self.offered = self._offered_tasks(set(posted_tasks))
        self.planned = self._planned_tasks()
        self.attendance = dict(meeting.attendances.values_list("cadre", "was_present")) if meeting else {}
        snapshots = list(VillageSnapshot.objects.latest_by(month).filter(village=team.village_id)[:2])
        self.snapshot = snapshots[0] if snapshots else None
        self.snapshot_before = next((s for s in snapshots if s.month < month), None)

    # --- people

    def names(self) -> list[tuple[int, str]]:
        """Return everybody who ever was a member, leader first."""
        known: dict[int, str] = {}
        for membership in self.memberships:
            known.setdefault(membership.cadre_id, membership.cadre.name)
        return list(known.items())

    def members_on(self, day: dt.date) -> dict[int, Membership]:
        return {
            m.cadre_id: m for m in self.memberships if m.valid_from <= day and (m.valid_to is None or m.valid_to >= day)
        }

    def member_choices(self) -> list[tuple[int, str]]:
        """Return today's members: who can be given a task."""
        members = self.members_on(max(self.month, min(timezone.localdate(), month_end(self.month))))
        return [(pk, name) for pk, name in self.names() if pk in members]

    def usual_day(self) -> dt.date:
        """Return the day that a new form starts with: today, or the month's last day once it is over."""
        return min(timezone.localdate(), month_end(self.month))

    def day_of(self, value: Any) -> dt.date:
        """Return the form's day, or the usual one while what was typed is no day."""
        try:
            return DayField().to_python(value) or self.usual_day()
        except ValidationError:
            return self.usual_day()

    @cached_property
    def earlier_meetings(self) -> list[tuple[dt.date, str]]:
        """Return day and place of the team's last meetings, the newest first."""
        meetings = Meeting.objects.live().filter(team=self.team).order_by("-held_on")
        return list(meetings.values_list("held_on", "location")[:6])

    # --- tasks

    def _offered_tasks(self, posted: set[int]) -> list[Task]:
        """Return the tasks to be settled, those settled in this month, and those that the form already showed."""
        tasks = {t.pk: t for t in unsettled_tasks(self.team, self.month)}
        settled = Q(due_on__range=(self.month, month_end(self.month))) & ~Q(state=Task.State.OPEN)
        more = self._tasks().filter(settled | Q(pk__in=posted)).select_related("assignee")
        tasks |= {t.pk: t for t in more}
        return sorted(tasks.values(), key=lambda t: (t.due_on, t.pk))

    def _planned_tasks(self) -> list[Task]:
        if self.meeting is None:
            return []
        offered = [t.pk for t in self.offered]
        given = self._tasks().filter(meeting=self.meeting, state=Task.State.OPEN).exclude(pk__in=offered)
        return list(given.order_by("id"))

    def _tasks(self) -> QuerySet[Task]:
        return Task.objects.live().filter(team=self.team)

    def next_due_day(self) -> dt.date:
        return last_day_after(self.month)

    # --- what the form starts with

    def initial(self) -> dict[str, Any]:
        values = describes(self.meeting) if self.meeting else self._new_meeting()
        day = values["held_on"]
        members = self.members_on(day)
        values["listed"] = ",".join(str(pk) for pk in members)
        # Of a new meeting nobody has said yet who came.
        values["present"] = [pk for pk in members if self.attendance.get(pk)]
        return values | self._figures() | self._task_values()

    def _new_meeting(self) -> dict[str, Any]:
        return {
            "held_on": self.usual_day(),
            "location": self.earlier_meetings[0][1] if self.earlier_meetings else "",
            "uuid": uuid.uuid4(),
            "version": None,
        }

    def _figures(self) -> dict[str, Any]:
        """Return this month's figures, or the last known sums with nothing moved."""
        if self.snapshot is None:
            return dict.fromkeys(FIGURES[2:], 0)
        if self.snapshot.month == self.month:
            own: dict[str, Any] = {name: getattr(self.snapshot, name) for name in FIGURES}
            return own | {"snapshot_version": self.snapshot.version}
        sums = {"households": self.snapshot.households, "people": self.snapshot.people}
        return sums | dict.fromkeys(FIGURES[2:], 0)

    def _task_values(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for task in self.offered:
            values[f"outcome-{task.pk}"] = "" if task.state == Task.State.OPEN else task.state
            values[f"reason-{task.pk}"] = task.not_done_reason
            values[f"seen-{task.pk}"] = task.version
        for task in self.planned:
            values |= {
                f"plan-{task.pk}-title": task.title,
                f"plan-{task.pk}-assignee": task.assignee_id,
                f"plan-{task.pk}-due_on": task.due_on,
            }
        return values


def describes(meeting: Meeting) -> dict[str, Any]:
    """Return the meeting's own fields as the form's initial values."""
    names = ("held_on", "location", "done", "not_done", "not_done_reason", "minutes")
    return {name: getattr(meeting, name) for name in names} | {"uuid": meeting.uuid, "version": meeting.version}
