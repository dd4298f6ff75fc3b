"""The monthly meeting of a team and who attended it."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line, Lines
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place
from plumbing.privacy import Privacy
from teams import access
from teams.models import Account, Cadre, Team, teams_in_scope


class MeetingQuerySet(RecordQuerySet):
    def visible_to(self, user: Account) -> Self:
        if not access.may(user, access.Permission.VIEW_MONTHS):
            return self.none()
        return teams_in_scope(self, user, "team")

    def in_month(self, month: dt.date) -> Self:
        return self.filter(month=month)


class Meeting(Record):
    """A team's meeting (họp tổ): it belongs to one month, even when it was held some days later."""

    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="meetings")
    month = models.DateField(_("month"))
    held_on = models.DateField(_("held on"))
    location = Line(_("place"), max_length=160, blank=True)
    done = Lines(_("what was done"), blank=True)
    not_done = Lines(_("what was not done"), blank=True)
    not_done_reason = Lines(_("why not"), blank=True)
    minutes = Lines(_("minutes"), blank=True)

    objects = MeetingQuerySet.as_manager()

    privacy = Privacy(
        personal=("done", "not_done", "not_done_reason", "minutes"), neither=("team", "month", "held_on", "location")
    )

    class Meta(Record.Meta):
        verbose_name = _("meeting")
        ordering = ["-held_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["team", "held_on"],
                name="meeting_once_a_day",
                condition=Q(voided_at__isnull=True),
                violation_error_message=_("This team already has a meeting on this day."),
            ),
            models.CheckConstraint(name="meeting_month_is_its_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="meeting_reason_for_not_done",
                condition=Q(not_done="") | ~Q(not_done_reason=""),
                violation_error_message=_("Say why it was not done."),
            ),
        ]
        indexes = [models.Index(fields=["month", "team"])]

    def __str__(self) -> str:
        return f"{self.team} {self.held_on:%d/%m/%Y}"

    def place(self) -> Place:
        return (self.team.village_id, self.month)


class Attendance(models.Model):
    """Whether a member was at a meeting: every current member has a row, so that a rate can be read from it."""

    # Its index holds who came, too: the roll-up reads the attendance of one month and not that of all.
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances", db_index=False)
    cadre = models.ForeignKey(Cadre, verbose_name=_("member"), on_delete=models.PROTECT, related_name="attendances")
    was_present = models.BooleanField(_("was present"))

    privacy = Privacy(personal=("cadre", "was_present"), neither=("meeting",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "cadre"], name="attendance_once")]
        indexes = [models.Index(fields=["meeting"], include=["was_present"], name="attendance_of_meeting")]

    def __str__(self) -> str:
        return f"{self.cadre}"
