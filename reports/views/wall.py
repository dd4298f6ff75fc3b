"""The wall of all teams."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from activities.filters import board_month
from plumbing.dates import month_inside
from plumbing.exporting import table_response
from plumbing.query_strings import with_query
from plumbing.tables import sorting
from plumbing.templatetags import walls
from reports.tables import WallTable
from reports.tiles import Wall, WallFilter, wall_teams
from reports.walls import MEASURES, measure_of
from teams.access import Permission, may, requires


@require_GET
@requires(Permission.VIEW_FIGURES)
def wall(request: HttpRequest) -> HttpResponse:
    """Show every team in scope as a tile, coloured by a measure, or the table behind the tiles."""
    month = board_month(request)
    chosen = WallFilter(request.GET, queryset=wall_teams(request.user, month), request=request)
    measure = measure_of(request.GET.get("measure", ""))
    shown = Wall(measure, month, request.user, chosen.qs, request.GET.get("step", ""))
    title = _("The wall: %(measure)s, %(month)s") % {
        "measure": str(measure.label)[:1].lower() + str(measure.label)[1:],
        "month": month_inside(month),
    }
    if request.GET.get("export") == "xlsx" and may(request.user, Permission.EXPORT):
        return table_response(request, table_of(request, shown), title)
    is_table = request.GET.get("view") == "table"
    context = {
        "title": title,
        "month": month,
        "wall": shown,
        "legend": legend(request, shown),
        "filter": chosen,
        "measures": measure_tabs(request, measure.code),
        "table": table_of(request, shown) if is_table else None,
        "view_url": with_query(request.GET, view=None if is_table else "table"),
        "all_url": reverse("reports:wall"),
        "export_url": request.path if may(request.user, Permission.EXPORT) else "",
    }
    return render(request, "reports/wall.html", context)


def measure_tabs(request: HttpRequest, chosen: str, anchor: str = "") -> list[tuple[Any, str, bool]]:
    """Return a tab for each measure; the class of one measure means nothing in another."""
    return [(m.label, with_query(request.GET, measure=m.code, step=None) + anchor, m.code == chosen) for m in MEASURES]


def legend(request: HttpRequest, shown: Wall) -> list[dict[str, Any]]:
    """Return the classes with their numbers of teams; each shows only its own teams, or all again."""
    return [
        {
            "step": step,
            "count": number,
            "url": with_query(request.GET, step=None if step.key == shown.step else step.key) if number else "",
            "is_chosen": step.key == shown.step,
        }
        for step, number in shown.counts
    ]


def table_of(request: HttpRequest, shown: Wall) -> WallTable:
    table = WallTable(shown.tiles, sort=sorting(request))
    table.show_page(request.GET.get("page"), walls.MAX_TILES)
    return table
