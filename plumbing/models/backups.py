"""Backups that were made, and what the proof of a restored one found."""

from __future__ import annotations

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line
from plumbing.privacy import Privacy


class BackupRunQuerySet(models.QuerySet["BackupRun"]):
    def newest(self) -> dict[str, BackupRun]:
        """Return the newest run of each kind, by one question."""
        newest = self.order_by().values("kind").annotate(newest=Max("pk")).values("newest")
        return {run.kind: run for run in self.filter(pk__in=newest)}


class BackupRun(models.Model):
    """One backup that was made, or one that was brought back and proven."""

    class Kind(models.TextChoices):
        MADE = "made", _("backup made")
        PROVEN = "proven", _("backup brought back and proven")

    kind = models.CharField(max_length=6, choices=Kind)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    filename = Line(_("file"), max_length=200)
    size = models.PositiveBigIntegerField(_("bytes"))
    rows = models.PositiveBigIntegerField(_("rows"))
    # What the proof found; empty: all came back.
    problem = models.TextField(_("problem"), blank=True)

    objects = BackupRunQuerySet.as_manager()

    privacy = Privacy(neither=("kind", "at", "filename", "size", "rows", "problem"))

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.filename}"
