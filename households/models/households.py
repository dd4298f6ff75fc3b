"""Households and their people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from households.models.help_plans import HelpPlan, needs_helper
from households.models.poverty import Assessment, Result, review_began
from households.models.residences import Residence, residences_of
from plumbing.fields import BlindIndex, Encrypted, Line, SearchKey, SortKey
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place, in_force
from plumbing.privacy import Privacy
from plumbing.spans import Span
from plumbing.stays import held_on, stay_on
from teams import access
from teams.models import Account, Area, area_scope, is_unbounded
from teams.models.cadres import BirthPrecision, Sex

MAX_HOUSEHOLD_SIZE = 50


def is_present(day: dt.date, household: str = "") -> Q:
    """Return the condition under which a household (`household` leads to it) was there on `day`."""
    arrived = Q((f"{household}arrived_on__isnull", True)) | Q((f"{household}arrived_on__lte", day))
    stayed = Q((f"{household}left_on__isnull", True)) | Q((f"{household}left_on__gt", day))
    return Q((f"{household}voided_at__isnull", True)) & arrived & stayed


class HouseholdQuerySet(RecordQuerySet):
    """Questions about households."""

    def visible_to(self, user: Account) -> Self:
        """Return the households that live in the user's villages today, with all that is known of them, for roles that
        may see households at all, and those that the user helps today, wherever they are. Who lived in a village before
        is seen there (`Residence`), and no more of it.
        """
        if not access.may(user, access.Permission.VIEW_HOUSEHOLDS):
            return self.none()
        here = area_scope(user, "village")
        if user.cadre_id is None or is_unbounded(user):
            return self.filter(here)
        # A union and no "or", which would look at every household there is: both are a few, and found by an index.
        own = Household.objects.filter(here).values("pk")
        return self.filter(pk__in=own.union(_carried_by(user.cadre_id)))

    def editable_by(self, user: Account) -> Self:
        """Return the households that the user may change: those of the user's villages, not those only helped."""
        if not access.may(user, access.Permission.EDIT_HOUSEHOLDS):
            return self.none()
        return self.filter(area_scope(user, "village"))

    def in_area(self, area: Area, day: dt.date | None = None) -> Self:
        return self.filter(village__in=Area.objects.within(area, day).values("pk"))

    def present_on(self, day: dt.date) -> Self:
        """Return the households that were there on `day`, in whichever village."""
        return self.filter(is_present(day))

    def at_home_on(self, day: dt.date) -> Self:
        """Return the households that were there on `day`, with their residence of that day as `home`."""
        home = FilteredRelation("residences", condition=held_on(day, "residences__"))
        return self.present_on(day).annotate(home=home)

    def with_head(self) -> Self:
        """Add `head_name`; `head_sort` and `head_search` are there to sort and search by."""
        heads = FilteredRelation("persons", condition=Q(persons__relation="head", persons__voided_at__isnull=True))
        named = self.annotate(_head=heads).annotate(head_name=F("_head__name"))
        return named.alias(head_sort=F("_head__sort_key"), head_search=F("_head__search_key"))

    def with_result(self, day: dt.date | None = None) -> Self:
        """Add `result` and `assessed_on`: the class on `day` (today), read from the ledger of assessments."""
        standing = Assessment.objects.filter(household=OuterRef("pk")).standing_on(day or dt.date.today())
        return self.annotate(
            result=Subquery(standing.values("result")[:1]), assessed_on=Subquery(standing.values("assessed_on")[:1])
        )

    def must_be_helped(self, day: dt.date | None = None, plans: Iterable[HelpPlan] | None = None) -> Self:
        """Return the households that must have a helper on `day` (today) by one of the plans (all that run then)."""
        day = day or dt.date.today()
        rows = self.present_on(day).alias(_held=FilteredRelation("assessments", condition=_holds(day)))
        return rows.filter(needs_helper(day, "_held__result", plans=plans))

    def with_nobody_on(self, day: dt.date | None = None) -> Self:
        """Return the households that nobody helps on `day` (today)."""
        day = day or dt.date.today()
        return self.exclude(pk__in=Household.objects.filter(_is_helped(day)).values("pk"))

    def due_for_review(self, day: dt.date | None = None) -> Self:
        """Return the households that the review under way on `day` (today) still has to look at, with their result:

        those that live here and were never assessed (they moved in, or a list has just named them), and the poor and
        near-poor ones that were last assessed before that review began.
        """
        day = day or dt.date.today()
        found = self.present_on(day).annotate(_found=FilteredRelation("assessments", condition=_holds(day)))
        was_poor = Q(_found__result__in=[Result.POOR, Result.NEAR_POOR])
        is_due = Q(_found__isnull=True) | was_poor & Q(_found__assessed_on__lt=review_began(day))
        return found.filter(is_due).annotate(result=F("_found__result"), assessed_on=F("_found__assessed_on"))


def _holds(day: dt.date) -> Q:
    """Return the condition of the assessment that holds on `day`; a join of all at once, and no subquery for each."""
    return Q(assessments__voided_at=None, assessments__assessed_on__lte=day, assessments__superseded_on__gt=day)


def _is_helped(day: dt.date) -> Q:
    return in_force(day, "assignments__") & Q(assignments__voided_at__isnull=True)


def _carried_by(cadre: int) -> QuerySet[Any]:
    """Return the ids of the households that a cadre helps today."""
    return Household.objects.live().filter(_is_helped(dt.date.today()), assignments__cadre=cadre).values("pk")


class Household(Record):
    """A household (hộ) in a village; its poverty class is read from its assessments, never stored here."""

    class LeavingReason(models.TextChoices):
        MOVED = "moved", _("moved away")
        MERGED = "merged", _("joined another household")
        SPLIT = "split", _("split up")
        ENDED = "ended", _("ended (nobody is left)")

    # Where it lives now; where it lived when, its residences say.
    village = models.ForeignKey(Area, verbose_name=_("village"), on_delete=models.PROTECT, related_name="households")
    code = Line(_("household code"), max_length=30, blank=True)
    address = Line(_("address"), max_length=200, blank=True)
    ethnicity = Line(_("ethnic group"), max_length=40, blank=True)
    size = models.PositiveSmallIntegerField(
        _("number of people"),
        validators=[MinValueValidator(1), MaxValueValidator(MAX_HOUSEHOLD_SIZE)],
        null=True,
        blank=True,
    )
    phone = Line(_("phone"), max_length=60, blank=True)
    arrived_on = models.DateField(_("arrived"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    leaving_reason = models.CharField(_("why it left"), max_length=8, choices=LeavingReason, blank=True)
    note = Line(_("note"), max_length=300, blank=True)

    objects = HouseholdQuerySet.as_manager()

    privacy = Privacy(
        personal=("village", "code", "address", "size", "phone", "arrived_on", "left_on", "leaving_reason", "note"),
        sensitive=("ethnicity",),
        tells_of="id",
    )

    class Meta(Record.Meta):
        verbose_name = _("household")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["village", "code"],
                name="household_code_once_in_village",
                condition=~Q(code="") & Q(voided_at__isnull=True),
                violation_error_message=_("This village already has a household with this code."),
            ),
            models.CheckConstraint(
                name="household_size_is_believable",
                condition=Q(size__isnull=True) | Q(size__gte=1, size__lte=MAX_HOUSEHOLD_SIZE),
                violation_error_message=_("A household has between 1 and 50 people."),
            ),
            models.CheckConstraint(
                name="household_left_pair",
                condition=Q(left_on__isnull=True, leaving_reason="") | Q(left_on__isnull=False) & ~Q(leaving_reason=""),
                violation_error_message=_("When a household left, give both the day and the reason."),
            ),
        ]
        indexes = [models.Index(fields=["village", "voided_at"])]

    def __str__(self) -> str:
        name = getattr(self, "head_name", None)
        return name or (self.code and f"#{self.code}") or f"#{self.pk}"

    def place(self) -> Place:
        return (self.village_id, None)

    def village_on(self, day: dt.date) -> Area:
        """Return the village in which it lives on `day`: the first one before the first day that is known."""
        homes = list(self.residences.live().select_related("village"))
        home = stay_on(homes, day) or next(iter(homes), None)
        return home.village if home else self.village

    @classmethod
    def bring_up_to_date(cls, rows: Sequence[Self]) -> None:
        Residence.settle(rows)

    @classmethod
    def felt_in(cls, pairs: Sequence[tuple[Self | None, Self | None]]) -> list[Span]:
        rows = [row for pair in pairs for row in pair if row is not None]
        homes = residences_of({row.pk for row in rows})
        new = Residence.first_of([row for row in rows if row.pk not in homes])
        homes |= {home.household_id: [home] for home in new}
        for row in rows:
            row.homes = homes[row.pk]
        return super().felt_in(pairs)

    # Set by `felt_in`, for all rows at once.
    homes: Sequence[Residence] = ()

    def counted_in(self) -> list[Span]:
        return [span for home in self.homes for span in home.months_of(self)]

    def counts_as(self) -> None:
        """One household is one, whatever is known of it."""


class PersonQuerySet(RecordQuerySet):
    def visible_to(self, user: Account) -> Self:
        return self.filter(household__in=Household.objects.visible_to(user).values("pk"))


class Person(Record):
    """A member of a household. Names are shared by many: known by name, birth and village together."""

    class Relation(models.TextChoices):
        HEAD = "head", _("household head")
        SPOUSE = "spouse", _("spouse")
        CHILD = "child", _("child")
        PARENT = "parent", _("parent")
        OTHER = "other", _("other relative")

    household = models.ForeignKey(
        Household, verbose_name=_("household"), on_delete=models.PROTECT, related_name="persons"
    )
    name = Line(_("full name"), max_length=120)
    relation = models.CharField(_("relation to the head"), max_length=8, choices=Relation, default=Relation.OTHER)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    birth_precision = models.CharField(
        _("birth date known to the"), max_length=5, choices=BirthPrecision, default=BirthPrecision.DAY
    )
    ethnicity = Line(_("ethnic group"), max_length=40, blank=True)
    national_id = Encrypted(_("national ID"), blank=True, default="")
    blind_index = BlindIndex(sources=("national_id",), max_length=32)
    # Somebody has the same number outside of what the one who entered it may see: not told there, but to the office
    # (a data check), for "taken" would tell whether a person is registered anywhere.
    has_shared_id = models.BooleanField(default=False, editable=False)
    search_key = SearchKey(sources=("name",))
    sort_key = SortKey(sources=("name",))

    objects = PersonQuerySet.as_manager()
    place_through = ("household",)
    history_masked = frozenset({"national_id"})
    feeds_figures = False
    computed = frozenset({"has_shared_id"})

    privacy = Privacy(
        personal=("household", "name", "relation", "sex", "birth_date", "birth_precision", "search_key", "sort_key"),
        sensitive=("ethnicity", "national_id", "blind_index", "has_shared_id"),
        tells_of="household_id",
    )

    class Meta(Record.Meta):
        verbose_name = _("person")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["household"],
                name="person_one_head",
                condition=Q(relation="head", voided_at__isnull=True),
                violation_error_message=_("This household already has a head."),
            ),
            models.UniqueConstraint(
                fields=["blind_index"],
                name="person_national_id_once",
                condition=~Q(blind_index="") & Q(voided_at__isnull=True, has_shared_id=False),
                violation_error_message=_("Somebody else is registered with this national ID."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key"])]

    def __str__(self) -> str:
        return self.name

    def place(self) -> Place:
        return (self.household.village_id, None)
