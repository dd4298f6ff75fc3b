"""Where households live: each in one village on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from plumbing.models import RecordQuerySet
from plumbing.models.records import Place
from plumbing.privacy import Privacy
from plumbing.spans import Span, present_at_month_ends
from plumbing.stays import AT_ONCE, Stay
from teams import access
from teams.models import Account, Area, area_scope

if TYPE_CHECKING:
    from households.models.households import Household


class ResidenceQuerySet(RecordQuerySet):
    """Questions about who lived where."""

    def visible_to(self, user: Account) -> Self:
        """Return who lived in the user's villages, for roles that may see households at all."""
        if not access.may(user, access.Permission.VIEW_HOUSEHOLDS):
            return self.none()
        return self.filter(area_scope(user, "village"))


class Residence(Stay):
    """`household` lives in `village` from a day to a day, as far as it is there at all (`arrived_on`, `left_on`).

    The first one begins with its village. `Household.village` is the last one's.
    """

    owner = "household"

    household = models.ForeignKey(
        "households.Household", verbose_name=_("household"), on_delete=models.PROTECT, related_name="residences"
    )
    village = models.ForeignKey(Area, verbose_name=_("village"), on_delete=models.PROTECT, related_name="residences")

    objects = ResidenceQuerySet.as_manager()

    place_through = ("household", "village")
    privacy = Privacy(personal=("household", "village", "valid_from", "valid_to"), tells_of="household_id")

    class Meta(Stay.Meta):
        verbose_name = _("residence")
        indexes = [
            models.Index(fields=["household", "valid_from"], include=["village", "valid_to"], name="residence_of_day"),
        ]

    def __str__(self) -> str:
        return str(self.village)

    @classmethod
    def first_of(cls, owners: Sequence[Household]) -> list[Self]:
        villages = {one.village_id for one in owners}
        begins = dict(Area.objects.filter(pk__in=villages).values_list("pk", "valid_from"))
        return [cls.first(one, village_id=one.village_id, valid_from=begins[one.village_id]) for one in owners]

    def place(self) -> Place:
        return (self.village_id, None)

    def months_of(self, household: Household) -> list[Span]:
        """Return the months on whose last day the household lives here."""
        if household.is_voided:
            return []
        since = max(self.valid_from, household.arrived_on or self.valid_from)
        until = self.valid_to
        if household.left_on is not None:
            # On the day on which it leaves it is gone already.
            until = min(self.ends, household.left_on - dt.timedelta(days=1))
        return present_at_month_ends(self.village_id, since, until)

    def counted_in(self) -> list[Span]:
        return self.months_of(self.household)

    def counts_as(self) -> None:
        """Whoever lives here is one household."""

    @classmethod
    def felt_in(cls, pairs: Sequence[tuple[Self | None, Self | None]]) -> list[Span]:
        prefetch_related_objects([row for pair in pairs for row in pair if row is not None], "household")
        return super().felt_in(pairs)


def residences_of(households: Iterable[int]) -> dict[int, list[Residence]]:
    """Return the residences of households (their ids), in the order of the days."""
    found: dict[int, list[Residence]] = defaultdict(list)
    ids = sorted(households)
    for start in range(0, len(ids), AT_ONCE):
        rows = Residence.objects.live().filter(household__in=ids[start : start + AT_ONCE])
        for row in rows.select_related("village"):
            found[row.household_id].append(row)
    return found
