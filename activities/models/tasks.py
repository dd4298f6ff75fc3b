"""What somebody of the team is to do by a day."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models.meetings import Meeting
from households.models import Household
from plumbing.fields import Line, SearchKey
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import Place
from plumbing.privacy import Privacy
from teams import access
from teams.models import Account, Cadre, Team, teams_in_scope


class TaskQuerySet(RecordQuerySet):
    def visible_to(self, user: Account) -> Self:
        if not access.may(user, access.Permission.VIEW_MONTHS):
            return self.none()
        return teams_in_scope(self, user, "team")

    def ticked_by(self, user: Account) -> Self:
        """Return the tasks that `user` may tick as done: the team's for whoever logs its month, else one's own."""
        if access.may(user, access.Permission.LOG_MONTH):
            return self
        return self.filter(assignee=user.cadre_id) if user.cadre_id else self.none()

    def unfinished(self) -> Self:
        return self.live().filter(state=Task.State.OPEN)

    def overdue_on(self, day: dt.date) -> Self:
        return self.unfinished().filter(due_on__lt=day)


class Task(Record):
    """A task (nhiệm vụ) of a team, given at a meeting or between meetings.

    One that is carried over stays due in its month, where it was not done; it goes on as another task, due in a later
    month, that says where it comes from (`carried_from`).
    """

    class State(models.TextChoices):
        OPEN = "open", _("to do")
        DONE = "done", _("done")
        NOT_DONE = "not_done", _("not done")
        CARRIED = "carried", pgettext_lazy("task", "carried over")

    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="tasks")
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    title = Line(_("task"), max_length=240)
    assignee = models.ForeignKey(
        Cadre,
        verbose_name=_("assignee"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    household = models.ForeignKey(
        Household,
        verbose_name=_("household"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    finished_on = models.DateField(_("finished"), null=True, blank=True)
    not_done_reason = Line(_("why not"), max_length=300, blank=True)
    # How often it had been carried over before it came into its month.
    carried_over = models.PositiveSmallIntegerField(_("carried over"), default=0)
    carried_from = models.ForeignKey(
        "self",
        verbose_name=_("carried over from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="carried_to",
    )
    search_key = SearchKey(sources=("title",))

    objects = TaskQuerySet.as_manager()

    privacy = Privacy(
        personal=("title", "assignee", "household", "not_done_reason", "search_key"),
        neither=("team", "meeting", "due_on", "state", "finished_on", "carried_over", "carried_from"),
        tells_of="household_id",
    )

    class Meta(Record.Meta):
        verbose_name = _("task")
        ordering = ["due_on", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="task_done_has_its_day",
                condition=Q(state="done", finished_on__isnull=False) | ~Q(state="done") & Q(finished_on__isnull=True),
                violation_error_message=_("A finished task needs the day on which it was finished."),
            ),
            models.CheckConstraint(
                name="task_not_done_has_reason",
                condition=~Q(state="not_done") | ~Q(not_done_reason=""),
                violation_error_message=_("Say why it was not done."),
            ),
            models.UniqueConstraint(
                name="task_carried_over_once", fields=["carried_from"], condition=Q(voided_at__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["team", "due_on"]), models.Index(fields=["due_on", "state"])]

    def __str__(self) -> str:
        return self.title

    @property
    def badge(self) -> str:
        """Return by which state of `plumbing.states` it is shown: its own, or late."""
        if self.state == self.State.OPEN:
            return "late" if self.due_on < timezone.localdate() else "pending"
        return "failed" if self.state == self.State.NOT_DONE else self.state

    def place(self) -> Place:
        return (self.team.village_id, self.due_on.replace(day=1))
