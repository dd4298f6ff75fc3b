"""A plan of help and who carries whom: for tests about assignments."""

from __future__ import annotations

import datetime as dt

from households.actions.assignments import one_of
from households.models import Assignment, HelpPlan
from plumbing import history

PLAN_BEGAN = dt.date(2025, 1, 1)


def make_plan(**changes) -> HelpPlan:
    fields = {"number": "40-KH/TH", "title": "Kế hoạch thử", "issuer": "Huyện ủy thử", "valid_from": PLAN_BEGAN}
    return history.create(HelpPlan(**fields | changes), by=None)


def carry(plan, household, helper, since=dt.date(2025, 2, 1), **more) -> Assignment:
    """Return a new assignment, written past the rules."""
    row = Assignment(plan=plan, household=household, valid_from=since, **one_of(helper), **more)
    return history.create(row, by=None)
