"""What the database itself refuses of a village's figures, whatever door they come through."""

import pytest
from django.db import IntegrityError, transaction

from households.models import VillageSnapshot
from households.models.snapshots import MAX_VILLAGE_HOUSEHOLDS, MAX_VILLAGE_PEOPLE
from plumbing import history
from tests.conftest import THIS_MONTH


@pytest.mark.parametrize(
    ("households", "people"),
    [(50, 49), (MAX_VILLAGE_HOUSEHOLDS + 1, MAX_VILLAGE_PEOPLE), (MAX_VILLAGE_HOUSEHOLDS, MAX_VILLAGE_PEOPLE + 1)],
)
def test_figures_that_no_village_has_are_refused(cast, households, people):
    wrong = VillageSnapshot(village=cast.areas.a1, month=THIS_MONTH, households=households, people=people)
    with pytest.raises(IntegrityError), transaction.atomic():
        history.create(wrong, by=None)
    most = VillageSnapshot(
        village=cast.areas.a1, month=THIS_MONTH, households=MAX_VILLAGE_HOUSEHOLDS, people=MAX_VILLAGE_PEOPLE
    )
    assert history.create(most, by=None).pk
