"""The poverty ledger: standards, reviews and what each review found for each household."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place
from teams import access
from teams.models import Account, area_scope


class Result(models.TextChoices):
    """What a review finds for a household."""

    POOR = "poor", _("poor household")
    NEAR_POOR = "near_poor", _("near-poor household")
    NEITHER = "neither", _("neither poor nor near-poor")


# For texts of many rows: `get_result_display` puts the choices together for each of them.
_RESULT_NAMES = dict(Result.choices)


# "Rà soát định kỳ mỗi năm một lần, từ ngày 01 tháng 9 đến hết ngày 14 tháng 12" (Decision 24/2021/QĐ-TTg).
YEARLY_REVIEW_BEGINS = (9, 1)


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

    class Meta(Record.Meta):
        verbose_name = _("poverty standard")
        ordering = ["valid_from"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["valid_from"], name="poverty_standard_once"),
        ]

    def __str__(self) -> str:
        return self.name


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

    def latest_by(self, day: dt.date) -> Self:
        """Return what was found up to `day`, newest first."""
        return self.live().filter(assessed_on__lte=day).order_by("-assessed_on", "-id")

    def standing_on(self, day: dt.date) -> Self:
        """Return, for each household, the one assessment that holds on `day`."""
        return self.live().filter(~Exists(self._later(day)), assessed_on__lte=day)

    def unchanged_by(self, day: dt.date, result: str) -> Self:
        """Return the assessments with `result` after which none up to `day` found another: at least one for each
        household that is in this class on `day`. Quicker than `standing_on`, as few find something else.
        """
        return self.latest_by(day).order_by().filter(~Exists(self._later(day).exclude(result=result)), result=result)

    @staticmethod
    def _later(day: dt.date) -> AssessmentQuerySet:
        """Return, inside a query of assessments, the later ones of the same household up to `day`."""
        known = Assessment.objects.live().filter(household=OuterRef("household"), assessed_on__lte=day)
        return known.filter(
            Q(assessed_on__gt=OuterRef("assessed_on")) | Q(assessed_on=OuterRef("assessed_on"), id__gt=OuterRef("id"))
        )


class Assessment(Record):
    """What a review found for a household. Append-only: a mistake is voided and entered again."""

    household = models.ForeignKey(
        "households.Household",
        verbose_name=_("household"),
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    review = models.ForeignKey(Review, verbose_name=_("review"), on_delete=models.PROTECT, related_name="assessments")
    assessed_on = models.DateField(_("assessed on"))
    result = models.CharField(_("result"), max_length=10, choices=Result)
    b1 = models.PositiveSmallIntegerField(_("B1 points (income)"), null=True, blank=True)
    b2 = models.PositiveSmallIntegerField(_("B2 points (deprivation)"), null=True, blank=True)
    income = models.PositiveBigIntegerField(_("income (đồng a person a month)"), null=True, blank=True)
    causes = models.JSONField(_("causes of poverty"), default=list, blank=True)
    note = Line(_("note"), max_length=300, blank=True)

    objects = AssessmentQuerySet.as_manager()
    history_words = {"causes": dict(PovertyCause.choices)}

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
                condition=(Q(b1__isnull=True) | Q(b1__lte=500)) & (Q(b2__isnull=True) | Q(b2__lte=120)),
                violation_error_message=_("B1 lies between 0 and 500 points, B2 between 0 and 120."),
            ),
        ]
        indexes = [models.Index(fields=["household", "-assessed_on", "-id"], name="assessment_latest")]

    def __str__(self) -> str:
        return f"{_RESULT_NAMES.get(self.result, self.result)} ({self.assessed_on:%d/%m/%Y})"

    @property
    def cause_labels(self) -> list[str]:
        return [str(PovertyCause(cause).label) for cause in self.causes if cause in PovertyCause.values]

    def place(self) -> Place:
        return (self.household.village_id, self.assessed_on.replace(day=1))
