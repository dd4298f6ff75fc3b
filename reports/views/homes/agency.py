"""The home of an agency's lead: where the agency's cadres serve, whose team is late, who came, what is overdue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from activities.board import BoardRow, board_rows, board_teams
from activities.models import Attendance, Meeting, Task
from activities.models.months import due_day
from plumbing.listing import defer_bookkeeping
from reports.figures import divide
from reports.views.homes.parts import MAX_SHOWN, counters, days_left
from reports.views.parameters import requested_month
from teams.leaders import with_leaders
from teams.models import Account, Membership, Team


@dataclass
class Service:
    """A cadre of the agency in a team: where the team's month stands, and whether the cadre came to its meetings."""

    membership: Any
    row: BoardRow | None
    # None: the team did not meet, or the cadre was not on its list then.
    came: bool | None


def agency_home(request: HttpRequest) -> HttpResponse:
    user: Account = request.user  # type: ignore[assignment]
    month, today = requested_month(request), timezone.localdate()
    rows = board_rows(board_teams(Team.objects.visible_to(user), month), month, user)
    attended = attendance_of(user, month)
    services = services_of(user, today, {row.team.pk: row for row in rows}, attended)
    tasks = overdue_tasks(user, today)
    present = sum(attended.values())
    late = [row for row in rows if row.state == "late"]
    with_leaders(late)
    context = {
        "month": month,
        "due_on": due_day(month),
        "days_left": days_left(due_day(month), today),
        "services": services,
        "cadre_count": len({one.membership.cadre_id for one in services}),
        "rows": rows,
        "counts": counters(rows, month),
        "late": late,
        "present": present,
        "expected": len(attended),
        "rate": divide(present, len(attended)),
        "tasks": tasks,
        "tasks_total": tasks[0].total if tasks else 0,
        "today": today,
    }
    return render(request, "reports/homes/agency.html", context)


def services_of(
    user: Account, today: dt.date, rows: dict[int, BoardRow], attended: dict[tuple[int, int], bool]
) -> list[Service]:
    """Return who of the agency serves where today, in the order of communes and villages."""
    found = (
        Membership.objects.active_on(today)
        .filter(cadre__agency=user.agency_id, team__in=Team.objects.visible_to(user).active_on(today).values("pk"))
        .select_related("cadre", "team__village")
        .order_by("cadre__sort_key", "team__sort_key", "pk")
    )
    return [
        Service(one, rows.get(one.team_id), attended.get((one.team_id, one.cadre_id)))
        for one in defer_bookkeeping(found)
    ]


def attendance_of(user: Account, month: dt.date) -> dict[tuple[int, int], bool]:
    """Return whether each of the agency's cadres came to a meeting of the month, by (team, cadre)."""
    met = Meeting.objects.visible_to(user).live().in_month(month)
    rows = Attendance.objects.filter(meeting__in=met.values("pk"), cadre__agency=user.agency_id)
    came: dict[tuple[int, int], bool] = {}
    for team, cadre, was_present in rows.values_list("meeting__team", "cadre", "was_present"):
        came[team, cadre] = came.get((team, cadre), False) or was_present
    return came


def overdue_tasks(user: Account, today: dt.date) -> list[Any]:
    """Return the first tasks of the agency's cadres whose day has passed, each with the number of all."""
    rows: Any = Task.objects.visible_to(user).overdue_on(today).filter(assignee__agency=user.agency_id)
    rows = rows.annotate(total=Window(Count("*"))).select_related("assignee", "team").order_by("due_on", "pk")
    tasks: list[Any] = list(defer_bookkeeping(rows)[:MAX_SHOWN])
    for task in tasks:
        task.days_left = days_left(task.due_on, today)
    return tasks
