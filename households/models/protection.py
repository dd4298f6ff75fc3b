"""Personal data by Law 91/2025/QH15: for what it is used and how long it is kept, what people ask, what went wrong."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models.households import Household
from plumbing.fields import Line, Lines
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place
from plumbing.privacy import Privacy
from teams.access import Permission, User, may
from teams.models import Account

# Decree 356/2025: who asks is answered within 2 working days; what is asked is done within 15 days.
ANSWERED_WITHIN = 2
DONE_WITHIN = 15
# The authority is told of a breach within 72 hours after it was found.
REPORTED_WITHIN = dt.timedelta(hours=72)


class Purpose(Record):
    """For what personal data is used, on which legal basis, and how long it is kept: what the notice says to people."""

    class Covers(models.TextChoices):
        NOTHING = "", _("nothing that the portal removes by itself")
        HOUSEHOLDS = "households", _("households that left: their people become nameless, the counts stay")
        VIEWINGS = "viewings", _("viewings of personal data: they are removed")

    name = Line(_("purpose"), max_length=200)
    data = Lines(_("which data"))
    legal_basis = Lines(_("legal basis"), help_text=_("The article of the law or the decision."))
    recipients = Lines(_("who gets it"), blank=True)
    covers = models.CharField(_("what is removed when the time is over"), max_length=10, choices=Covers, blank=True)
    kept_months = models.PositiveSmallIntegerField(
        _("kept for so many months"), null=True, blank=True, help_text=_("Empty: for as long as the law asks for it.")
    )

    objects = RecordQuerySet.as_manager()
    feeds_figures = False

    privacy = Privacy(neither=("name", "data", "legal_basis", "recipients", "covers", "kept_months"))

    class Meta(Record.Meta):
        verbose_name = _("purpose of personal data")
        ordering = ["id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["covers"],
                name="purpose_covers_once",
                condition=~Q(covers="") & Q(voided_at__isnull=True),
                violation_error_message=_("Another purpose says already how long this is kept."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DataRequestQuerySet(RecordQuerySet):
    def visible_to(self, user: Account) -> Self:
        return self.filter(household__in=Household.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        return self.live().filter(done_on__isnull=True)


class DataRequest(Record):
    """What somebody of a household asked for about their data, and what became of it."""

    class Kind(models.TextChoices):
        SEE = "see", _("to see what is stored")
        CORRECT = "correct", _("to correct it")
        ERASE = "erase", _("to erase it")
        RESTRICT = "restrict", _("to use it less")
        OBJECT = "object", _("not to use it at all")
        WITHDRAW = "withdraw", _("to take consent back")

    household = models.ForeignKey(
        Household, verbose_name=_("household"), on_delete=models.PROTECT, related_name="data_requests"
    )
    kind = models.CharField(_("what is asked"), max_length=8, choices=Kind)
    asked_by = Line(_("who asks"), max_length=120)
    received_on = models.DateField(_("received"))
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    done_on = models.DateField(_("done or refused"), null=True, blank=True)
    answer = Lines(_("what was done, or why not"), blank=True)

    objects = DataRequestQuerySet.as_manager()
    feeds_figures = False
    place_through = ("household",)

    privacy = Privacy(
        personal=("household", "kind", "asked_by", "received_on", "answered_on", "done_on", "answer"),
        tells_of="household_id",
    )

    class Meta(Record.Meta):
        verbose_name = _("request about personal data")
        ordering = ["-received_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="data_request_done_says_what",
                condition=Q(done_on__isnull=True) | ~Q(answer=""),
                violation_error_message=_("Say what was done; if it was refused, why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.received_on:%d/%m/%Y})"

    def place(self) -> Place:
        return (self.household.village_id, None)

    @property
    def answer_due_on(self) -> dt.date:
        return working_days_after(self.received_on, ANSWERED_WITHIN)

    @property
    def due_on(self) -> dt.date:
        return self.received_on + dt.timedelta(days=DONE_WITHIN)


def working_days_after(day: dt.date, count: int) -> dt.date:
    """Return the day that lies `count` working days after `day`: Saturdays and Sundays do not count.

    Public holidays do: the answer is then a day early, never late.
    """
    while count:
        day += dt.timedelta(days=1)
        count -= day.weekday() < 5
    return day


class BreachQuerySet(RecordQuerySet):
    def visible_to(self, user: User) -> Self:
        return self if may(user, Permission.PROTECT_DATA) else self.none()


class Breach(Record):
    """Personal data that came into wrong hands, was lost or changed; the authority is told within 72 hours."""

    found_at = models.DateTimeField(_("found"), default=timezone.now)
    what = Lines(_("what happened"))
    whose = Lines(_("whose data, and how many people"))
    harm = Lines(_("what may come of it"), blank=True)
    measures = Lines(_("what was done about it"), blank=True)
    reported_at = models.DateTimeField(_("reported to the authority"), null=True, blank=True)
    told_at = models.DateTimeField(_("the people were told"), null=True, blank=True)

    objects = BreachQuerySet.as_manager()
    feeds_figures = False

    privacy = Privacy(personal=("what", "whose", "harm", "measures"), neither=("found_at", "reported_at", "told_at"))

    class Meta(Record.Meta):
        verbose_name = _("breach of personal data")
        ordering = ["-found_at"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="breach_reported_after_found",
                condition=Q(reported_at__isnull=True) | Q(reported_at__gte=models.F("found_at")),
                violation_error_message=_("It cannot be reported before it was found."),
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.found_at):%d/%m/%Y %H:%M}"

    @property
    def report_due_at(self) -> dt.datetime:
        return self.found_at + REPORTED_WITHIN

    @property
    def is_late(self) -> bool:
        """Whether the 72 hours passed before the authority was told."""
        return (self.reported_at or timezone.now()) > self.report_due_at
