"""The month of a team at a glance, and the steps from draft to locked: one address each."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from activities import rules, timeline
from activities.actions.months import meanwhile, note_look, was_looked_at
from activities.checklist import contents_of, needed_to_submit
from activities.forms.months import StepForm
from activities.locks import corrections_of
from activities.models import TeamMonth
from activities.models.months import EDITABLE_STATES
from activities.month_parts import leads, leads_of_parts, log_address
from activities.month_steps import STEPS, MonthStep
from activities.needs import needs_of
from plumbing.dates import add_months, month_of
from plumbing.form_pages import action_page, posted
from teams.access import Permission, may, requires
from teams.leaders import leaders_of
from teams.models import Cadre, Team

State = TeamMonth.State


@require_GET
@requires(Permission.VIEW_MONTHS)
def month_own(request: HttpRequest) -> HttpResponse:
    """Go to this month of one's own team; whoever has none goes to the board."""
    if request.user.team_id:
        return redirect("activities:month_detail", team_id=request.user.team_id, month=month_of(timezone.localdate()))
    return redirect("activities:month_board")


@require_GET
@requires(Permission.VIEW_MONTHS)
def month_detail(request: HttpRequest, team_id: int, month: dt.date | None = None) -> HttpResponse:
    """Show everything logged in a team's month (this month), what is missing and what can be done now."""
    month = month or month_of(timezone.localdate())
    team, row = team_month(request, team_id, month)
    contents = contents_of(team, month)
    closed = rules.month_problems(team, month, row, request.user)
    # Whoever may correct a locked month is asked for the reason when it is saved.
    can_write = all(problem.asks_reason for problem in closed)
    if may(request.user, Permission.REVIEW_MONTH):
        note_look(row=row, by=request.user)
    changes = timeline.changes_of_month(row, contents)
    can_log = can_write and may(request.user, Permission.LOG_MONTH)
    missing = contents.problems() if row.state in EDITABLE_STATES else []
    context = {
        "team": team,
        "month": month,
        "row": row,
        "contents": contents,
        "missing": missing,
        "needs": needs_of(contents, can_write=can_log),
        "asked_for": leads_of_parts(row.asked_for, team.pk, month, can_write=can_log),
        "log_url": log_address(row.asked_for, team.pk, month),
        "closed": closed,
        "is_late": rules.is_late(row),
        "leader": whom_to_call(request, row),
        "following": following(request, row),
        "corrections": list(corrections_of(row)) if row.pk else [],
        "can_log": can_log,
        "can_add": can_write and may(request.user, Permission.LOG_ACTIVITY),
        "steps": possible_steps(request, row, closed),
        "entries": timeline.month_entries(changes, with_values=may(request.user, Permission.VIEW_HISTORY)),
        "board_url": f"{reverse('activities:month_board')}?month={month:%Y-%m}",
        # Before the team was founded there is nothing to look at.
        "earlier": add_months(month, -1) if month > month_of(team.active_from) else None,
        "later": add_months(month, 1) if add_months(month, 1) <= timezone.localdate() else None,
    }
    return render(request, "activities/month_detail.html", context)


def whom_to_call(request: HttpRequest, row: TeamMonth) -> Cadre | None:
    """Return the leader of a team whose month is late or was returned, for those who are not of the team."""
    waits = rules.is_late(row) or row.state == State.RETURNED
    return leaders_of([row.team_id]).get(row.team_id) if waits and not request.user.team_id else None


def following(request: HttpRequest, row: TeamMonth) -> TeamMonth | None:
    """Return the month that has waited longest for whoever decides, once this one is decided; `waiting`: how many."""
    if row.state == State.SUBMITTED or not may(request.user, Permission.REVIEW_MONTH):
        return None
    waiting = TeamMonth.objects.visible_to(request.user).live().filter(state=State.SUBMITTED)
    return waiting.select_related("team").annotate(waiting=Window(Count("*"))).order_by("state_at", "pk").first()


def team_month(request: HttpRequest, team_id: int, month: dt.date) -> tuple[Team, TeamMonth]:
    """Return the team and its month for the user; a month that nobody began is open."""
    team = get_object_or_404(Team.objects.visible_to(request.user).with_village(), pk=team_id)
    row = TeamMonth.objects.visible_to(request.user).in_month(month).filter(team=team).select_related("state_by")
    return team, row.first() or TeamMonth(team=team, month=month, state=State.OPEN)


def possible_steps(request: HttpRequest, row: TeamMonth, closed: list[Any]) -> set[str]:
    """Return the names of the steps that this user may take from the month's state."""
    steps = {name for name, step in STEPS.items() if row.state in step.before and may(request.user, step.permission)}
    if closed:
        # A month that is closed or still to come takes nothing in.
        steps.discard("submit")
    if "withdraw" in steps and (may(request.user, Permission.REVIEW_MONTH) or was_looked_at(row)):
        # Whoever decides returns it with a reason.
        steps.discard("withdraw")
    return steps


# --- steps ------------------------------------------------------------------------------------------------------


@requires(Permission.LOG_MONTH)
def month_submit(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    """Hand the month in, after a look at what it holds."""
    team, row = team_month(request, team_id, month)
    missing = needed_to_submit(team, month).problems() if row.state in EDITABLE_STATES else []
    context = {
        "missing": leads(missing, team_id, month, can_write=True),
        "is_held_up": any(not problem.is_warning for problem in missing),
    }
    return step_page(request, row, STEPS["submit"], context)


@requires(Permission.LOG_MONTH)
def month_withdraw(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    """Take a submitted month back that nobody has looked at yet."""
    return step_page(request, stored_month(request, team_id, month), STEPS["withdraw"])


@requires(Permission.REVIEW_MONTH)
def month_accept(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    return step_page(request, stored_month(request, team_id, month), STEPS["accept"])


@requires(Permission.REVIEW_MONTH)
def month_return(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    return step_page(request, stored_month(request, team_id, month), STEPS["return"])


@requires(Permission.LOCK_MONTH)
def month_lock(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    return step_page(request, stored_month(request, team_id, month), STEPS["lock"])


@requires(Permission.LOCK_MONTH)
def month_reopen(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    return step_page(request, stored_month(request, team_id, month), STEPS["reopen"])


def stored_month(request: HttpRequest, team_id: int, month: dt.date) -> TeamMonth:
    """Return the team's month, which must have begun: nothing else can be returned, accepted or locked."""
    rows = TeamMonth.objects.visible_to(request.user).in_month(month).select_related("team__village", "state_by")
    return get_object_or_404(rows, team=team_id)


def step_page(
    request: HttpRequest, row: TeamMonth, step: MonthStep, context: dict[str, Any] | None = None
) -> HttpResponse:
    """Say what the step means, ask for the reason or a yes, take the step, and go back to the month. A step that the
    month does not stand before any more says so before a reason is written.
    """
    back_url = reverse("activities:month_detail", args=[row.team_id, row.month])
    if request.method != "POST" and row.state not in step.before:
        messages.warning(request, meanwhile(row).text)
        return redirect(back_url)
    initial = {"version": row.version if row.pk else None}
    return action_page(
        request,
        form=StepForm(posted(request), initial=initial, needs_reason=step.needs_reason, asks_parts=step.asks_parts),
        act=partial(step.act, row=row, by=request.user),
        title=step.title,
        back_url=back_url,
        message=str(step.done),
        can_undo=True,
        template="activities/month_step.html",
        context={"row": row, "team": row.team, "month": row.month, "then": step.then, "meaning": step.meaning}
        | (context or {}),
    )
