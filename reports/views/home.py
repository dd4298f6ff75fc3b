"""The first page after signing in: one for each role (design, 1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from activities.board import BoardRow, board_rows, board_teams, counts
from activities.checklist import needed_to_submit
from activities.models import Activity, Contribution, Meeting, Task, TeamMonth
from activities.models.months import HANDED_IN_STATES, due_day
from plumbing.dates import Period, add_months
from plumbing.models import ImportBatch
from reports.figures import Place
from reports.rollups.months import current_month
from reports.scope import default_area
from reports.views.asked import freshness, month_asked_for
from reports.views.dashboard import area_context
from teams.access import Permission, Role, may
from teams.models import Account, Team

# A team that did not meet in so many months is asleep.
ASLEEP_MONTHS = 2
MOST_SHOWN = 12
IMPORTS_UNDER_WAY = [ImportBatch.State.READING, ImportBatch.State.CHECKED, ImportBatch.State.COMMITTING]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to what they come for."""
    return HOMES[request.user.role](request)


def leadership_home(request: HttpRequest) -> HttpResponse:
    """Is poverty falling, where, and which teams are asleep?"""
    area, month = default_area(request.user), month_asked_for(request)
    context: dict[str, Any] = {"area": area, "month": month}
    if area is not None:
        asleep = sleeping_teams(request.user, month)
        context |= area_context(request, Place(area), Period.of_month(month)) | freshness()
        context |= {"asleep": asleep[:MOST_SHOWN], "asleep_more": max(len(asleep) - MOST_SHOWN, 0)}
    return render(request, "reports/home_leadership.html", context)


def sleeping_teams(user: Account, month: dt.date) -> list[Team]:
    """Return the teams that met neither in `month` nor in the months just before, the longest asleep first."""
    meetings = Meeting.objects.live().filter(team=OuterRef("pk"), month__lte=month).order_by("-month")
    teams = board_teams(Team.objects.visible_to(user), month).annotate(last_met=Subquery(meetings.values("month")[:1]))
    awake_since = add_months(month, 1 - ASLEEP_MONTHS)
    # A team that was founded a moment ago has not had the time to fall asleep.
    asleep = teams.filter(Q(last_met__isnull=True) | Q(last_met__lt=awake_since), active_from__lt=awake_since)
    return sorted(asleep, key=lambda team: (team.last_met or dt.date.min, team.commune_sort or ""))


def office_home(request: HttpRequest) -> HttpResponse:
    """Who has not reported, what waits for a decision, which lists are being loaded?"""
    month = month_asked_for(request)
    rows = board_rows(board_teams(Team.objects.visible_to(request.user), month), month, request.user)
    waiting = sorted((row for row in rows if row.state == TeamMonth.State.SUBMITTED), key=lambda row: row.submitted_on)
    late = [row for row in rows if row.state == "late"]
    context = {
        "month": month,
        "due_on": due_day(month),
        "team_count": len(rows),
        "handed_in": sum(not row.is_missing for row in rows),
        "month_url": board_url(month),
        "counts": counters(rows, month),
        "submitted": waiting[:MOST_SHOWN],
        "submitted_more": max(len(waiting) - MOST_SHOWN, 0),
        "late": late[:MOST_SHOWN],
        "late_more": max(len(late) - MOST_SHOWN, 0),
        "imports": imports_under_way(request.user),
        "may_import": may(request.user, Permission.IMPORT),
        "area": default_area(request.user),
    }
    return render(request, "reports/home_office.html", context)


def board_url(month: dt.date) -> str:
    return f"{reverse('activities:month_board')}?month={month:%Y-%m}"


def counters(rows: list[BoardRow], month: dt.date) -> list[tuple[str, int, str]]:
    """Return how many teams stand in each state, with the address of just those on the board."""
    return [(capfirst(words), n, f"{board_url(month)}&state={key}") for key, words, n in counts(rows) if n]


def imports_under_way(user: Account) -> list[ImportBatch]:
    if not may(user, Permission.IMPORT):
        return []
    return list(ImportBatch.objects.visible_to(user).filter(state__in=IMPORTS_UNDER_WAY).defer("content")[:5])


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


def with_counts(teams: QuerySet[Team], month: dt.date) -> QuerySet[Team]:
    """Add how many activities and contributions a team logged in the month."""

    def number(rows: Any) -> Subquery:
        mine = rows.live().filter(team=OuterRef("pk")).order_by().values("team")
        return Subquery(mine.annotate(number=Count("pk")).values("number"))

    return teams.annotate(
        activity_count=number(Activity.objects.in_month(month)),
        contribution_count=number(Contribution.objects.received_in(month)),
    )


def agency_home(request: HttpRequest) -> HttpResponse:
    """The teams in which the agency's cadres serve, and where their month stands."""
    month = month_asked_for(request)
    rows = board_rows(board_teams(Team.objects.visible_to(request.user), month), month, request.user)
    context = {"month": month, "due_on": due_day(month), "rows": rows, "counts": counters(rows, month)}
    return render(request, "reports/home_agency.html", context)


HOMES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    Role.ADMINISTRATOR: office_home,
    Role.OFFICE: office_home,
    Role.COMMUNE_OFFICER: office_home,
    Role.LEADERSHIP: leadership_home,
    Role.AGENCY_LEAD: agency_home,
    Role.TEAM_LEADER: team_home,
    Role.MEMBER: team_home,
}
