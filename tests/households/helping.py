"""A plan of help and who carries whom: for tests about assignments."""

from __future__ import annotations

import datetime as dt

from households.actions.assignments import one_of
from households.models import Assessment, Assignment, AssignmentProposal, HelpPlan, Household, Person, Review
from plumbing import history
from teams.models import Area

PLAN_BEGAN = dt.date(2025, 1, 1)


def make_plan(**changes) -> HelpPlan:
    fields = {"number": "40-KH/TH", "title": "Kế hoạch thử", "issuer": "Huyện ủy thử", "valid_from": PLAN_BEGAN}
    return history.create(HelpPlan(**fields | changes), by=None)


def carry(plan, household, helper, since=dt.date(2025, 2, 1), **more) -> Assignment:
    """Return a new assignment, written past the rules."""
    row = Assignment(plan=plan, household=household, valid_from=since, **one_of(helper), **more)
    return history.create(row, by=None)


def make_households(village: Area, number: int, result: str = "poor", first: int = 0) -> list[Household]:
    """Return so many households of a village, with their heads, found to be of a class."""
    review = Review.objects.get()
    households = [Household(village=village) for _ in range(number)]
    history.create_many(households, by=None)
    history.create_many(
        [Person(household=h, name=f"Chủ hộ {i}", relation="head") for i, h in enumerate(households, first)], by=None
    )
    day = dt.date(review.year, 11, 10)
    history.create_many(
        [Assessment(household=h, review=review, assessed_on=day, result=result) for h in households], by=None
    )
    return households


def without_help() -> None:
    """Take out what the cast has of plans and helpers."""
    for model in (AssignmentProposal, Assignment, HelpPlan):
        history.void_many(list(model.objects.live()), by=None, reason="thử")
