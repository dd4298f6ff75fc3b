"""The home of an agency's lead: the teams in which its cadres serve."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from activities.board import board_rows, board_teams
from activities.models.months import due_day
from reports.views.asked import month_asked_for
from reports.views.homes.parts import counters
from teams.models import Team


def agency_home(request: HttpRequest) -> HttpResponse:
    """The teams in which the agency's cadres serve, and where their month stands."""
    month = month_asked_for(request)
    rows = board_rows(board_teams(Team.objects.visible_to(request.user), month), month, request.user)
    context = {"month": month, "due_on": due_day(month), "rows": rows, "counts": counters(rows, month)}
    return render(request, "reports/home_agency.html", context)
