"""The one history: who did what to which row, and at the same time the change feed of the figures."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plumbing.privacy import Privacy
from plumbing.viewings import notice_row


class ChangeQuerySet(models.QuerySet):
    """Questions about the history."""

    def about(self, row: models.Model) -> Self:
        """Return the history of one row, newest first."""
        return self.filter(model=row._meta.label_lower, object_id=row.pk).order_by("-id")

    def waiting(self) -> Self:
        """Return the changes of source rows that no roll-up has taken yet."""
        return self.filter(is_source=True, rolled_up_at__isnull=True)

    def with_people(self) -> Self:
        return self.select_related("by")


class Change(models.Model):
    """One entry of the history. Append-only: nothing in the portal edits or deletes one, save the roll-up's mark."""

    class Action(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        VOIDED = "voided", _("voided")
        RESTORED = "restored", _("restored")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")
        LOCKED = "locked", _("locked")
        REOPENED = "reopened", _("reopened")
        VIEWED = "viewed", _("viewed personal data")
        EXPORTED = "exported", _("exported")
        IMPORTED = "imported", _("imported")
        UNDONE = "undone", _("import undone")
        # About a closed month, each time that its figures were changed all the same.
        CORRECTED = "corrected", _("corrected")

    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    action = models.CharField(_("what was done"), max_length=12, choices=Action)
    # A plain label and number instead of a generic key: the history outlives the models it speaks of.
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    title = models.CharField(_("row"), max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    # Which import wrote it (plumbing.ImportBatch), so that a loaded file can be undone as one.
    batch_id = models.BigIntegerField(null=True)
    # Where the row counted before and where it counts now: the ids of areas and the first days of months.
    area_before_id = models.BigIntegerField(null=True)
    month_before = models.DateField(null=True)
    area_id = models.BigIntegerField(null=True)
    month = models.DateField(null=True)
    is_source = models.BooleanField(default=False)
    rolled_up_at = models.DateTimeField(null=True)

    objects = ChangeQuerySet.as_manager()

    privacy = Privacy(
        personal=("by", "title", "reason"),
        sensitive=("before", "after"),
        neither=(
            "at",
            "action",
            "model",
            "object_id",
            "request_id",
            "batch_id",
            "area_before_id",
            "month_before",
            "area_id",
            "month",
            "is_source",
            "rolled_up_at",
        ),
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["model", "object_id"], name="change_of_row"),
            models.Index(fields=["batch_id"], name="change_of_batch", condition=Q(batch_id__isnull=False)),
            models.Index(
                fields=["id"],
                name="change_waiting",
                condition=Q(is_source=True, rolled_up_at__isnull=True),
            ),
            models.Index(fields=["area_id", "id"], name="change_of_area"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.title}"

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        entry = super().from_db(db, field_names, values, **more)
        known = entry.__dict__
        # An entry carries the name of its row, and what stood in it.
        notice_row(known.get("model", ""), known.get("object_id"))
        return entry
