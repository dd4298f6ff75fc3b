"""What a team's month holds and what it still lacks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from activities.models import Activity, Attendance, Contribution, Meeting, Task, TeamMonth
from activities.rules import submit_problems
from households.models import VillageSnapshot
from plumbing.dates import add_months, month_end
from plumbing.listing import defer_bookkeeping
from plumbing.problems import Problem

if TYPE_CHECKING:
    from teams.models import Team


def with_lock(tasks: QuerySet[Any]) -> QuerySet[Any]:
    """Add `is_locked`: the month in which the task is due is locked, so it stays as it is."""
    locked = TeamMonth.objects.locked().filter(
        team=OuterRef("team"), month__year=OuterRef("due_on__year"), month__month=OuterRef("due_on__month")
    )
    return tasks.annotate(is_locked=Exists(locked))


def unsettled_tasks(team: Team, month: dt.date) -> QuerySet[Task]:
    """Return the open tasks that were due by the end of `month`, save those of locked months."""
    due = Task.objects.unfinished().filter(team=team, due_on__lte=month_end(month))
    return with_lock(due).filter(is_locked=False).select_related("assignee")


@dataclass
class MonthContents:
    """Everything that was logged in a team's month, and what is still missing."""

    team: Team
    month: dt.date
    meetings: list[Meeting] = field(default_factory=list)
    unsettled: list[Task] = field(default_factory=list)
    tasks_due: list[Task] = field(default_factory=list)
    # Due in the month after: what the meeting gave, and what was carried over into it.
    tasks_next: list[Task] = field(default_factory=list)
    snapshot: VillageSnapshot | None = None
    snapshot_before: VillageSnapshot | None = None
    has_activities: bool = False
    activities: list[Activity] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)

    @property
    def tasks(self) -> list[Task]:
        """Return the tasks of the month's page: those due before it and still open, then those due in it."""
        return [t for t in self.unsettled if t.due_on < self.month] + self.tasks_due

    def problems(self) -> list[Problem]:
        """Say what is missing before the month can be handed in."""
        return submit_problems(
            meetings=self.meetings,
            unsettled=self.unsettled,
            has_activities=self.has_activities,
            figures=(self.snapshot, self.snapshot_before),
            month=self.month,
        )


def with_attendance(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Add `present_count` and `member_count`."""

    def counted(rows: QuerySet[Attendance]) -> Coalesce:
        # A subquery for each row that is shown: a join would count every meeting before the page is cut.
        return Coalesce(Subquery(rows.order_by().values("meeting").annotate(n=Count("pk")).values("n")), 0)

    rows = Attendance.objects.filter(meeting=OuterRef("pk"))
    return meetings.annotate(present_count=counted(rows.filter(was_present=True)), member_count=counted(rows))


def needed_to_submit(team: Team, month: dt.date) -> MonthContents:
    """Return only the contents that a submission depends on."""
    snapshot, before = _snapshots(team, month)
    return MonthContents(
        team=team,
        month=month,
        meetings=_meetings(team, month),
        unsettled=list(unsettled_tasks(team, month)),
        snapshot=snapshot,
        snapshot_before=before,
        has_activities=Activity.objects.live().in_month(month).filter(team=team).exists(),
    )


def contents_of(team: Team, month: dt.date) -> MonthContents:
    """Return everything that was logged in the month, to be looked at."""
    last, end_of_next = month_end(month), month_end(add_months(month, 1))
    due = Task.objects.live().filter(
        Q(due_on__gte=month) | Q(state=Task.State.OPEN), team=team, due_on__lte=end_of_next
    )
    due = with_lock(due).annotate(form_version=F("version")).select_related("assignee").order_by("due_on", "id")
    tasks = defer_bookkeeping(due, {"assignee__name"})
    snapshot, before = _snapshots(team, month)
    activities = list(defer_bookkeeping(Activity.objects.live().in_month(month).filter(team=team)))
    return MonthContents(
        team=team,
        month=month,
        meetings=_meetings(team, month),
        unsettled=[t for t in tasks if t.state == Task.State.OPEN and not t.is_locked and t.due_on <= last],
        tasks_due=[t for t in tasks if month <= t.due_on <= last],
        tasks_next=[t for t in tasks if t.due_on > last],
        snapshot=snapshot,
        snapshot_before=before,
        has_activities=bool(activities),
        activities=activities,
        contributions=list(defer_bookkeeping(Contribution.objects.live().received_in(month).filter(team=team))),
    )


def _meetings(team: Team, month: dt.date) -> list[Meeting]:
    meetings = Meeting.objects.live().in_month(month).filter(team=team)
    return list(defer_bookkeeping(with_attendance(meetings).order_by("held_on")))


def _snapshots(team: Team, month: dt.date) -> list[VillageSnapshot | None]:
    """Return the village's figures of the month and of the one before."""
    rows = VillageSnapshot.objects.live().filter(village=team.village_id, month__in=[month, add_months(month, -1)])
    found = {row.month: row for row in defer_bookkeeping(rows)}
    return [found.get(month), found.get(add_months(month, -1))]
