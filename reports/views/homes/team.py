"""The home of a team's leader and members: what is due, what is missing, and the four things that a team does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from activities.checklist import needed_to_submit
from activities.models import Activity, Contribution, Task, TeamMonth
from activities.models.months import HANDED_IN_STATES, due_day
from plumbing.dates import add_months
from reports.rollups.months import current_month
from reports.views.homes.parts import MOST_SHOWN
from teams.access import Permission, may, requires
from teams.models import Account, Team


def team_home(request: HttpRequest) -> HttpResponse:
    """What is due, what is missing, and the four things that a team does."""
    user = request.user
    month, row = month_at_hand(user)
    team = with_counts(Team.objects.visible_to(user).with_village(), month).filter(pk=user.team_id).first()
    if team is None:
        return render(request, "reports/home_team.html", {"team": None})
    contents = needed_to_submit(team, month)
    mine = Task.objects.unfinished().filter(team=team).select_related("assignee").order_by("due_on", "pk")
    context = {
        "team": team,
        "month": month,
        "row": row or TeamMonth(team=team, month=month, state=TeamMonth.State.OPEN),
        "due_on": due_day(month),
        "is_overdue": timezone.localdate() > due_day(month),
        "contents": contents,
        "problems": contents.problems(),
        "tasks": [task for task in mine if user.cadre_id is None or task.assignee_id == user.cadre_id][:MOST_SHOWN],
        "may_log_month": may(user, Permission.LOG_MONTH),
        "today": timezone.localdate(),
    }
    return render(request, "reports/home_team.html", context)


def month_at_hand(user: Account) -> tuple[dt.date, TeamMonth | None]:
    """Return the month that the team has to work on: the last one until it is handed in, then the current one."""
    now = current_month()
    last = add_months(now, -1)
    rows = {
        row.month: row for row in TeamMonth.objects.visible_to(user).filter(team=user.team_id, month__in=[last, now])
    }
    is_done = last in rows and rows[last].state in HANDED_IN_STATES
    month = now if is_done else last
    return month, rows.get(month)


@require_GET
@requires(Permission.LOG_MONTH)
def log_now(request: HttpRequest) -> HttpResponse:
    """Go to the log of the month that one's own team has to work on; whoever has none goes to the board."""
    user: Account = request.user  # type: ignore[assignment]
    if not user.team_id:
        return redirect("activities:month_board")
    month, _row = month_at_hand(user)
    return redirect("activities:month_log", team_id=user.team_id, month=month)


def with_counts(teams: QuerySet[Team], month: dt.date) -> QuerySet[Team]:
    """Add how many activities and contributions a team logged in the month."""

    def number(rows: Any) -> Subquery:
        mine = rows.live().filter(team=OuterRef("pk")).order_by().values("team")
        return Subquery(mine.annotate(number=Count("pk")).values("number"))

    return teams.annotate(
        activity_count=number(Activity.objects.in_month(month)),
        contribution_count=number(Contribution.objects.received_in(month)),
    )
