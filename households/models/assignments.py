"""Who is responsible for which household, from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from households.models.help_plans import HelpPlan
from households.models.households import Household
from households.models.poverty import Assessment
from households.models.residences import Residence, residences_of
from plumbing.fields import Line
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place, in_force
from plumbing.privacy import Privacy
from plumbing.spans import Span, present_at_month_ends
from teams.access import Permission, Scope, may, scope_of
from teams.models import FOREVER, Account, Agency, Cadre, Membership, area_scope
from teams.models.postings import Posting

# One of the two, on every row.
ONE_HELPER = Q(cadre__isnull=False, agency__isnull=True) | Q(cadre__isnull=True, agency__isnull=False)


class Trouble(models.TextChoices):
    """Why a running assignment cannot go on as it stands; somebody has to say what becomes of it."""

    HOUSEHOLD_VOIDED = "household_voided", _("the household was voided")
    HOUSEHOLD_LEFT = "household_left", _("the household left")
    PLAN_ENDED = "plan_ended", _("the plan has run out")
    HELPER_VOIDED = "helper_voided", _("the helper was voided")
    HELPER_STOPPED = "helper_stopped", _("the helper serves no more")
    HELPER_MOVED = "helper_moved", _("the helper works for another agency")
    HOUSEHOLD_MOVED = "household_moved", _("the household lives in another village")
    CLASS_LEFT = "class_left", _("the household's class is no longer in the plan")


class OfHouseholdQuerySet(RecordQuerySet):
    """Rows about a household."""

    def with_household(self, day: dt.date | None = None) -> Self:
        """Add what a list tells of the household: its head's name, and its class on `day` (today)."""
        heads = models.FilteredRelation(
            "household__persons",
            condition=Q(household__persons__relation="head", household__persons__voided_at__isnull=True),
        )
        standing = Assessment.objects.filter(household=OuterRef("household")).standing_on(day or dt.date.today())
        named = self.select_related("household__village").annotate(_head=heads)
        return named.annotate(
            head_name=F("_head__name"),
            result=Subquery(standing.values("result")[:1]),
            assessed_on=Subquery(standing.values("assessed_on")[:1]),
        ).alias(head_sort=F("_head__sort_key"), head_search=F("_head__search_key"))


class AssignmentQuerySet(OfHouseholdQuerySet):
    """Questions about who carries which household."""

    def visible_to(self, user: Account) -> Self:
        """Return the assignments to households of the user's villages, the user's own wherever they are, and for an
        agency's lead those that its cadres or the agency itself carry.
        """
        if not may(user, Permission.VIEW_ASSIGNMENTS):
            return self.none()
        if scope_of(user) is Scope.AGENCY:
            mine = Q(agency=user.agency_id) | Q(cadre__agency=user.agency_id)
        else:
            mine = area_scope(user, "household__village")
        return self.filter(mine | Q(cadre=user.cadre_id) if user.cadre_id else mine)

    def proposable_by(self, user: Account) -> Self:
        """Return the assignments for which the user may propose somebody else: a member only for the own ones."""
        if not may(user, Permission.PROPOSE_HELPERS):
            return self.none()
        if may(user, Permission.EDIT_HOUSEHOLDS) or scope_of(user) is Scope.AGENCY:
            return self.visible_to(user)
        return self.of_cadre(user.cadre_id)

    def editable_by(self, user: Account) -> Self:
        """Return the assignments that the user may change: those in the user's area."""
        if not may(user, Permission.EDIT_ASSIGNMENTS):
            return self.none()
        return self.filter(area_scope(user, "household__village"))

    def active_on(self, day: dt.date) -> Self:
        return self.live().filter(in_force(day))

    def current(self) -> Self:
        return self.active_on(dt.date.today())

    def main(self) -> Self:
        return self.filter(is_main=True)

    def of_cadre(self, cadre: Cadre | int | None) -> Self:
        return self.none() if cadre is None else self.filter(cadre=cadre)

    def of_agency(self, agency: Agency | int) -> Self:
        """Return what the agency itself carries and what its cadres carry."""
        return self.filter(Q(agency=agency) | Q(cadre__agency=agency))

    def with_helper(self) -> Self:
        return self.select_related("cadre__agency", "agency", "plan")

    def with_trouble(self, day: dt.date | None = None, plans: Sequence[HelpPlan] | None = None) -> Self:
        """Add `trouble`: why an assignment that runs on `day` (today) cannot go on ("" where it can), and
        `served_until`: the last day on which a helper who stopped was in a team, `helper_moved_on` and
        `household_moved_on`: the day on which either came to where it is now, after the assignment began.
        """
        day = day or dt.date.today()
        running = _running(day) if plans is None else plans
        posted = Posting.objects.live().filter(cadre=OuterRef("cadre"))
        lived = Residence.objects.live().filter(household=OuterRef("household"))
        ended = Membership.objects.live().filter(cadre=OuterRef("cadre"), valid_to__lt=day).order_by().values("cadre")
        cases = [
            When(household__voided_at__isnull=False, then=Value(Trouble.HOUSEHOLD_VOIDED)),
            When(household__left_on__lte=day, then=Value(Trouble.HOUSEHOLD_LEFT)),
            When(Q(plan__voided_at__isnull=False) | Q(plan__valid_to__lt=day), then=Value(Trouble.PLAN_ENDED)),
            When(
                Q(cadre__voided_at__isnull=False) | Q(agency__voided_at__isnull=False),
                then=Value(Trouble.HELPER_VOIDED),
            ),
            When(
                Q(cadre__isnull=False) & ~Q(cadre__in=Cadre.objects.in_service_on(day).values("pk")),
                then=Value(Trouble.HELPER_STOPPED),
            ),
            When(helper_moved_on__isnull=False, then=Value(Trouble.HELPER_MOVED)),
            When(household_moved_on__isnull=False, then=Value(Trouble.HOUSEHOLD_MOVED)),
            *(When(_left_class(plan, day), then=Value(Trouble.CLASS_LEFT)) for plan in running),
        ]
        return self.annotate(
            helper_moved_on=_moved_on(posted, "cadre", day), household_moved_on=_moved_on(lived, "household", day)
        ).annotate(
            trouble=Case(*cases, default=Value(""), output_field=models.CharField(max_length=20)),
            served_until=Subquery(ended.annotate(day=models.Max("valid_to")).values("day")),
        )

    def unsettled(self, day: dt.date | None = None, plans: Sequence[HelpPlan] | None = None) -> Self:
        """Return the assignments that run and cannot go on, each with its `trouble` (`plans`: those of the day)."""
        day = day or dt.date.today()
        return self.active_on(day).with_trouble(day, plans).exclude(trouble="")


def _moved_on(stays: models.QuerySet[Any], owner: str, day: dt.date) -> Subquery:
    """Return on which day the last of these stays began that began after the assignment."""
    later = stays.filter(valid_from__gt=OuterRef("valid_from"), valid_from__lte=day).order_by().values(owner)
    return Subquery(later.annotate(day=models.Max("valid_from")).values("day"))


def _running(day: dt.date) -> models.QuerySet[HelpPlan]:
    return HelpPlan.objects.active_on(day).select_related("area")


def _left_class(plan: HelpPlan, day: dt.date) -> Q:
    """Return the condition under which a household had a class of the plan while it was helped, and needs nobody now.

    Whoever is helped outside the plan's classes from the beginning, on purpose, is nobody's mistake.
    """
    had = Assessment.objects.live().filter(
        household=OuterRef("household"),
        result__in=plan.classes,
        superseded_on__gt=OuterRef("valid_from"),
        superseded_on__lte=day,
    )
    needed = Household.objects.must_be_helped(day, plans=[plan]).values("pk")
    return Q(plan=plan) & Q(Exists(had)) & ~Q(household__in=needed)


class Assignment(Record):
    """A cadre or an agency is responsible for a household under a plan, from a day to a day (phân công giúp đỡ).

    On each day a household has one main helper at most, and nobody helps it twice at once. The database keeps both
    (migration 0008): by exclusion constraints on PostgreSQL, by triggers on SQLite.
    """

    class EndReason(models.TextChoices):
        HANDED_OVER = "handed_over", _("handed over to somebody else")
        HOUSEHOLD_LEFT = "household_left", _("the household left")
        CLASS_LEFT = "class_left", _("the household's class is no longer in the plan")
        HELPER_MOVED = "helper_moved", _("the helper was transferred")
        HELPER_STOPPED = "helper_stopped", _("the helper serves no more")
        PLAN_ENDED = "plan_ended", _("the plan has run out")
        GOES_ON = "goes_on", _("goes on after a move")
        OTHER = "other", _("another reason")

    plan = models.ForeignKey(
        HelpPlan, verbose_name=_("plan of help"), on_delete=models.PROTECT, related_name="assignments"
    )
    household = models.ForeignKey(
        Household, verbose_name=_("household"), on_delete=models.PROTECT, related_name="assignments"
    )
    cadre = models.ForeignKey(
        Cadre,
        verbose_name=_("cadre"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    is_main = models.BooleanField(_("main helper"), default=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=16, choices=EndReason, blank=True)
    note = Line(_("note"), max_length=300, blank=True)

    # The household's residences, where `felt_in` has fetched them.
    homes: Sequence[Residence] = ()

    objects = AssignmentQuerySet.as_manager()
    place_through = ("household", "cadre", "agency")

    privacy = Privacy(
        personal=("household", "cadre", "agency", "is_main", "valid_from", "valid_to", "end_reason", "note"),
        neither=("plan",),
        tells_of="household_id",
    )

    class Meta(Record.Meta):
        verbose_name = _("assignment")
        ordering = ["-valid_from", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="assignment_one_helper",
                condition=ONE_HELPER,
                violation_error_message=_("Name either a cadre or an agency."),
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                name="assignment_end_pair",
                condition=Q(valid_to__isnull=True, end_reason="") | Q(valid_to__isnull=False) & ~Q(end_reason=""),
                violation_error_message=_("When an assignment ends, give both the day and the reason."),
            ),
        ]
        indexes = [
            models.Index(fields=["household", "valid_from"], name="assignment_of_household"),
            models.Index(fields=["cadre", "valid_from"], name="assignment_of_cadre"),
        ]

    def __str__(self) -> str:
        return f"{self.helper} – {getattr(self, 'head_name', None) or self.household}"

    @property
    def helper(self) -> Cadre | Agency | None:
        return self.cadre or self.agency

    @property
    def helper_key(self) -> str:
        """Return what tells one helper from another: "c12" a cadre, "a5" an agency."""
        return helper_key(self.cadre_id, self.agency_id)

    def place(self) -> Place:
        return (self.household.village_id, None)

    @classmethod
    def felt_in(cls, pairs: Sequence[tuple[Self | None, Self | None]]) -> list[Span]:
        rows = [row for pair in pairs for row in pair if row is not None]
        homes = residences_of({row.household_id for row in rows})
        for row in rows:
            row.homes = homes.get(row.household_id, ())
        return super().felt_in(pairs)

    def counted_in(self) -> list[Span]:
        """It is felt where the household lives on each of its days."""
        found = []
        for home in self.homes:
            until = min(self.valid_to or FOREVER, home.ends)
            since = max(self.valid_from, home.valid_from)
            found += present_at_month_ends(home.village_id, since, until if until < FOREVER else None)
        return found

    def counts_as(self) -> tuple[Any, ...]:
        return (self.household_id, self.cadre_id, self.agency_id)


def helper_key(cadre: int | None, agency: int | None) -> str:
    return f"c{cadre}" if cadre is not None else f"a{agency}"
