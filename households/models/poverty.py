"""The poverty ledger: standards, reviews and what each review found for each household."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Self

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from households.models.residences import Residence, residences_of
from plumbing.dates import month_of
from plumbing.fields import Line
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place
from plumbing.privacy import Privacy
from plumbing.spans import Span
from teams import access
from teams.models import FOREVER, Account, area_scope


class Result(models.TextChoices):
    """What a review finds for a household."""

    POOR = "poor", _("poor household")
    NEAR_POOR = "near_poor", _("near-poor household")
    NEITHER = "neither", _("neither poor nor near-poor")


# For texts of many rows: `get_result_display` puts the choices together for each of them.
_RESULT_NAMES = dict(Result.choices)


# "Rà soát định kỳ mỗi năm một lần, từ ngày 01 tháng 9 đến hết ngày 14 tháng 12" (Decision 24/2021/QĐ-TTg).
YEARLY_REVIEW_BEGINS = (9, 1)
# The most points that the forms of the reviews can add up to.
MAX_B1 = 500
MAX_B2 = 120


def review_began(day: dt.date) -> dt.date:
    """Return the day on which the yearly review began that was the last to begin by `day`."""
    begins = dt.date(day.year, *YEARLY_REVIEW_BEGINS)
    return begins if begins <= day else begins.replace(year=day.year - 1)


class PovertyCause(models.TextChoices):
    """The eight causes of the national forms (domain facts, 3)."""

    NO_LAND = "no_land", _("no land for production")
    NO_CAPITAL = "no_capital", _("no capital for production")
    NO_LABOUR = "no_labour", _("no labour")
    NO_TOOLS = "no_tools", _("no tools or means of production")
    NO_KNOWLEDGE = "no_knowledge", _("no knowledge of production")
    NO_SKILLS = "no_skills", _("no labour or production skills")
    ILLNESS = "illness", _("illness, serious disease or accident")
    OTHER = "other", _("other cause")


class PovertyStandard(Record):
    """A poverty standard and the days on which it holds: data, because it changes every few years."""

    name = Line(_("name"), max_length=120)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    rural_income = models.PositiveIntegerField(_("rural income limit (đồng a person a month)"))
    urban_income = models.PositiveIntegerField(_("urban income limit (đồng a person a month)"))
    rural_points = models.PositiveSmallIntegerField(_("rural B1 limit (points)"), null=True, blank=True)
    urban_points = models.PositiveSmallIntegerField(_("urban B1 limit (points)"), null=True, blank=True)
    deprivation_points = models.PositiveSmallIntegerField(_("poor from B2 (points)"), null=True, blank=True)

    privacy = Privacy(
        neither=(
            "name",
            "valid_from",
            "valid_to",
            "rural_income",
            "urban_income",
            "rural_points",
            "urban_points",
            "deprivation_points",
        )
    )

    class Meta(Record.Meta):
        verbose_name = _("poverty standard")
        ordering = ["valid_from"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["valid_from"], name="poverty_standard_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ReviewQuerySet(RecordQuerySet):
    def with_number(self) -> Self:
        """Add how many households each review found, as `assessed_count`."""
        found = Assessment.objects.live().filter(review=OuterRef("pk")).order_by().values("review")
        return self.annotate(assessed_count=Coalesce(Subquery(found.annotate(n=Count("*")).values("n")), 0))


class Review(Record):
    """A poverty review (rà soát): the yearly one, or one during the year."""

    class Kind(models.TextChoices):
        YEARLY = "yearly", _("yearly review")
        AD_HOC = "ad_hoc", _("review during the year")

    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2010), MaxValueValidator(2100)])
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.YEARLY)
    standard = models.ForeignKey(
        PovertyStandard, verbose_name=_("poverty standard"), on_delete=models.PROTECT, null=True, blank=True
    )
    decision = Line(_("decision"), max_length=120, blank=True)

    objects = ReviewQuerySet.as_manager()

    privacy = Privacy(neither=("year", "kind", "standard", "decision"))

    class Meta(Record.Meta):
        verbose_name = _("poverty review")
        ordering = ["-year", "kind"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["year"], name="review_yearly_once", condition=Q(kind="yearly", voided_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class AssessmentQuerySet(RecordQuerySet):
    """Questions about the ledger."""

    def visible_to(self, user: Account) -> Self:
        if not access.may(user, access.Permission.VIEW_HOUSEHOLDS):
            return self.none()
        return self.filter(area_scope(user, "household__village"))

    def standing_on(self, day: dt.date) -> Self:
        """Return, for each household, the one assessment that holds on `day`."""
        return self.live().filter(assessed_on__lte=day, superseded_on__gt=day)

    def supersede(self, households: Collection[int]) -> None:
        """Write into the ledgers of these households from which day on each assessment is followed by a later one.

        They are locked, so that of two who write into one ledger the second sees what the first wrote. (Not for
        update of their keys: a row that points to them locks those, and both would wait for each other.)
        """
        owners = apps.get_model("households", "Household").objects.filter(pk__in=households)
        list(owners.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        later = Q(assessed_on__gt=OuterRef("assessed_on")) | Q(
            assessed_on=OuterRef("assessed_on"), id__gt=OuterRef("id")
        )
        next_one = self.live().filter(later, household=OuterRef("household")).order_by("assessed_on", "id")
        followed_on = Coalesce(Subquery(next_one.values("assessed_on")[:1]), FOREVER)
        ledgers = self.live().filter(household__in=households).alias(followed_on=followed_on)
        ledgers.exclude(superseded_on=F("followed_on")).update(superseded_on=F("followed_on"))


class Assessment(Record):
    """What a review found for a household. Append-only: a mistake is voided and entered again."""

    household = models.ForeignKey(
        "households.Household",
        verbose_name=_("household"),
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    # Found by the index of those that stand (below): one more would be kept for nothing.
    review = models.ForeignKey(
        Review, verbose_name=_("review"), on_delete=models.PROTECT, related_name="assessments", db_index=False
    )
    assessed_on = models.DateField(_("assessed on"))
    result = models.CharField(_("result"), max_length=10, choices=Result)
    b1 = models.PositiveSmallIntegerField(_("B1 points (income)"), null=True, blank=True)
    b2 = models.PositiveSmallIntegerField(_("B2 points (deprivation)"), null=True, blank=True)
    income = models.PositiveBigIntegerField(_("income (đồng a person a month)"), null=True, blank=True)
    causes = models.JSONField(_("causes of poverty"), default=list, blank=True)
    note = Line(_("note"), max_length=300, blank=True)
    # The day of the household's next assessment; on that day this one holds no more. Never empty (FOREVER when it is
    # the newest), so that what holds on a day is found with two plain comparisons. Of voided rows it says nothing.
    superseded_on = models.DateField(default=FOREVER, editable=False)

    objects = AssessmentQuerySet.as_manager()
    place_through = ("household",)
    history_words = {"causes": dict(PovertyCause.choices)}
    computed = frozenset({"superseded_on"})

    privacy = Privacy(
        personal=("household", "review", "assessed_on", "superseded_on", "result", "b1", "b2", "income", "note"),
        sensitive=("causes",),
        tells_of="household_id",
    )

    class Meta(Record.Meta):
        ordering = ["-assessed_on", "-id"]
        verbose_name = _("assessment")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["household", "review"],
                name="assessment_once_in_review",
                condition=Q(voided_at__isnull=True),
                violation_error_message=_("This household already has a result in this review."),
            ),
            models.CheckConstraint(
                name="assessment_points_are_believable",
                condition=(Q(b1__isnull=True) | Q(b1__lte=MAX_B1)) & (Q(b2__isnull=True) | Q(b2__lte=MAX_B2)),
                violation_error_message=_("B1 lies between 0 and 500 points, B2 between 0 and 120."),
            ),
        ]
        indexes = [
            models.Index(fields=["household", "-assessed_on", "-id"], name="assessment_latest"),
            # What held on a day, for all households at once, without the wide rows of the ledger.
            models.Index(
                fields=["superseded_on", "assessed_on", "household"],
                include=["result"],
                condition=Q(voided_at__isnull=True),
                name="assessment_standing",
            ),
            # How many households a review found, without reading them.
            models.Index(fields=["review"], condition=Q(voided_at__isnull=True), name="assessment_of_review"),
        ]

    def __str__(self) -> str:
        return f"{_RESULT_NAMES.get(self.result, self.result)} ({self.assessed_on:%d/%m/%Y})"

    @classmethod
    def bring_up_to_date(cls, rows: Sequence[Self]) -> None:
        cls.objects.supersede({row.household_id for row in rows})

    @property
    def cause_labels(self) -> list[str]:
        return [str(PovertyCause(cause).label) for cause in self.causes if cause in PovertyCause.values]

    def place(self) -> Place:
        return (self.household.village_id, self.assessed_on.replace(day=1))

    @classmethod
    def felt_in(cls, pairs: Sequence[tuple[Self | None, Self | None]]) -> list[Span]:
        rows = [row for pair in pairs for row in pair if row is not None]
        homes = residences_of({row.household_id for row in rows})
        for row in rows:
            row.homes = homes.get(row.household_id, ())
        return super().felt_in(pairs)

    # Where the household lives and lived; set by `felt_in`, for all rows at once.
    homes: Sequence[Residence] = ()

    def counted_in(self) -> list[Span]:
        """It is felt for good wherever the household lives from then on: the next result is compared with it, and a
        relapse with all before.
        """
        return [
            Span(home.village_id, max(month_of(self.assessed_on), month_of(home.valid_from)))
            for home in self.homes
            if home.ends >= self.assessed_on
        ]
