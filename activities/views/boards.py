"""The board of all teams, and the steps that are taken for many months at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from activities.actions import months as actions
from activities.board import (
    BoardRow,
    board_rows,
    board_teams,
    counted_by_commune,
    counts,
    grouped,
    matches,
    standings,
)
from activities.filters import BoardFilter, board_month
from activities.forms.months import StepForm
from activities.models import TeamMonth
from activities.models.months import due_day
from activities.rules import month_label
from activities.tables import BoardTable
from plumbing.exporting import table_response
from plumbing.form_pages import posted
from plumbing.query_strings import with_query
from plumbing.selection import Step, back_to, bulk_page, keys, wants_all
from plumbing.tables import sorting
from plumbing.templatetags import walls
from teams.access import Permission, may, requires
from teams.leaders import with_leaders
from teams.models import Team

State = TeamMonth.State


@require_GET
@requires(Permission.VIEW_MONTHS)
def month_board(request: HttpRequest) -> HttpResponse:
    """Show every team in scope: tiles by commune, or the table behind them."""
    month = board_month(request)
    teams = board_teams(Team.objects.visible_to(request.user), month)
    chosen = BoardFilter(request.GET, queryset=teams, request=request)
    state = request.GET.get("state", "")
    title = _("Board: %(month)s") % {"month": month_label(month)}
    if request.GET.get("export") == "xlsx" and may(request.user, Permission.EXPORT):
        return table_response(request, table_of(request, rows_of(request, chosen, month)), title)
    standing = standings(chosen.qs, month)
    shown = [one for one in standing if matches(one, state)]
    shown_count, tally = sum(one.number for one in shown), counts(standing)
    is_table, is_counted = request.GET.get("view") == "table", shown_count > walls.MAX_TILES
    # Only where each team is named: numbers are counted by the database.
    rows = rows_of(request, chosen, month) if is_table or not is_counted else []
    context = {
        "title": title,
        "month": month,
        "due_on": due_day(month),
        "filter": chosen,
        "state": state,
        "counts": [(key, words, number, with_query(request.GET, state=key)) for key, words, number in tally if number],
        "all_url": with_query(request.GET, state=None),
        "team_count": sum(one.number for one in standing),
        "shown_count": shown_count,
        "groups": counted_by_commune(shown, month) if is_counted and not is_table else grouped(rows),
        "is_counted": is_counted,
        "table": table_of(request, rows) if is_table else None,
        "views": [
            (_("Tiles"), with_query(request.GET, view=None), not is_table),
            (_("Table"), with_query(request.GET, view="table"), is_table),
        ],
        "export_url": request.path if may(request.user, Permission.EXPORT) else "",
        "bulk": bulk_steps(request, month, {key: number for key, _words, number in tally}),
        "steps": tick_steps(request, month),
    }
    return render(request, "activities/month_board.html", context)


def rows_of(request: HttpRequest, chosen: BoardFilter, month: dt.date) -> list[BoardRow]:
    """Return the teams that the board's filters leave, one row for each."""
    state = request.GET.get("state", "")
    return [row for row in board_rows(chosen.qs, month, request.user) if matches(row, state)]


def table_of(request: HttpRequest, rows: list[BoardRow]) -> BoardTable:
    if not request.user.team_id:
        with_leaders(rows)
    table = BoardTable(rows, sort=sorting(request))
    table.has_ticks = may(request.user, Permission.REVIEW_MONTH)
    table.show_page(request.GET.get("page"), walls.MAX_TILES)
    return table


def bulk_steps(request: HttpRequest, month: dt.date, number_of: dict[str, int]) -> list[tuple[str, str, str]]:
    """Return (label, address, icon) of the steps that this user may take for all months in scope at once."""
    steps = []
    if may(request.user, Permission.REVIEW_MONTH) and number_of.get(State.SUBMITTED):
        label = _("Accept all submitted (%(count)s)") % {"count": number_of[State.SUBMITTED]}
        steps.append((label, reverse("activities:month_accept_all", args=[month]), "ok"))
    if may(request.user, Permission.LOCK_MONTH) and number_of.get(State.ACCEPTED):
        label = _("Lock all accepted (%(count)s)") % {"count": number_of[State.ACCEPTED]}
        steps.append((label, reverse("activities:month_lock_all", args=[month]), "lock"))
    return steps


def tick_steps(request: HttpRequest, month: dt.date) -> list[Step]:
    """Return what this user may do to the ticked months of the table."""
    if not may(request.user, Permission.REVIEW_MONTH):
        return []
    steps = [
        Step(_("Accept"), reverse("activities:month_accept_all", args=[month]), "ok"),
        Step(_("Return"), reverse("activities:month_return_all", args=[month]), "returned"),
    ]
    if may(request.user, Permission.LOCK_MONTH):
        steps.append(Step(_("Lock"), reverse("activities:month_lock_all", args=[month]), "lock"))
    return steps


@requires(Permission.REVIEW_MONTH)
def month_accept_all(request: HttpRequest, month: dt.date) -> HttpResponse:
    """Accept every submitted month in scope, after a yes."""
    rows = months_in_state(request, month, State.SUBMITTED)

    words = _("Accept the ticked months") if keys(request) else _("Accept all submitted months")

    def accept(**_answers: Any) -> str:
        number = actions.accept_months(rows=rows, by=request.user)
        return ngettext("%(count)s month was accepted.", "%(count)s months were accepted.", number) % {"count": number}

    return months_page(request, month, rows, accept, title=words, needs_reason=False)


@requires(Permission.LOCK_MONTH)
def month_lock_all(request: HttpRequest, month: dt.date) -> HttpResponse:
    """Lock every accepted month in scope, with the reason."""
    rows = months_in_state(request, month, State.ACCEPTED)

    words = _("Lock the ticked months") if keys(request) else _("Lock all accepted months")

    def lock(reason: str, **_answers: Any) -> str:
        number = actions.lock_months(rows=rows, reason=reason, by=request.user)
        return ngettext("%(count)s month was locked.", "%(count)s months were locked.", number) % {"count": number}

    return months_page(request, month, rows, lock, title=words, needs_reason=True)


@requires(Permission.REVIEW_MONTH)
def month_return_all(request: HttpRequest, month: dt.date) -> HttpResponse:
    """Give the months that were ticked on the board back, with one reason."""
    rows = months_in_state(request, month, State.SUBMITTED, State.ACCEPTED)
    if not (wants_all(request) or keys(request)):
        # There is no button that returns every month.
        rows = rows.none()

    def give_back(reason: str, **_answers: Any) -> str:
        number = actions.return_months(rows=rows, reason=reason, by=request.user)
        text = ngettext("%(count)s month was returned.", "%(count)s months were returned.", number)
        return text % {"count": number}

    return months_page(request, month, rows, give_back, title=_("Return the months"), needs_reason=True)


def months_in_state(request: HttpRequest, month: dt.date, *states: str) -> Any:
    """Return the months in scope that are in one of `states`: of them those whose teams were ticked on the board, or
    that its filters find, when it was asked so.
    """
    rows = TeamMonth.objects.visible_to(request.user).in_month(month).filter(state__in=states)
    if wants_all(request):
        rows = rows.filter(team__in=filtered_teams(request, month))
        shown = request.GET.get("state")
        rows = rows.filter(state=shown) if shown in State.values else rows.none() if shown else rows
    elif "row" in request.GET:
        rows = rows.filter(team__in=keys(request))
    return rows.select_related("team").order_by("team__sort_key", "team_id")


def filtered_teams(request: HttpRequest, month: dt.date) -> Any:
    """Return the keys of the teams that the board's search and commune leave on it."""
    query = request.GET.copy()
    query["month"] = f"{month:%Y-%m}"
    teams = board_teams(Team.objects.visible_to(request.user), month)
    return BoardFilter(query, queryset=teams, request=request).qs.order_by().values("pk")


def months_page(
    request: HttpRequest, month: dt.date, rows: Any, act: Callable[..., str], *, title: str, needs_reason: bool
) -> HttpResponse:
    """Show which months the step takes, ask for a yes, take it, and go back to the board."""
    # Back to the filters and the view that the months were chosen in.
    back = back_to(request, reverse("activities:month_board"))
    if "month" not in request.GET:
        back += f"{'&' if '?' in back else '?'}month={month:%Y-%m}"
    return bulk_page(
        request,
        rows=list(rows),
        form=StepForm(posted(request), needs_reason=needs_reason),
        act=act,
        title=title,
        subtitle=month_label(month),
        back_url=back,
        names=lambda row: str(row.team.name),
        nothing=_("No month waits for this."),
    )
