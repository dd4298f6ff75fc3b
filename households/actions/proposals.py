"""Handing a household over: somebody proposes, whoever is asked accepts or declines."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from households import help_rules
from households.actions.assignments import assign_helper, hand_over, hold
from households.models import Assignment, AssignmentProposal
from plumbing import history
from plumbing.problems import Problem, refuse
from teams.models import Account

State = AssignmentProposal.State


@transaction.atomic
def propose_helper(*, proposal: AssignmentProposal, by: Account) -> AssignmentProposal:
    """Ask a cadre or an agency to take a household over; nothing changes until they accept."""
    hold([proposal.household_id])
    if (earlier := AssignmentProposal.objects.filter(uuid=proposal.uuid).first()) is not None:
        return earlier
    household = AssignmentProposal.objects.waiting().filter(household=proposal.household_id)
    if household.exists():
        refuse([Problem(_("Somebody has been asked to take this household already."))])
    new = _wanted(proposal, proposal.takes_over_on)
    refuse(help_rules.hand_over_problems(proposal.replaces, new.helper_key, proposal.takes_over_on))
    proposal.answer_due_on = dt.date.today() + dt.timedelta(days=proposal.plan.answer_days)
    return history.create(proposal, by=by)


def _wanted(proposal: AssignmentProposal, day: dt.date) -> Assignment:
    return Assignment(
        plan=proposal.plan,
        household=proposal.household,
        cadre=proposal.cadre,
        agency=proposal.agency,
        is_main=proposal.replaces.is_main if proposal.replaces else True,
        valid_from=day,
        note=proposal.why,
    )


@transaction.atomic
def accept_proposal(
    *, proposal: AssignmentProposal, by: Account, day: dt.date | None = None, answer: str = ""
) -> Assignment:
    """Take the household over on `day`: the day proposed, or today when it has passed."""
    hold([proposal.household_id])
    stored = history.held(proposal)
    refuse(help_rules.answer_problems(stored))
    day = day or max(stored.takes_over_on, dt.date.today())
    _answer(stored, State.ACCEPTED, answer, by)
    helper = stored.helper
    if stored.replaces is not None and helper is not None:
        return hand_over(assignment=stored.replaces, helper=helper, day=day, by=by, note=stored.why)
    return assign_helper(assignment=_wanted(stored, day), by=by)


@transaction.atomic
def decline_proposal(*, proposal: AssignmentProposal, by: Account, answer: str) -> AssignmentProposal:
    """Say no, and why; the household stays with whoever helps it."""
    stored = history.held(proposal)
    refuse(help_rules.answer_problems(stored))
    if not answer.strip():
        refuse([Problem(_("Say why."), "answer")])
    return _answer(stored, State.DECLINED, answer, by)


@transaction.atomic
def withdraw_proposal(*, proposal: AssignmentProposal, by: Account, answer: str = "") -> AssignmentProposal:
    """Take a proposal back while nobody has answered it."""
    stored = history.held(proposal)
    refuse(help_rules.answer_problems(stored))
    return _answer(stored, State.WITHDRAWN, answer, by)


def _answer(proposal: AssignmentProposal, state: str, answer: str, by: Account) -> AssignmentProposal:
    proposal.state, proposal.answer, proposal.answered_on = state, answer.strip(), dt.date.today()
    history.change(proposal, by=by)
    return proposal
