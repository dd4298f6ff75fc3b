"""The month's way from draft to locked. Each step is taken once: a second person sees what happened meanwhile."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.checklist import needed_to_submit
from activities.models import TeamMonth
from activities.models.months import EDITABLE_STATES
from activities.rules import calendar_problems, month_label, reason_problems, state_problems
from plumbing import history
from plumbing.dates import format_date, month_inside
from plumbing.models import Change
from plumbing.problems import Problem, refuse

if TYPE_CHECKING:
    from teams.models import Account, Team

State = TeamMonth.State


@transaction.atomic
def claim_month(*, team: Team, month: dt.date, by: Account | None, batch_id: int | None = None) -> TeamMonth:
    """Hold the month for writing, begin it when this is the first thing logged. Raises Refused when it is closed."""
    refuse(calendar_problems(team, month))
    row = TeamMonth.objects.select_for_update().filter(team=team, month=month).first()
    refuse(state_problems(row, by))
    if row is None:
        return _begin(team, month, by, batch_id)
    if row.state == State.OPEN:
        row.state = State.DRAFT
        history.change(row, by=by, batch_id=batch_id)
    return row


def _begin(team: Team, month: dt.date, by: Account | None, batch_id: int | None) -> TeamMonth:
    try:
        with transaction.atomic():
            row = TeamMonth(team=team, month=month)
            history.create(row, by=by, batch_id=batch_id)
            return row
    except IntegrityError:
        # Somebody else logged the first thing at the same moment.
        return TeamMonth.objects.select_for_update().get(team=team, month=month)


def refuse_locked(*, team: Team, month: dt.date, by: Account | None) -> None:
    """Refuse to touch a row of a closed month without beginning that month: tasks are due in months to come."""
    row = TeamMonth.objects.select_for_update().filter(team=team, month=month).first()
    refuse(state_problems(row, by))


@transaction.atomic
def submit_month(*, team: Team, month: dt.date, by: Account) -> TeamMonth:
    """Hand the month in. Raises Refused with everything that is still missing."""
    refuse(calendar_problems(team, month))
    row = TeamMonth.objects.select_for_update().filter(team=team, month=month).first()
    if row is not None and row.state not in EDITABLE_STATES:
        refuse([meanwhile(row)])
    refuse(needed_to_submit(team, month).problems())
    row = row or _begin(team, month, by, None)
    _set(row, State.SUBMITTED, by, "")
    row.submitted_at = row.submitted_at or row.state_at
    history.change(row, by=by, action=history.Action.SUBMITTED)
    return row


@transaction.atomic
def withdraw_month(*, row: TeamMonth, by: Account, version: int | None = None) -> TeamMonth:
    """Take a submitted month back that nobody has looked at: a draft again, as if it had not been submitted."""
    row = _held(row, {State.SUBMITTED}, version)
    refuse(looked_at_problems(row))
    if row.submitted_at == row.state_at:
        # It was handed in for the first time: whoever takes that back has not been punctual by it.
        row.submitted_at = None
    return _step(row, State.DRAFT, by=by, action=history.Action.REOPENED)


def looked_at_problems(row: TeamMonth) -> list[Problem]:
    """A submitted month that somebody who decides about it has opened stays with them."""
    if not was_looked_at(row):
        return []
    text = _("%(month)s is being checked already. Ask the office or the commune officer to return it.")
    return [Problem(text % {"month": month_label(row.month)})]


def was_looked_at(row: TeamMonth) -> bool:
    """Whether somebody who decides has opened the month since it was submitted (of one from a list nobody knows)."""
    looks = Change.objects.about(row).filter(action=history.Action.VIEWED)
    return row.state_at is None or looks.filter(at__gte=row.state_at).exists()


def note_look(*, row: TeamMonth, by: Account) -> None:
    """Write down, once, that somebody who decides about a submitted month has opened it."""
    if row.state == State.SUBMITTED and not was_looked_at(row):
        history.note_view(row, by=by)


@transaction.atomic
def return_month(
    *, row: TeamMonth, reason: str, by: Account, version: int | None = None, asked_for: Iterable[str] = ()
) -> TeamMonth:
    """Give a handed-in month back to its team, with the reason and the parts that it asks for."""
    refuse(reason_problems(reason))
    row = _held(row, {State.SUBMITTED, State.ACCEPTED}, version)
    _set(row, State.RETURNED, by, reason)
    row.asked_for = list(asked_for)
    history.change(row, by=by, action=history.Action.RETURNED, reason=reason.strip())
    return row


@transaction.atomic
def accept_month(*, row: TeamMonth, by: Account, version: int | None = None) -> TeamMonth:
    """Say that what was handed in is right."""
    return _step(_held(row, {State.SUBMITTED}, version), State.ACCEPTED, by=by, action=history.Action.ACCEPTED)


@transaction.atomic
def lock_month(*, row: TeamMonth, reason: str, by: Account, version: int | None = None) -> TeamMonth:
    """Close an accepted month: nobody writes into it until it is reopened."""
    refuse(reason_problems(reason))
    row = _held(row, {State.ACCEPTED}, version)
    return _step(row, State.LOCKED, by=by, action=history.Action.LOCKED, reason=reason)


@transaction.atomic
def reopen_month(*, row: TeamMonth, reason: str, by: Account, version: int | None = None) -> TeamMonth:
    """Open a locked month again for its team; its first submission keeps its day."""
    refuse(reason_problems(reason))
    row = _held(row, {State.LOCKED}, version)
    return _step(row, State.DRAFT, by=by, action=history.Action.REOPENED, reason=reason)


@transaction.atomic
def accept_months(*, rows: QuerySet[TeamMonth], by: Account) -> int:
    """Accept every submitted month among `rows`. Return how many."""
    return _step_many(rows, {State.SUBMITTED}, State.ACCEPTED, by=by, action=history.Action.ACCEPTED)


@transaction.atomic
def lock_months(*, rows: QuerySet[TeamMonth], reason: str, by: Account) -> int:
    """Lock every accepted month among `rows`. Return how many."""
    refuse(reason_problems(reason))
    return _step_many(rows, {State.ACCEPTED}, State.LOCKED, by=by, action=history.Action.LOCKED, reason=reason)


@transaction.atomic
def return_months(*, rows: QuerySet[TeamMonth], reason: str, by: Account) -> int:
    """Give every handed-in month among `rows` back to its team, with one reason. Return how many."""
    refuse(reason_problems(reason))
    was: set[str] = {State.SUBMITTED, State.ACCEPTED}
    return _step_many(rows, was, State.RETURNED, by=by, action=history.Action.RETURNED, reason=reason)


def _held(row: TeamMonth, states: set[str], version: int | None) -> TeamMonth:
    """Return the row as it stands now, held for writing.

    Raises Refused when it is in none of `states` any more, or is not the `version` that was looked at.
    """
    current = TeamMonth.objects.select_for_update().get(pk=row.pk)
    if current.state not in states or version not in (None, current.version):
        refuse([meanwhile(current)])
    return current


def meanwhile(row: TeamMonth) -> Problem:
    """Say where a month stands that was meant to take a step from elsewhere."""
    words = {
        "month": month_inside(row.month),
        "state": row.get_state_display(),
        "who": row.state_by or row.changed_by or "–",
        "day": format_date(timezone.localtime(row.state_at or row.changed_at)),
    }
    return Problem(_("Nothing was changed: %(month)s is “%(state)s” now (%(who)s, %(day)s).") % words)


def _step(row: TeamMonth, state: str, *, by: Account, action: str, reason: str = "") -> TeamMonth:
    _set(row, state, by, reason)
    history.change(row, by=by, action=action, reason=reason.strip())
    return row


def _step_many(
    rows: QuerySet[TeamMonth], was: set[str], state: str, *, by: Account, action: str, reason: str = ""
) -> int:
    held = list(
        rows.filter(state__in=was)
        .select_related(None)
        .select_related("team")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    pairs = []
    for old in held:
        new = copy.copy(old)
        _set(new, state, by, reason)
        pairs.append((old, new))
    return history.change_many(pairs, by=by, action=action, reason=reason.strip())


def _set(row: TeamMonth, state: str, by: Account, reason: str) -> None:
    row.state, row.state_by, row.state_at, row.state_reason = state, by, timezone.now(), reason.strip()
    row.asked_for = []
