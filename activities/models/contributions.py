"""The ledger of what donors and villagers gave."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models.activities import Activity
from plumbing.fields import Line, SearchKey
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place
from plumbing.privacy import Privacy
from teams import access
from teams.models import Account, Team, teams_in_scope


class ContributionQuerySet(RecordQuerySet):
    def visible_to(self, user: Account) -> Self:
        if not access.may(user, access.Permission.VIEW_MONTHS):
            return self.none()
        return teams_in_scope(self, user, "team")

    def received_in(self, month: dt.date) -> Self:
        return self.filter(received_on__year=month.year, received_on__month=month.month)


class Contribution(Record):
    """What somebody gave through a team: pledged, received, handed over.

    A ledger: a mistake is corrected by a counter-entry (`corrects`), whose amount and value are negative.
    """

    class Kind(models.TextChoices):
        MONEY = "money", _("money")
        GOODS = "goods", _("goods")
        LABOUR = "labour", _("labour days")
        LAND = "land", _("land")

    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="contributions")
    activity = models.ForeignKey(
        Activity,
        verbose_name=_("activity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
    )
    donor = Line(_("donor"), max_length=200)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    description = Line(_("what was given"), max_length=200, blank=True)
    # Money: đồng; labour: days; land: m²; goods: in `unit`.
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    unit = Line(_("unit"), max_length=20, blank=True)
    # What it is worth in đồng; for money the same as the amount. Empty when nobody has put a value on it.
    value = models.BigIntegerField(_("value (đồng)"), null=True, blank=True)
    pledged_on = models.DateField(_("pledged"), null=True, blank=True)
    received_on = models.DateField(_("received"), null=True, blank=True)
    handed_over_on = models.DateField(_("handed over"), null=True, blank=True)
    recipient = Line(_("handed over to"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("corrects"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
    )
    search_key = SearchKey(sources=("donor", "description"))

    objects = ContributionQuerySet.as_manager()

    privacy = Privacy(
        personal=("donor", "description", "recipient", "search_key"),
        neither=(
            "team",
            "activity",
            "kind",
            "amount",
            "unit",
            "value",
            "pledged_on",
            "received_on",
            "handed_over_on",
            "corrects",
        ),
    )

    class Meta(Record.Meta):
        verbose_name = _("contribution")
        ordering = ["-received_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="contribution_has_a_day",
                condition=Q(pledged_on__isnull=False) | Q(received_on__isnull=False),
                violation_error_message=_("Give the day on which it was pledged or received."),
            ),
            models.CheckConstraint(
                name="contribution_only_corrections_are_negative",
                condition=Q(corrects__isnull=True, amount__gt=0) | Q(corrects__isnull=False, amount__lt=0),
                violation_error_message=_("An amount is greater than zero; a mistake is corrected by a counter-entry."),
            ),
            models.CheckConstraint(
                name="contribution_money_is_its_value",
                condition=~Q(kind="money") | Q(value=models.F("amount")),
                violation_error_message=_("For money the value is the amount itself."),
            ),
            models.CheckConstraint(
                name="contribution_handed_over_after_received",
                condition=Q(handed_over_on__isnull=True)
                | Q(received_on__isnull=False, handed_over_on__gte=models.F("received_on")),
                violation_error_message=_("Something can be handed over only after it was received."),
            ),
        ]
        indexes = [models.Index(fields=["received_on", "team"])]

    def __str__(self) -> str:
        return f"{self.donor}: {self.description or self.get_kind_display()}"

    def place(self) -> Place:
        day = self.received_on or self.pledged_on
        return (self.team.village_id, day.replace(day=1) if day else None)

    def counts_as(self) -> tuple[Any, ...]:
        """To whom it is handed over later changes nothing in what was received."""
        return (self.team_id, self.kind, self.amount, self.value)
