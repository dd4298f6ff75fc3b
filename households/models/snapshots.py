"""What a village counted in a month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plumbing.dates import add_months
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place
from plumbing.privacy import Privacy
from plumbing.spans import LAST_MONTH, Span
from teams.models import Account, Area, area_scope

# More is a number in the wrong column, or of a whole commune.
MAX_VILLAGE_HOUSEHOLDS = 5_000
MAX_VILLAGE_PEOPLE = 50_000


class VillageSnapshotQuerySet(RecordQuerySet):
    def visible_to(self, user: Account) -> Self:
        return self.filter(area_scope(user, "village"))

    def latest_by(self, month: dt.date) -> Self:
        """Return the snapshots up to `month`, newest first."""
        return self.live().filter(month__lte=month).order_by("-month")


class VillageSnapshot(Record):
    """Households and people of a village at the end of a month, and what moved them (biến động dân cư)."""

    village = models.ForeignKey(Area, verbose_name=_("village"), on_delete=models.PROTECT, related_name="snapshots")
    month = models.DateField(_("month"))
    households = models.PositiveIntegerField(_("households"), validators=[MaxValueValidator(MAX_VILLAGE_HOUSEHOLDS)])
    people = models.PositiveIntegerField(_("people"), validators=[MaxValueValidator(MAX_VILLAGE_PEOPLE)])
    births = models.PositiveSmallIntegerField(_("births"), default=0)
    deaths = models.PositiveSmallIntegerField(_("deaths"), default=0)
    arrivals = models.PositiveSmallIntegerField(_("arrivals"), default=0)
    departures = models.PositiveSmallIntegerField(_("departures"), default=0)

    objects = VillageSnapshotQuerySet.as_manager()

    privacy = Privacy(
        neither=("village", "month", "households", "people", "births", "deaths", "arrivals", "departures")
    )

    class Meta(Record.Meta):
        verbose_name = _("village figures")
        ordering = ["-month"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["village", "month"],
                name="snapshot_once_a_month",
                condition=Q(voided_at__isnull=True),
                violation_error_message=_("This village already has figures for this month."),
            ),
            models.CheckConstraint(
                name="snapshot_month_is_its_first_day",
                condition=Q(month__day=1),
            ),
            models.CheckConstraint(
                name="snapshot_people_not_fewer_than_households",
                condition=Q(people__gte=F("households")),
                violation_error_message=_("A village cannot have fewer people than households."),
            ),
            models.CheckConstraint(
                name="snapshot_is_of_one_village",
                condition=Q(households__lte=MAX_VILLAGE_HOUSEHOLDS, people__lte=MAX_VILLAGE_PEOPLE),
                violation_error_message=_("A village has at most 5,000 households and 50,000 people."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.month:%m/%Y}"

    def place(self) -> Place:
        return (self.village_id, self.month)

    @classmethod
    def felt_in(cls, pairs: Sequence[tuple[Self | None, Self | None]]) -> list[Span]:
        """Figures of a month hold until the village's next ones."""
        felt = super().felt_in(pairs)
        if not felt:
            return []
        villages, first = {span.area for span in felt}, min(span.first for span in felt)
        known = cls.objects.live().filter(village__in=villages, month__gt=first)
        months: dict[int, list[dt.date]] = defaultdict(list)
        for village, month in known.order_by("month").values_list("village", "month"):
            months[village].append(month)
        return [
            span._replace(last=next((add_months(m, -1) for m in months[span.area] if m > span.last), LAST_MONTH))
            for span in felt
        ]
