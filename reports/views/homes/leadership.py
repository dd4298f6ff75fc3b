"""The leadership's home: is poverty falling, where, and which teams are asleep?"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from activities.board import board_teams
from activities.models import Meeting
from plumbing.dates import Period, add_months
from reports import changes_in_words, figures
from reports.changes_in_words import Changes, Parts
from reports.figures import Place
from reports.rollups.months import current_month
from reports.scope import default_area
from reports.tiles import Wall, wall_teams
from reports.views.asked import freshness, month_asked_for
from reports.views.dashboard import area_context
from reports.views.homes.parts import MOST_SHOWN
from reports.views.wall import measure_tabs
from reports.walls import measure_of
from teams.models import Account, Team

Lines = dict[str, list[Decimal | None]]

# A team that did not meet in so many months is asleep.
ASLEEP_MONTHS = 2


def leadership_home(request: HttpRequest) -> HttpResponse:
    """Is poverty falling, where, what changed, and which teams are asleep?"""
    area, month = default_area(request.user), month_asked_for(request)
    context: dict[str, Any] = {"area": area, "month": month}
    if area is not None:
        place, period = Place(area), Period.of_month(month)
        # In a month that is not over a team may still meet.
        asleep = sleeping_teams(request.user, min(month, add_months(current_month(), -1)))
        context |= area_context(request, place, period, changes_in_words.CODES) | freshness()
        changes = changes_of(place, period, context["series"], context["parts"])
        context |= {
            "asleep": asleep[:MOST_SHOWN],
            "asleep_more": max(len(asleep) - MOST_SHOWN, 0),
            "changes": [*changes.sentences(), *changes.asleep(len(asleep))],
            "changes_note": changes.note(),
        }
        context |= wall_context(request, month)
    return render(request, "reports/home_leadership.html", context)


def changes_of(place: Place, period: Period, lines: Lines, parts: Parts) -> Changes:
    """Return the sentences about the month: its figures and those of the month before are the ends of the lines."""
    now = {code: line[-1] for code, line in lines.items()}
    before = {code: line[-2] for code, line in lines.items()}
    earlier = figures.read_parts(place, figures.previous(period), changes_in_words.CODES) if parts else []
    return Changes(place.area, period.first_month, now, before, parts, earlier)


def wall_context(request: HttpRequest, month: dt.date) -> dict[str, Any]:
    """Return the wall of all teams in the measure asked for, with its way to the wall's own page."""
    measure = measure_of(request.GET.get("measure", ""))
    shown = Wall(measure, month, request.user, wall_teams(request.user, month))
    page = f"{reverse('reports:wall')}?measure={measure.code}&month={month:%Y-%m}"
    legend = [{"step": step, "count": n, "url": f"{page}&step={step.key}" if n else ""} for step, n in shown.counts]
    return {
        "wall": shown,
        "wall_url": page,
        "legend": legend,
        "measures": measure_tabs(request, measure.code, "#wall"),
    }


def sleeping_teams(user: Account, month: dt.date) -> list[Team]:
    """Return the teams that met neither in `month` nor in the months just before, the longest asleep first."""
    meetings = Meeting.objects.live().filter(team=OuterRef("pk"), month__lte=month).order_by("-month")
    teams = board_teams(Team.objects.visible_to(user), month).annotate(last_met=Subquery(meetings.values("month")[:1]))
    awake_since = add_months(month, 1 - ASLEEP_MONTHS)
    # A team that was founded a moment ago has not had the time to fall asleep.
    asleep = teams.filter(Q(last_met__isnull=True) | Q(last_met__lt=awake_since), active_from__lt=awake_since)
    return sorted(asleep, key=lambda team: (team.last_met or dt.date.min, team.commune_sort or ""))
