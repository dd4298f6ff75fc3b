"""What is done to the ledger of assessments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from households import rules
from households.models import Assessment, Household, Review
from households.models.residences import residences_of
from plumbing import history
from plumbing.problems import Problem, refuse
from plumbing.stays import stay_on
from teams.models import Account, Area
from teams.rules import existence_problems
from teams.tree import first_days


@transaction.atomic
def record_assessment(*, assessment: Assessment, by: Account) -> Assessment:
    """Save what a review found. The household is locked: of two entries for one review the second is refused."""
    Household.objects.select_for_update().get(pk=assessment.household_id)
    if (earlier := Assessment.objects.filter(uuid=assessment.uuid).first()) is not None:
        return earlier
    taken = assessment.household.assessments.live().filter(review=assessment.review).exists()
    refuse(rules.review_twice_problems(assessment.household, assessment.review, taken))
    record_assessments([assessment], by=by)
    return assessment


@transaction.atomic
def record_assessments(
    rows: Sequence[Assessment], *, by: Account | None, wrong: Sequence[Assessment] = (), batch_id: int | None = None
) -> None:
    """Save what a review found for many households. The ledger is append-only: a result that was `wrong` is voided
    and entered again. Raises Refused.
    """
    refuse(existence_problems_of([(row.household_id, row.assessed_on) for row in rows]))
    if wrong:
        history.void_many(wrong, by=by, reason=_("Corrected by a loaded list."), batch_id=batch_id)
    history.create_many(rows, by=by, batch_id=batch_id)


def existence_problems_of(found: Sequence[tuple[int, dt.date]]) -> list[Problem]:
    """Say which of these (household, day of the review) lie before the village was there in which it lived then."""
    homes = residences_of({household for household, _day in found})
    villages = Area.objects.in_bulk({home.village_id for stays in homes.values() for home in stays})
    begins = first_days(villages)
    problems = []
    for household, day in found:
        home = stay_on(homes[household], day) or homes[household][0]
        problems += existence_problems(villages[home.village_id], begins[home.village_id], day, "assessed_on")
    return problems


def save_reviews(
    rows: Iterable[tuple[Review | None, Review]], *, by: Account | None, batch_id: int | None = None
) -> None:
    """Save new and changed reviews, given as (as it was, or None; as it is now)."""
    history.save_many(rows, by=by, batch_id=batch_id)
