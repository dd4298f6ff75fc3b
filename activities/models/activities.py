"""What a team did, and how much of what."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line, Lines, SearchKey, TitleSortKey
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place
from plumbing.privacy import Privacy
from teams import access
from teams.models import Account, Team, teams_in_scope


class MeasureQuerySet(RecordQuerySet):
    def active(self) -> Self:
        return self.live().filter(is_active=True)

    def visible_to(self, user: Account) -> Self:
        return self if access.role_of(user) else self.none()


# Codes of figures that are counted otherwise; the app of the figures fills this in.
RESERVED_CODES: set[str] = set()
MAX_ATTENDED = 20_000


def refuse_reserved_code(code: str) -> None:
    """Raise ValidationError when `code` is the code of another figure."""
    if code in RESERVED_CODES:
        raise ValidationError(_("Another figure of the reports has this code; choose another one."))


class Measure(Record):
    """A countable result of an activity, with its unit: a catalogue that the office extends.

    Its code is the code of its indicator. What donors give (money, goods, labour, land) is not measured here but
    written in the ledger of contributions, so that nothing is counted twice.
    """

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z][a-z0-9_]*$", _("Use small letters, digits and underscores.")),
            refuse_reserved_code,
        ],
    )
    name = Line(_("name"), max_length=80)
    name_en = Line(_("English name"), max_length=80, blank=True)
    unit = Line(_("unit"), max_length=20)
    # A larger amount in one activity is surely a slip of the hand.
    most_at_once = models.PositiveIntegerField(_("most in one activity"), default=100_000)
    is_active = models.BooleanField(_("in use"), default=True)
    sort_key = TitleSortKey(sources=("name",))

    objects = MeasureQuerySet.as_manager()

    privacy = Privacy(neither=("code", "name", "name_en", "unit", "most_at_once", "is_active", "sort_key"))

    class Meta(Record.Meta):
        verbose_name = _("measure")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return (get_language() == "en" and self.name_en) or self.name


class ActivityQuerySet(RecordQuerySet):
    def visible_to(self, user: Account) -> Self:
        if not access.may(user, access.Permission.VIEW_MONTHS):
            return self.none()
        return teams_in_scope(self, user, "team")

    def in_month(self, month: dt.date) -> Self:
        return self.filter(held_on__year=month.year, held_on__month=month.month)


class Activity(Record):
    """Something a team did on a day (hoạt động)."""

    class Field(models.TextChoices):
        OUTREACH = "outreach", _("outreach and persuasion")
        ECONOMY = "economy", _("economy and poverty reduction")
        CULTURE = "culture", _("culture and way of life")
        EDUCATION = "education", _("education")
        HEALTH = "health", _("health")
        INFRASTRUCTURE = "infrastructure", _("roads, water, electricity and houses")
        SECURITY = "security", _("order and border")
        POLITICAL_SYSTEM = "political_system", _("building the local political system")
        CHARITY = "charity", _("gifts and social care")
        OTHER = "other", _("other")

    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="activities")
    held_on = models.DateField(_("day"))
    field = models.CharField(_("field"), max_length=18, choices=Field)
    title = Line(_("title"), max_length=240)
    description = Lines(_("description"), blank=True)
    attended = models.PositiveIntegerField(
        _("people who took part"), default=0, validators=[MaxValueValidator(MAX_ATTENDED)]
    )
    search_key = SearchKey(sources=("title",))

    objects = ActivityQuerySet.as_manager()

    privacy = Privacy(
        personal=("description",), neither=("team", "held_on", "field", "title", "attended", "search_key")
    )

    class Meta(Record.Meta):
        verbose_name = _("activity")
        ordering = ["-held_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="activity_attendance_is_believable",
                condition=Q(attended__lte=MAX_ATTENDED),
                violation_error_message=_(
                    "More than 20,000 people at one activity of a village team is not believable."
                ),
            ),
        ]
        indexes = [models.Index(fields=["held_on", "team"])]

    def __str__(self) -> str:
        return self.title

    def place(self) -> Place:
        return (self.team.village_id, self.held_on.replace(day=1))


class Quantity(models.Model):
    """How much of one measure an activity brought; written and recorded together with its activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="quantities")
    measure = models.ForeignKey(Measure, verbose_name=_("measure"), on_delete=models.PROTECT, related_name="quantities")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    privacy = Privacy(neither=("activity", "measure", "amount"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "measure"],
                name="quantity_once",
                violation_error_message=_("This measure stands twice; add the two up."),
            ),
            models.CheckConstraint(
                name="quantity_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("An amount is greater than zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.measure.unit}"
