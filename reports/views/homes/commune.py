"""The commune officer's home: the office's, of one commune, with every team as a tile and three figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from activities.board import grouped
from plumbing.dates import Period, add_months, month_range
from reports import figures
from reports.display import key_figures
from reports.figures import Place
from reports.views.homes.office import office_context
from reports.views.homes.parts import Board, named_board_of
from reports.views.parameters import requested_month
from teams.leaders import with_leaders
from teams.models import Area

KEY = ["poor_households", "near_poor_households", "months_on_time_rate"]
MONTHS_SHOWN = 7


def commune_home(request: HttpRequest) -> HttpResponse:
    board = named_board_of(request.user, requested_month(request))
    context = office_context(request, board)
    area: Area = context["area"]
    late = board.late
    with_leaders(late)
    extra: dict[str, Any] = {
        "late": late,
        "tiles": grouped(board.rows),
        "figures": three_figures(area, board) if board.rows else [],
    }
    return render(request, "reports/homes/commune.html", context | extra)


def three_figures(area: Area, board: Board) -> list[dict[str, Any]]:
    """Return poverty and punctuality of the commune, over half a year."""
    months = month_range(add_months(board.month, 1 - MONTHS_SHOWN), board.month)
    return key_figures(KEY, area, Period.of_month(board.month), figures.series(Place(area), months, KEY))
