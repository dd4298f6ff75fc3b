"""Work for the worker. The row is the truth; a Celery message only rings the bell."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"], name="job_once_at_a_time", condition=Q(state__in=["queued", "running"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
