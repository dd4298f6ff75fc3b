"""The month of a team at a glance, and the steps from draft to locked: one address each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from activities import rules, timeline
from activities.actions import months as actions
from activities.checklist import contents_of
from activities.forms.months import StepForm
from activities.models import TeamMonth
from plumbing import undo
from plumbing.dates import add_months, month_of
from plumbing.problems import Refused, show_in
from teams.access import Permission, may, requires
from teams.models import Team

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
    can_write = not closed
    changes = timeline.changes_of_month(row, contents)
    context = {
        "team": team,
        "month": month,
        "row": row,
        "contents": contents,
        "missing": contents.problems() if row.state in actions.EDITABLE_STATES else [],
        "closed": closed,
        "is_late": rules.is_late(row),
        "can_log": can_write and may(request.user, Permission.LOG_MONTH),
        "can_add": can_write and may(request.user, Permission.LOG_ACTIVITY),
        "steps": possible_steps(request, row, closed),
        "entries": timeline.month_entries(changes, with_values=may(request.user, Permission.VIEW_HISTORY)),
        "board_url": f"{reverse('activities:month_board')}?month={month:%Y-%m}",
        # Before the team was founded there is nothing to look at.
        "earlier": add_months(month, -1) if month > month_of(team.active_from) else None,
        "later": add_months(month, 1) if add_months(month, 1) <= timezone.localdate() else None,
    }
    return render(request, "activities/month_detail.html", context)


def team_month(request: HttpRequest, team_id: int, month: dt.date) -> tuple[Team, TeamMonth]:
    """Return the team and its month for the user; a month that nobody began is open."""
    team = get_object_or_404(Team.objects.visible_to(request.user).with_village(), pk=team_id)
    row = TeamMonth.objects.visible_to(request.user).in_month(month).filter(team=team).select_related("state_by")
    return team, row.first() or TeamMonth(team=team, month=month, state=State.OPEN)


def possible_steps(request: HttpRequest, row: TeamMonth, closed: list[Any]) -> set[str]:
    """Return the names of the steps that this user may take from the month's state."""
    reviews, locks = may(request.user, Permission.REVIEW_MONTH), may(request.user, Permission.LOCK_MONTH)
    steps = {
        "submit": row.state in actions.EDITABLE_STATES and not closed and may(request.user, Permission.LOG_MONTH),
        "accept": row.state == State.SUBMITTED and reviews,
        "return": row.state in {State.SUBMITTED, State.ACCEPTED} and reviews,
        "lock": row.state == State.ACCEPTED and locks,
        "reopen": row.state == State.LOCKED and locks,
    }
    return {name for name, is_possible in steps.items() if is_possible}


# --- steps ------------------------------------------------------------------------------------------------------


@requires(Permission.LOG_MONTH)
def month_submit(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    """Hand the month in, after a look at what it holds."""
    team, row = team_month(request, team_id, month)

    def submit(**_words: Any) -> None:
        actions.submit_month(team=team, month=month, by=request.user)

    return step_page(
        request,
        row,
        submit,
        title=_("Submit the month"),
        then=State.SUBMITTED,
        meaning=_("The office or the commune looks at it, and accepts it or returns it with a reason."),
        done=_("The month has been submitted."),
        needs_reason=False,
    )


@requires(Permission.REVIEW_MONTH)
def month_accept(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    _team, row = stored_month(request, team_id, month)

    def accept(version: int | None, **_words: Any) -> None:
        actions.accept_month(row=row, by=request.user, version=version)

    return step_page(
        request,
        row,
        accept,
        title=_("Accept the month"),
        then=State.ACCEPTED,
        meaning=_("You have looked at the month and found it right. Until it is locked, it can still be returned."),
        done=_("The month has been accepted."),
        needs_reason=False,
    )


@requires(Permission.REVIEW_MONTH)
def month_return(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    _team, row = stored_month(request, team_id, month)

    def give_back(version: int | None, reason: str) -> None:
        actions.return_month(row=row, reason=reason, by=request.user, version=version)

    return step_page(
        request,
        row,
        give_back,
        title=_("Return the month"),
        then=State.RETURNED,
        meaning=_("The team reads your reason, mends the month and submits it again."),
        done=_("The month has been returned."),
    )


@requires(Permission.LOCK_MONTH)
def month_lock(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    _team, row = stored_month(request, team_id, month)

    def lock(version: int | None, reason: str) -> None:
        actions.lock_month(row=row, reason=reason, by=request.user, version=version)

    return step_page(
        request,
        row,
        lock,
        title=_("Lock the month"),
        then=State.LOCKED,
        meaning=_("Closed: nobody changes it, unless the office reopens it with a reason."),
        done=_("The month has been locked."),
    )


@requires(Permission.LOCK_MONTH)
def month_reopen(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    _team, row = stored_month(request, team_id, month)

    def reopen(version: int | None, reason: str) -> None:
        actions.reopen_month(row=row, reason=reason, by=request.user, version=version)

    return step_page(
        request,
        row,
        reopen,
        title=_("Reopen the month"),
        then=State.DRAFT,
        meaning=_("The team writes into it again and submits it anew. The day of its first submission stays."),
        done=_("The month has been reopened."),
    )


def stored_month(request: HttpRequest, team_id: int, month: dt.date) -> tuple[Team, TeamMonth]:
    """Return the team and its month, which must have begun: nothing else can be returned, accepted or locked."""
    rows = TeamMonth.objects.visible_to(request.user).in_month(month).select_related("team__village", "state_by")
    row = get_object_or_404(rows, team=team_id)
    return row.team, row


def step_page(
    request: HttpRequest,
    row: TeamMonth,
    act: Callable[..., None],
    *,
    title: str,
    then: str,
    meaning: str,
    done: str,
    needs_reason: bool = True,
) -> HttpResponse:
    """Say what the step means, ask for the reason or a yes, take the step, and go back to the month."""
    initial = {"version": row.version if row.pk else None}
    form = StepForm(request.POST if request.method == "POST" else None, initial=initial, needs_reason=needs_reason)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with undo.watch(request) as watched:
                    act(**form.cleaned_data)
            except Refused as refused:
                show_in(form, refused.problems)
            else:
                undo.say_done(request, done, watched, draft=request.path)
                return redirect("activities:month_detail", team_id=row.team_id, month=row.month)
    back = reverse("activities:month_detail", args=[row.team_id, row.month])
    context = {"form": form, "title": title, "row": row, "team": row.team, "month": row.month, "back_url": back}
    context |= {"then": then, "meaning": meaning}
    return render(request, "activities/month_step.html", context, status=status)
