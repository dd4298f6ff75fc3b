"""The leadership's home: is poverty falling, where, and which teams are asleep?"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from activities.board import board_teams
from activities.models import Meeting
from plumbing.dates import Period, add_months
from reports.figures import Place
from reports.scope import default_area
from reports.views.asked import freshness, month_asked_for
from reports.views.dashboard import area_context
from reports.views.homes.parts import MOST_SHOWN
from teams.models import Account, Team

# A team that did not meet in so many months is asleep.
ASLEEP_MONTHS = 2


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
