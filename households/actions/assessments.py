"""What is done to the ledger of assessments."""

from __future__ import annotations

from django.db import transaction

from households import rules
from households.models import Assessment, Household
from plumbing import history
from plumbing.problems import refuse
from teams.models import Account


@transaction.atomic
def record_assessment(*, assessment: Assessment, by: Account) -> Assessment:
    """Save what a review found. The household is locked: of two entries for one review the second is refused."""
    Household.objects.select_for_update().get(pk=assessment.household_id)
    if (twin := Assessment.objects.filter(uuid=assessment.uuid).first()) is not None:
        return twin
    taken = assessment.household.assessments.live().filter(review=assessment.review).exists()
    refuse(rules.review_twice_problems(assessment.household, assessment.review, taken))
    return history.create(assessment, by=by)
