"""Work for the worker. The row is the truth; a Celery message only says that there is one."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plumbing.privacy import Privacy


def lease_from(now: dt.datetime) -> dt.datetime:
    """Return until when a worker that speaks now may be silent before its job counts as orphaned."""
    return now + dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)


class LeaseLost(Exception):
    """Another worker has taken the job over; whoever still runs it must stop and undo its step."""


class JobQuerySet(models.QuerySet):
    def visible_to(self, user: models.Model) -> Self:
        """Return the jobs that `user` started."""
        return self.filter(started_by=user.pk)

    def unfinished(self) -> Self:
        return self.filter(state__in=Job.UNFINISHED)


class Job(models.Model):
    """A piece of work in the background, with its progress."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    UNFINISHED = (State.QUEUED, State.RUNNING)

    # The address of the job's page: not guessable.
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    # Two requests for the same work share one job while it is unfinished.
    dedupe_key = models.CharField(max_length=120)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whoever runs it renews the lease; a lease that ran out means that the worker died.
    leased_until = models.DateTimeField(null=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    rung_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    privacy = Privacy(
        neither=(
            "token",
            "kind",
            "params",
            "dedupe_key",
            "state",
            "done",
            "total",
            "message",
            "attempts",
            "leased_until",
            "started_by",
            "created_at",
            "rung_at",
            "finished_at",
        )
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"], name="job_once_at_a_time", condition=Q(state__in=["queued", "running"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    def advance(self, done: int, total: int, message: str = "") -> None:
        """Show how far the work is, and renew the lease.

        Called as the last line of a step's transaction it makes the step happen once: a worker that lost its lease
        meanwhile is refused here, and its step is rolled back.
        """
        self.write_as_holder(done=done, total=total, message=message[:300], leased_until=lease_from(timezone.now()))

    def write_as_holder(self, **values: Any) -> None:
        """Write `values` if this attempt still holds the job; otherwise raise LeaseLost."""
        # `attempts` is the fence: it grows with each claim.
        held = Job.objects.filter(pk=self.pk, state=Job.State.RUNNING, attempts=self.attempts)
        if not held.update(**values):
            raise LeaseLost(str(self))
        for name, value in values.items():
            setattr(self, name, value)
