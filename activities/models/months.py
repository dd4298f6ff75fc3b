"""The month of a team: from open to locked (design, 4)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.month_parts import PARTS
from plumbing.dates import add_months
from plumbing.fields import Line
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place
from plumbing.privacy import Privacy
from plumbing.spans import Span
from teams import access
from teams.models import Account, Team, teams_in_scope


class TeamMonthQuerySet(RecordQuerySet):
    def visible_to(self, user: Account) -> Self:
        if not access.may(user, access.Permission.VIEW_MONTHS):
            return self.none()
        return teams_in_scope(self, user, "team")

    def in_month(self, month: dt.date) -> Self:
        return self.filter(month=month)

    def locked(self) -> Self:
        return self.filter(state=TeamMonth.State.LOCKED)


class TeamMonth(Record):
    """Where a team's month stands. No row yet means that nothing was logged: the month is open."""

    class State(models.TextChoices):
        OPEN = "open", _("not started")
        DRAFT = "draft", _("being logged")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")
        LOCKED = "locked", _("locked")

    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="months")
    month = models.DateField(_("month"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    # The first time it was handed in: a return does not make a punctual team late.
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    # Why the office returned, locked or reopened it: shown to whoever meets the state.
    state_reason = Line(_("reason"), max_length=500, blank=True)
    # Codes of the parts of the month that a return asks for (activities.month_parts).
    asked_for = models.JSONField(_("parts asked for"), default=list, blank=True)
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state_at = models.DateTimeField(_("since"), null=True, blank=True)

    objects = TeamMonthQuerySet.as_manager()

    privacy = Privacy(
        neither=("team", "month", "state", "submitted_at", "state_reason", "asked_for", "state_by", "state_at")
    )
    history_words: ClassVar = {"asked_for": {code: label for code, (label, _place) in PARTS.items()}}

    class Meta(Record.Meta):
        verbose_name = _("team month")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["team", "month"], name="team_month_once"),
            models.CheckConstraint(name="team_month_is_its_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="team_month_return_has_reason",
                condition=~Q(state="returned") | ~Q(state_reason=""),
                violation_error_message=_("Say why the month is returned."),
            ),
        ]
        indexes = [models.Index(fields=["month", "state"])]

    def __str__(self) -> str:
        return f"{self.team} {self.month:%m/%Y}"

    def place(self) -> Place:
        return (self.team.village_id, self.month)

    def counted_in(self) -> list[Span]:
        """Whether the month may take its next step is ruled by the steps themselves (`activities.actions.months`)."""
        return []

    @property
    def due_on(self) -> dt.date:
        return due_day(self.month)

    @property
    def is_editable(self) -> bool:
        """Whether the team may still write into this month."""
        return self.state in EDITABLE_STATES


# In these states the team itself may write; the office may write until the month is locked.
EDITABLE_STATES = frozenset({TeamMonth.State.OPEN, TeamMonth.State.DRAFT, TeamMonth.State.RETURNED})
HANDED_IN_STATES = frozenset({TeamMonth.State.SUBMITTED, TeamMonth.State.ACCEPTED, TeamMonth.State.LOCKED})


def due_day(month: dt.date) -> dt.date:
    """Return the last day on which `month` is on time: a day of the next month (setting MONTH_DUE_DAY)."""
    return add_months(month, 1).replace(day=settings.MONTH_DUE_DAY)
