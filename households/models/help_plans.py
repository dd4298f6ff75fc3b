"""Plans of help: who must have a helper, how many one person carries, how often a household is visited.

"Each party branch helps a commune, each party member at least one poor or near-poor household" (Plan 40-KH/HU, 9/2021).
Another plan says it otherwise, so its rules are data. Several plans may run at once, or for a part of the area.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from households.models.poverty import Assessment, Result
from plumbing.dates import months_later
from plumbing.fields import Line
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place, in_force
from plumbing.privacy import Privacy
from plumbing.spans import Span, present_at_month_ends
from teams.access import User, role_of
from teams.models import Area

MAX_MONTHS = 60


def follow_up_months() -> list[int]:
    """Return after how many months a household that left poverty is visited again, where a plan does not say."""
    return [3, 6, 12]


class HelpPlanQuerySet(RecordQuerySet):
    """Questions about plans."""

    def visible_to(self, user: User) -> Self:
        """Return the plans that `user` may see: they are no secret to any role."""
        return self if role_of(user) else self.none()

    def active_on(self, day: dt.date) -> Self:
        return self.live().filter(in_force(day))


class HelpPlan(Record):
    """A plan by which cadres and agencies help poor and near-poor households (kế hoạch giúp đỡ hộ nghèo)."""

    number = Line(_("number"), max_length=60)
    title = Line(_("title"), max_length=200)
    issuer = Line(_("issuer"), max_length=200, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, null=True, blank=True, related_name="help_plans"
    )
    must_help_poor = models.BooleanField(_("poor households must have a helper"), default=True)
    must_help_near_poor = models.BooleanField(_("near-poor households must have a helper"), default=True)
    months_after_exit = models.PositiveSmallIntegerField(
        _("months of help after an exit"), default=12, validators=[MaxValueValidator(MAX_MONTHS)]
    )
    households_per_helper = models.PositiveSmallIntegerField(
        _("households that one person may carry"), default=3, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    visits_poor = models.PositiveSmallIntegerField(_("visits a quarter: poor"), default=3)
    visits_near_poor = models.PositiveSmallIntegerField(_("visits a quarter: near-poor"), default=1)
    visits_after_exit = models.PositiveSmallIntegerField(_("visits a quarter: after an exit"), default=1)
    follow_up_months = models.JSONField(_("follow-up visits after an exit (months)"), default=follow_up_months)
    answer_days = models.PositiveSmallIntegerField(
        _("days in which a proposal is answered"), default=7, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )

    objects = HelpPlanQuerySet.as_manager()

    privacy = Privacy(
        neither=(
            "number",
            "title",
            "issuer",
            "valid_from",
            "valid_to",
            "area",
            "must_help_poor",
            "must_help_near_poor",
            "months_after_exit",
            "households_per_helper",
            "visits_poor",
            "visits_near_poor",
            "visits_after_exit",
            "follow_up_months",
            "answer_days",
        )
    )

    class Meta(Record.Meta):
        verbose_name = _("plan of help")
        ordering = ["-valid_from", "number"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["number", "issuer"],
                name="help_plan_once",
                condition=Q(voided_at__isnull=True),
                violation_error_message=_("This issuer already has a plan with this number."),
            ),
            models.CheckConstraint(
                name="help_plan_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                name="help_plan_limit_is_a_number",
                condition=Q(households_per_helper__gte=1),
                violation_error_message=_("One person carries at least one household."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def classes(self) -> list[str]:
        """Return the classes of households that must have a helper."""
        chosen = {Result.POOR: self.must_help_poor, Result.NEAR_POOR: self.must_help_near_poor}
        return [str(result) for result, is_chosen in chosen.items() if is_chosen]

    def place(self) -> Place:
        return (self.area_id, None)

    def counted_in(self) -> list[Span]:
        """It says in every village of its area which households must have a helper, on each of its days."""
        villages = Area.objects.live().villages()
        if self.area_id is not None:
            villages = villages.filter(paths_up__ancestor=self.area_id).distinct()
        return [
            span
            for village in villages.order_by().values_list("pk", flat=True)
            for span in present_at_month_ends(village, self.valid_from, self.valid_to)
        ]

    def counts_as(self) -> tuple[object, ...]:
        """What it says of visits and proposals is in no figure of its own."""
        return (self.must_help_poor, self.must_help_near_poor, self.months_after_exit)

    def covers(self, day: dt.date, result: str, household: str = "pk", village: str = "village") -> Q:
        """Return the condition under which a household must have a helper by this plan on `day`.

        `result`: where its class of that day stands; `household` and `village` lead to its key and to its village.
        """
        condition = Q(**{f"{result}__in": self.classes})
        if self.months_after_exit:
            left = Assessment.objects.live().filter(
                household=OuterRef(household),
                result__in=self.classes,
                superseded_on__gt=months_later(day, -self.months_after_exit),
                superseded_on__lte=day,
            )
            has_class = Q(**{f"{result}__isnull": False})
            condition |= has_class & Q(Exists(left))
        if self.area is not None:
            condition &= Q(**{f"{village}__in": Area.objects.within(self.area, day).values("pk")})
        return condition


def needs_helper(
    day: dt.date,
    result: str,
    *,
    household: str = "pk",
    village: str = "village",
    plans: Iterable[HelpPlan] | None = None,
) -> Q:
    """Return the condition under which a household must have a helper on `day` by one of the plans (all that run)."""
    running = HelpPlan.objects.active_on(day).select_related("area") if plans is None else plans
    condition = Q(pk__in=[])
    for plan in running:
        condition |= plan.covers(day, result, household, village)
    return condition
