"""The six steps of a month: who may take each from which state, what its page says, and the action that takes it."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activities.actions import months as actions
from activities.models import TeamMonth
from activities.models.months import EDITABLE_STATES
from teams.access import Permission
from teams.models import Account

State = TeamMonth.State


@dataclass(frozen=True)
class MonthStep:
    """One step. `act(row=, by=, version=)` takes it, with `reason=` where the step needs one."""

    permission: Permission
    before: Set[str]
    then: str
    act: Callable[..., TeamMonth]
    title: str | Promise
    meaning: str | Promise
    done: str | Promise
    needs_reason: bool = True
    # It says which parts of the month it asks for.
    asks_parts: bool = False


def submit(*, row: TeamMonth, by: Account, version: int | None = None) -> TeamMonth:
    """Submit a month that perhaps nobody has begun: of such a one there is no version to compare."""
    return actions.submit_month(team=row.team, month=row.month, by=by)


STEPS = {
    "submit": MonthStep(
        Permission.LOG_MONTH,
        before=EDITABLE_STATES,
        then=State.SUBMITTED,
        act=submit,
        title=_("Submit the month"),
        meaning=_("The office or the commune looks at it, and accepts it or returns it with a reason."),
        done=_("The month has been submitted."),
        needs_reason=False,
    ),
    "withdraw": MonthStep(
        Permission.LOG_MONTH,
        before={State.SUBMITTED},
        then=State.DRAFT,
        act=actions.withdraw_month,
        title=_("Take the month back"),
        meaning=_("Nobody has looked at it yet: mend it and submit it again."),
        done=_("The month is a draft again. Mend it and submit it again."),
        needs_reason=False,
    ),
    "accept": MonthStep(
        Permission.REVIEW_MONTH,
        before={State.SUBMITTED},
        then=State.ACCEPTED,
        act=actions.accept_month,
        title=_("Accept the month"),
        meaning=_("You have looked at the month and found it right. Until it is locked, it can still be returned."),
        done=_("The month has been accepted."),
        needs_reason=False,
    ),
    "return": MonthStep(
        Permission.REVIEW_MONTH,
        before={State.SUBMITTED, State.ACCEPTED},
        then=State.RETURNED,
        act=actions.return_month,
        title=_("Return the month"),
        meaning=_("The team reads your reason, mends the month and submits it again."),
        done=_("The month has been returned."),
        asks_parts=True,
    ),
    "lock": MonthStep(
        Permission.LOCK_MONTH,
        before={State.ACCEPTED},
        then=State.LOCKED,
        act=actions.lock_month,
        title=_("Lock the month"),
        meaning=_("Closed: nobody changes it, unless the office reopens it with a reason."),
        done=_("The month has been locked."),
    ),
    "reopen": MonthStep(
        Permission.LOCK_MONTH,
        before={State.LOCKED},
        then=State.DRAFT,
        act=actions.reopen_month,
        title=_("Reopen the month"),
        meaning=_("The team writes into it again and submits it anew. The day of its first submission stays."),
        done=_("The month has been reopened."),
    ),
}
