"""Pure checks of plans of help and assignments: form, action and import call the same ones.

Each returns a list of problems; warnings are said and let pass.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households.models import Assignment, AssignmentProposal, HelpPlan, Result, Trouble
from plumbing.dates import format_date
from plumbing.problems import Problem
from teams.models import FOREVER

MAX_FOLLOW_UPS = 12


@dataclass(frozen=True)
class Known:
    """What is known around an assignment on its first day."""

    # Whether the helper serves then.
    in_service: bool = True
    # The household's class then, and whether it must have a helper by the plan.
    result: str | None = None
    is_needed: bool = True
    # How many other households the helper carries then, and how many one may.
    load: int = 0
    limit: int | None = None


def plan_problems(plan: HelpPlan, runs_beyond: int = 0) -> list[Problem]:
    """A plan ends after it begins and asks for something; what runs beyond its end is said.

    `runs_beyond`: how many of its assignments run longer.
    """
    problems = []
    if plan.valid_from and plan.valid_to and plan.valid_to < plan.valid_from:
        problems.append(Problem(_("The last day lies before the first day."), "valid_to"))
    if not plan.classes:
        problems.append(
            Problem(_("Say which households must have a helper: poor, near-poor or both."), "must_help_poor")
        )
    months = plan.follow_up_months or []
    if len(months) > MAX_FOLLOW_UPS or months != sorted(set(months)) or any(not 1 <= month <= 60 for month in months):
        problems.append(Problem(_("Give months from 1 to 60 in their order, as in 3, 6, 12."), "follow_up_months"))
    if runs_beyond:
        text = ngettext(
            "%(count)s assignment runs beyond the plan's last day; it now stands under “To be settled”.",
            "%(count)s assignments run beyond the plan's last day; they now stand under “To be settled”.",
            runs_beyond,
        )
        problems.append(Problem(text % {"count": runs_beyond}, "valid_to", is_warning=True))
    return problems


def assignment_problems(new: Assignment, others: Iterable[Assignment], known: Known) -> list[Problem]:
    """A helper who serves carries a household of the plan's days, once at a time, and as its only main helper.

    `others`: the household's other live assignments.
    """
    if (new.cadre_id is None) == (new.agency_id is None):
        return [Problem(_("Name either a cadre or an agency."), "cadre")]
    problems = day_problems(new)
    if problems:
        return problems
    if not known.in_service:
        words = {"helper": new.helper, "day": format_date(new.valid_from)}
        problems.append(Problem(_("%(helper)s does not serve on %(day)s.") % words, helper_field(new)))
    for other in others:
        if overlap(new, other):
            problems += _overlap_problems(new, other)
    return problems + (warnings(new, known) if not problems else [])


def day_problems(new: Assignment) -> list[Problem]:
    """An assignment lies in the days of its plan and in those on which the household lives there."""
    if new.valid_from is None:
        return [Problem(_("Give the day from which on the household is helped."), "valid_from")]
    if new.valid_to is not None and new.valid_to < new.valid_from:
        text = _("The last day lies before the first day (%(day)s).")
        return [Problem(text % {"day": format_date(new.valid_from)}, "valid_to")]
    if new.valid_to is not None and not new.end_reason:
        return [Problem(_("Say why it ended."), "end_reason")]
    if new.valid_to is None and new.end_reason:
        return [Problem(_("Give the day on which it ended."), "valid_to")]
    plan, household = new.plan, new.household
    if new.valid_from < plan.valid_from or new.valid_from > (plan.valid_to or FOREVER):
        last = format_date(plan.valid_to) if plan.valid_to else "…"
        words = {"plan": plan.number, "from": format_date(plan.valid_from), "to": last}
        return [Problem(_("The plan %(plan)s runs from %(from)s to %(to)s.") % words, "valid_from")]
    if household.arrived_on and new.valid_from < household.arrived_on:
        text = _("The household came on %(day)s only.")
        return [Problem(text % {"day": format_date(household.arrived_on)}, "valid_from")]
    if household.left_on and new.valid_from >= household.left_on:
        text = _("The household left on %(day)s.")
        return [Problem(text % {"day": format_date(household.left_on)}, "valid_from")]
    return []


def _overlap_problems(new: Assignment, other: Assignment) -> list[Problem]:
    words = {"helper": other.helper, "from": format_date(other.valid_from)}
    if other.helper_key == new.helper_key:
        text = _("%(helper)s helps this household already, from %(from)s.")
        return [Problem(text % words, helper_field(new))]
    if other.is_main and new.is_main:
        text = _("%(helper)s is the main helper from %(from)s; hand the household over, or enter one more helper.")
        return [Problem(text % words, "is_main")]
    return []


def warnings(new: Assignment, known: Known) -> list[Problem]:
    """Another class than the plan's, and more households than one person may carry, are allowed and said."""
    found = []
    if not known.is_needed:
        result = Result(known.result).label if known.result else _("never assessed")
        words = {"plan": new.plan, "result": result}
        text = _("By %(plan)s this household (%(result)s) needs no helper.")
        found.append(Problem(text % words, "plan", is_warning=True))
    if known.limit is not None and known.load >= known.limit:
        said = {"helper": new.helper, "load": known.load, "limit": known.limit}
        text = _("%(helper)s carries %(load)s households already; the plan says at most %(limit)s.")
        found.append(Problem(text % said, helper_field(new), is_warning=True))
    return found


def helper_field(row: Assignment | AssignmentProposal) -> str:
    return "cadre" if row.cadre_id is not None else "agency"


def overlap(one: Assignment, other: Assignment) -> bool:
    """Return whether two assignments share a day."""
    return one.valid_from <= (other.valid_to or FOREVER) and other.valid_from <= (one.valid_to or FOREVER)


def end_problems(assignment: Assignment, valid_to: dt.date | None, end_reason: str, today: dt.date) -> list[Problem]:
    """An assignment ends on or after its first day, once, not in the future, and for a reason."""
    if assignment.valid_to is not None:
        text = _("This assignment ended on %(day)s already.")
        return [Problem(text % {"day": format_date(assignment.valid_to)}, "valid_to")]
    if valid_to is None:
        return [Problem(_("Give the day on which it ended."), "valid_to")]
    if not end_reason:
        return [Problem(_("Say why it ended."), "end_reason")]
    if valid_to < assignment.valid_from:
        text = _("The last day lies before the first day (%(day)s).")
        return [Problem(text % {"day": format_date(assignment.valid_from)}, "valid_to")]
    if valid_to > today:
        return [Problem(_("%(day)s lies in the future.") % {"day": format_date(valid_to)}, "valid_to")]
    return []


def way_out(row: Any, today: dt.date) -> tuple[dt.date, str]:
    """Return (last day, reason) with which an assignment in trouble is to end (`AssignmentQuerySet.with_trouble`)."""
    yesterday = today - dt.timedelta(days=1)
    reasons = Assignment.EndReason
    match row.trouble:
        case Trouble.HOUSEHOLD_LEFT:
            # On the day on which it leaves it is gone already.
            return row.household.left_on - dt.timedelta(days=1), reasons.HOUSEHOLD_LEFT
        case Trouble.HOUSEHOLD_VOIDED:
            return yesterday, reasons.HOUSEHOLD_LEFT
        case Trouble.PLAN_ENDED:
            ended = row.plan.valid_to
            return (ended if ended and ended < today else yesterday), reasons.PLAN_ENDED
        case Trouble.HELPER_MOVED:
            return row.helper_moved_on - dt.timedelta(days=1), reasons.HELPER_MOVED
        case Trouble.HOUSEHOLD_MOVED:
            return row.household_moved_on - dt.timedelta(days=1), reasons.HOUSEHOLD_LEFT
        case Trouble.CLASS_LEFT:
            return yesterday, reasons.CLASS_LEFT
        case _:
            return row.served_until or yesterday, reasons.HELPER_STOPPED


def hand_over_problems(old: Assignment | None, new_key: str, day: dt.date) -> list[Problem]:
    """A household passes from one day to the next to somebody else; the present helper's time ends the day before."""
    if old is None:
        return []
    if old.helper_key == new_key:
        return [Problem(_("%(helper)s helps this household already.") % {"helper": old.helper}, "cadre")]
    if old.valid_to is not None and old.valid_to < day:
        text = _("%(helper)s has not helped this household since %(day)s.")
        return [Problem(text % {"helper": old.helper, "day": format_date(old.valid_to)}, "day")]
    if day <= old.valid_from:
        text = _("%(helper)s helps this household from %(day)s; choose a later day.")
        return [Problem(text % {"helper": old.helper, "day": format_date(old.valid_from)}, "day")]
    return []


def answer_problems(proposal: AssignmentProposal) -> list[Problem]:
    """A proposal is answered once, while it stands."""
    if proposal.is_voided or proposal.state == AssignmentProposal.State.WITHDRAWN:
        return [Problem(_("This proposal was withdrawn meanwhile; nothing was changed."))]
    if proposal.state != AssignmentProposal.State.WAITING:
        text = _("This proposal was answered on %(day)s already.")
        return [Problem(text % {"day": format_date(proposal.answered_on or proposal.takes_over_on)})]
    return []
