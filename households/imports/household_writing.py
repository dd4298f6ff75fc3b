"""Writing a checked list of households: villages, the review, households, heads and results."""

from __future__ import annotations

from django.utils.translation import gettext as _

from households.actions.assessments import record_assessments, save_reviews
from households.actions.households import save_households, save_persons
from households.actions.residences import write_moves
from households.imports.known import Plan
from households.models import Assessment, Household, Review
from plumbing.importing.kinds import Loader
from plumbing.problems import Problem, Refused
from teams.imports.places import write_introduced


def write(plans: list[Plan], loader: Loader, batch_id: int) -> None:
    """Write what the rows want, and count it back through what the user may see."""
    by = loader.user
    write_introduced([plan.parsed.place for plan in plans], by=by, batch_id=batch_id)
    for plan in plans:
        if plan.household_before is None or plan.move:
            plan.household.village = plan.parsed.place.area
    write_reviews(plans, loader, batch_id)
    write_moves([plan.move for plan in plans if plan.move], by=by, batch_id=batch_id)
    save_households([(plan.household_before, plan.household) for plan in plans], by=by, batch_id=batch_id)
    for plan in plans:
        if plan.household_before is None:
            plan.head.household = plan.household
    save_persons([(plan.head_before, plan.head) for plan in plans], by=by, batch_id=batch_id)
    write_results(plans, loader, batch_id)
    count_back(plans, loader)


def write_reviews(plans: list[Plan], loader: Loader, batch_id: int) -> None:
    reviews: dict[int, Review] = {id(plan.assessment.review): plan.assessment.review for plan in plans}
    new = [(None, review) for review in reviews.values() if review.pk is None]
    save_reviews(new, by=loader.user, batch_id=batch_id)


def write_results(plans: list[Plan], loader: Loader, batch_id: int) -> None:
    """Write what the list found, and anew what it corrects."""
    wrong = [plan.assessment_before for plan in plans if plan.assessment_before and _differs(plan)]
    rows = []
    for plan in plans:
        if plan.assessment_before is None:
            plan.assessment.household = plan.household
            rows.append(plan.assessment)
        elif _differs(plan):
            found = {name: getattr(plan.assessment, name) for name in FINDINGS}
            rows.append(Assessment(household=plan.household, review=plan.assessment.review, **found))
    record_assessments(rows, by=loader.user, wrong=wrong, batch_id=batch_id)


FINDINGS = ("assessed_on", "result", "b1", "b2", "income", "causes", "note")


def _differs(plan: Plan) -> bool:
    before = plan.assessment_before
    return before is not None and any(getattr(before, n) != getattr(plan.assessment, n) for n in FINDINGS)


def count_back(plans: list[Plan], loader: Loader) -> None:
    """What was written must be visible to whoever wrote it; otherwise all of it is taken back."""
    if loader.user is None:
        return
    visible = set(Household.objects.visible_to(loader.user).values_list("pk", flat=True))
    if not {plan.household.pk for plan in plans} <= visible:
        raise Refused([Problem(_("Some households of the list lie outside the area of your account."))])
