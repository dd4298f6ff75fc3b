"""Where households live: each in one village on a day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from plumbing.bulk import insert
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place, in_force
from plumbing.privacy import Privacy
from plumbing.spans import Span, present_at_month_ends
from teams import access
from teams.models import FOREVER, UNKNOWN_START, Account, Area, area_scope

if TYPE_CHECKING:
    from households.models.households import Household


class ResidenceQuerySet(RecordQuerySet):
    """Questions about who lived where."""

    def visible_to(self, user: Account) -> Self:
        """Return who lived in the user's villages, for roles that may see households at all."""
        if not access.may(user, access.Permission.VIEW_HOUSEHOLDS):
            return self.none()
        return self.filter(area_scope(user, "village"))

    def settle(self, households: Sequence[Household]) -> None:
        """Write for households that live nowhere yet that they live in their village, as long as it is there.

        What follows from a household's own row is no entry of the history: its key is derived from the household's.
        """
        settled = set(self.filter(household__in=[one.pk for one in households]).values_list("household", flat=True))
        new = {one.pk: one for one in households if one.pk not in settled}
        villages = {one.village_id for one in new.values()}
        begins = dict(Area.objects.filter(pk__in=villages).values_list("pk", "valid_from"))
        insert([Residence.first_of(one, begins[one.village_id]) for one in new.values()])


class Residence(Record):
    """`household` lives in `village` from a day to a day, as far as it is there at all (`arrived_on`, `left_on`).

    One follows the other without a gap, and the first begins with its village. The database keeps that none overlaps
    another (migration 0011), as it does for what areas lie in. `Household.village` is the last one's.
    """

    household = models.ForeignKey(
        "households.Household", verbose_name=_("household"), on_delete=models.PROTECT, related_name="residences"
    )
    village = models.ForeignKey(Area, verbose_name=_("village"), on_delete=models.PROTECT, related_name="residences")
    valid_from = models.DateField(_("from"), default=UNKNOWN_START)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = ResidenceQuerySet.as_manager()

    place_through = ("household", "village")
    privacy = Privacy(personal=("household", "village", "valid_from", "valid_to"), tells_of="household_id")

    class Meta(Record.Meta):
        verbose_name = _("residence")
        ordering = ["valid_from", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="residence_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first day."),
            ),
        ]
        indexes = [
            models.Index(fields=["household", "valid_from"], include=["village", "valid_to"], name="residence_of_day"),
        ]

    def __str__(self) -> str:
        return str(self.village)

    @classmethod
    def first_of(cls, household: Household, begins: dt.date) -> Self:
        """Return the unsaved first residence of a household whose village `begins` on that day."""
        return cls(
            uuid=uuid.uuid5(household.uuid, "first residence"),
            household=household,
            village_id=household.village_id,
            valid_from=begins,
            created_at=household.created_at,
            changed_at=household.created_at,
            created_by_id=household.created_by_id,
            changed_by_id=household.created_by_id,
        )

    @property
    def ends(self) -> dt.date:
        return self.valid_to or FOREVER

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day <= self.ends

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


AT_ONCE = 900


def home_on(day: dt.date | F, prefix: str = "") -> Q:
    """Return the condition under which a residence is where its household lives on `day` (or on the day of a column);
    `prefix` leads to it.
    """
    return in_force(day, prefix) & Q(**{f"{prefix}voided_at": None})


def residence_on(residences: Collection[Residence], day: dt.date) -> Residence | None:
    return next((row for row in residences if row.holds_on(day)), None)
