"""Lists that were loaded: the file, its rows, and what became of each."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line, Sealed
from plumbing.models.jobs import Job
from plumbing.privacy import Privacy
from plumbing.viewings import notice_keys


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user: models.Model) -> Self:
        """Return the files that `user` loaded: what is in them is nobody else's to read."""
        return self.filter(uploaded_by=user.pk)


class ImportBatch(models.Model):
    """One uploaded list on its way: read → checked → committed, or undone later."""

    class State(models.TextChoices):
        READING = "reading", _("being read")
        CHECKED = "checked", _("ready to commit")
        COMMITTING = "committing", _("being committed")
        COMMITTED = "committed", _("committed")
        UNDONE = "undone", _("undone")
        UNREADABLE = "unreadable", _("unreadable")

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("list"), max_length=20)
    filename = Line(_("file"), max_length=200)
    digest = models.CharField(max_length=64)
    # The file itself, encrypted, until it is committed: the commit checks it again against the data of that day.
    content = Sealed(default=b"")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READING)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    # What the reader recognised: sheet, header rows, columns, the date and unit written above the table.
    reading = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("loaded by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("loaded"), auto_now_add=True)
    committed_at = models.DateTimeField(_("committed"), null=True)

    objects = ImportBatchQuerySet.as_manager()

    privacy = Privacy(
        personal=("filename", "uploaded_by"),
        sensitive=("content",),
        neither=(
            "token",
            "kind",
            "digest",
            "state",
            "problem",
            "reading",
            "counts",
            "options",
            "job",
            "uploaded_at",
            "committed_at",
        ),
    )

    class Meta:
        verbose_name = _("loaded list")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("plumbing:import_detail", kwargs={"token": self.token})

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        batch = super().from_db(db, field_names, values, **more)
        # The names of those whom the list leaves out were read when it was checked.
        notice_keys((batch.__dict__.get("reading") or {}).get("left_out_keys", ()))
        return batch


class ImportRow(models.Model):
    """One row of a loaded list: what stood in it, what it would do, and what is wrong with it."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        REJECTED = "rejected", _("rejected")
        # A line that is no row, such as a total: nothing of a list goes without a word.
        SKIPPED = "skipped", _("skipped")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    # Where it stands in the list: two rows may have one number, from tables side by side or from two sheets.
    position = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField(_("row"))
    # The sheet, where several were read as one list.
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    title = models.CharField(max_length=200, blank=True)
    # A rejected row's cells as they stood (JSON), encrypted: lists hold national IDs. They go back to the clerk.
    cells = Sealed(default=b"")
    # [{"field", "label", "reason", "level": "error" | "warning" | "skipped"}]
    problems = models.JSONField(default=list)
    # {"field": [old, new]} for changed rows, as people read them.
    differences = models.JSONField(default=dict)

    # The stored household that the row is about, or that its problems name; None when it is of nobody known.
    about = models.BigIntegerField(null=True)

    privacy = Privacy(
        personal=("title", "problems", "about"),
        sensitive=("cells", "differences"),
        neither=("batch", "position", "number", "sheet", "outcome"),
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "outcome", "position"])]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        row = super().from_db(db, field_names, values, **more)
        if about := row.__dict__.get("about"):
            # What is stored stands beside what the list says.
            notice_keys([about])
        return row
