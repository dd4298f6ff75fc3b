"""Backups that were made, and what the proof of a restored one found."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line
from plumbing.privacy import Privacy


class BackupRunQuerySet(models.QuerySet["BackupRun"]):
    def newest(self, kind: str) -> Self:
        """Return the runs of a kind, the newest first."""
        return self.filter(kind=kind).order_by("-pk")


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
