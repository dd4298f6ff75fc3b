"""The dashboard of an area and month."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from plumbing.dates import Period
from plumbing.periods import PeriodKind, neighbour, period_kind
from reports import figures
from reports.corrections import corrected_months
from reports.display import Line, cells, coverage_note, key_figures, name_of
from reports.figures import Place
from reports.indicators import BUILT_IN
from reports.pictures import CODES, months_until, pictures
from reports.report import Report, state_of
from reports.rollups.months import current_month
from reports.scope import default_area, place_for, way_to
from reports.views.parameters import freshness, requested_period
from teams.access import Permission, may, requires
from teams.models import Area

KEY = ["poverty_rate", "poor_households", "teams_met", "months_on_time_rate", "tasks_done_rate", "resources_value"]
LINES = [
    *KEY,
    "near_poverty_rate",
    "poor_exited",
    "outreach_people",
    "near_poor_households",
    "teams_active",
    "villages_in_figures",
    "villages_rated",
    "villages_with_teams",
]
TABLE = [
    "poverty_rate", "poor_households", "near_poor_households", "poor_exited", "teams_active", "teams_met",
    "months_on_time_rate", "tasks_done_rate", "outreach_people", "resources_value",
]  # fmt: skip


@require_GET
@requires(Permission.VIEW_FIGURES)
def dashboard(request: HttpRequest, area: int | None = None) -> HttpResponse:
    """Show the key figures, their lines over a year and the table of parts; of a month, or of a longer period."""
    if area is None:
        own = default_area(request.user)
        return redirect("reports:dashboard", area=own.pk) if own else redirect("home")
    place = place_for(request.user, area)
    period = requested_period(request)
    context = {
        "area": place.area,
        "inside": place.inside,
        "month": min(period.last_month, current_month()),
        "crumbs": crumbs(request, place.area, period),
        "corrected": corrected_months(request.user, place, period),
        **area_context(request, place, period),
        **freshness(),
    }
    return render(request, "reports/dashboard.html", context)


def area_context(
    request: HttpRequest,
    place: Place,
    period: Period,
    also: Collection[str] = (),
    parts: figures.Parts | None = None,
) -> dict[str, Any]:
    """Return the key figures, charts and the table of one area; `also`: codes of other figures to read with them.

    `parts`: the parts with their figures, from whoever has read them already.
    """
    month = min(period.last_month, current_month())
    months = months_until(month)
    lines = figures.series(place, months, {*LINES, *TABLE, *also})
    shown = [BUILT_IN[code].over(period) for code in TABLE]
    # A month's own figures are the ends of the lines.
    ends = {code: line[-1] for code, line in lines.items()}
    numbers = ends if is_month(period) else figures.read(place, period, {*TABLE, *LINES})
    whole = Line(place.area.name, "", cells(place.area, period, numbers, shown))
    is_village = place.area.level == Area.Level.VILLAGE
    if parts is None:
        parts = [] if is_village else figures.read_parts(place, period, {*TABLE, *also})
    return {
        "period": period,
        "period_name": name_of(period),
        "coverage_note": coverage_note(numbers),
        "series": lines,
        "key_figures": key_figures(
            KEY, place.area, period, lines if is_month(period) else steps_to(place, period, numbers)
        ),
        # Whether a village's only team met is told by its card, not by a line.
        "pictures": pictures(lines, months, [code for code in CODES if parts or code != "teams"]),
        "columns": shown,
        "lines": [Line(part.name, url_of(part, period), cells(part, period, n, shown)) for part, n in parts],
        "whole": whole,
        "teams": team_cards(request, place, period) if is_village else [],
        "report_url": reverse("reports:report_page", args=[place.area.pk, period.code]),
    }


def is_month(period: Period) -> bool:
    return period_kind(period) == PeriodKind.MONTH


def steps_to(place: Place, period: Period, now: figures.Numbers) -> dict[str, list[Decimal | None]]:
    """Return the figures of the period before and of this one, like the lines of the months."""
    before = figures.read(place, neighbour(period, -1), LINES)
    return {code: [before[code], now[code]] for code in LINES}


def url_of(area: Area, period: Period) -> str:
    """Return the address of an area's figures; a month has the name that bookmarks know."""
    name = "month" if is_month(period) else "period"
    return f"{reverse('reports:dashboard', args=[area.pk])}?{name}={period.code}"


def crumbs(request: HttpRequest, area: Area, period: Period) -> list[tuple[str, str]]:
    """Return the way down to the area as (name, address); its own name comes last, without one."""
    return [(above.name, url_of(above, period)) for above in way_to(request.user, area)]


def team_cards(request: HttpRequest, place: Place, period: Period) -> list[dict[str, Any]]:
    """Return the village's teams that the user may see, with the state of the month."""
    if not may(request.user, Permission.VIEW_TEAMS):
        return []
    teams = Report(place, period).teams().visible_to(request.user)
    return [{"team": team, "state": state_of(team)} for team in teams]
