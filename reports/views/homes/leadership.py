"""The leadership's home: is poverty falling, where, and which teams are asleep?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from activities.models import Meeting
from plumbing.dates import Period, add_months
from reports import changes_in_words, figures
from reports.changes_in_words import Changes
from reports.figures import Parts, Place
from reports.rollups.months import current_month
from reports.scope import default_area
from reports.tiles import Wall, wall_teams
from reports.views.dashboard import TABLE, area_context
from reports.views.homes.parts import MAX_SHOWN
from reports.views.parameters import freshness, requested_month
from reports.views.wall import measure_tabs
from reports.walls import measure_of
from teams.leaders import leaders_of
from teams.models import Area

Lines = dict[str, list[Decimal | None]]

# A team that did not meet in so many months is asleep.
ASLEEP_MONTHS = 2


def leadership_home(request: HttpRequest) -> HttpResponse:
    """Is poverty falling, where, what changed, and which teams are asleep?"""
    area, month = default_area(request.user), requested_month(request)
    context: dict[str, Any] = {"area": area, "month": month}
    if area is not None:
        place, period = Place(area), Period.of_month(month)
        before, parts = both_months(place, period)
        context |= area_context(request, place, period, changes_in_words.CODES, parts) | freshness()
        teams = list(wall_teams(request.user, month, with_leader=False).annotate(last_met=last_met(month)))
        asleep = sleeping(teams, month)
        leaders = leaders_of(team.pk for team in asleep[:MAX_SHOWN])
        for team in asleep[:MAX_SHOWN]:
            team.leader = leaders.get(team.pk)
        changes = changes_of(place, period, context["series"], parts, before)
        context |= {
            "asleep": asleep[:MAX_SHOWN],
            "asleep_more": max(len(asleep) - MAX_SHOWN, 0),
            "changes": [*changes.sentences(), *changes.asleep(len(asleep))],
            "changes_note": changes.note(),
        }
        context |= wall_context(request, month, teams)
    return render(request, "reports/homes/leadership.html", context)


def both_months(place: Place, period: Period) -> list[Parts]:
    """Return the parts with their figures in the month before and in this one, read together."""
    months = [add_months(period.first_month, -1), period.first_month]
    is_village = place.area.level == Area.Level.VILLAGE
    parts = [] if is_village else figures.parts_of(place, period)
    return list(figures.read_parts_by_month(place, months, {*TABLE, *changes_in_words.CODES}, parts))


def changes_of(place: Place, period: Period, lines: Lines, parts: Parts, earlier: Parts) -> Changes:
    """Return the sentences about the month: its figures, those of the month and of the year before are the ends
    and the beginning of the lines.
    """
    now, before, year_before = ({code: line[at] for code, line in lines.items()} for at in (-1, -2, -13))
    return Changes(place.area, period.first_month, now, before, parts, earlier, year_before)


def wall_context(request: HttpRequest, month: dt.date, teams: list[Any]) -> dict[str, Any]:
    """Return the wall of all teams in the measure asked for, with its way to the wall's own page."""
    measure = measure_of(request.GET.get("measure", ""))
    shown = Wall(measure, month, request.user, teams)
    page = f"{reverse('reports:wall')}?measure={measure.code}&month={month:%Y-%m}"
    legend = [{"step": step, "count": n, "url": f"{page}&step={step.key}" if n else ""} for step, n in shown.counts]
    return {
        "wall": shown,
        "wall_url": page,
        "legend": legend,
        "measures": measure_tabs(request, measure.code, "#wall"),
    }


def last_met(month: dt.date) -> Subquery:
    """Return, for an annotation, the last month up to `month` in which a team met."""
    meetings = Meeting.objects.live().filter(team=OuterRef("pk"), month__lte=month).order_by("-month")
    return Subquery(meetings.values("month")[:1])


def sleeping(teams: Iterable[Any], month: dt.date) -> list[Any]:
    """Return the teams that met neither in `month` nor in the months just before, the longest asleep first.

    In a month that is not over a team may still meet: it does not count as slept through.
    """
    awake_since = add_months(min(month, add_months(current_month(), -1)), 1 - ASLEEP_MONTHS)
    asleep = [
        team
        for team in teams
        # A team that was founded a moment ago has not had the time to fall asleep.
        if team.active_from < awake_since and (team.last_met is None or team.last_met < awake_since)
    ]
    return sorted(asleep, key=lambda team: (team.last_met or dt.date.min, team.commune_sort or ""))
