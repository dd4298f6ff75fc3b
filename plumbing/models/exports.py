"""Lists that are too long to be made while their reader waits."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line, Sealed
from plumbing.models.jobs import Job
from plumbing.privacy import Privacy

# They hold personal data, and are made again in a minute.
LIFETIME = dt.timedelta(days=1)


class ExportedListQuerySet(models.QuerySet):
    def visible_to(self, user: models.Model) -> Self:
        """Return the files that `user` asked for, while they are kept: they hold what only their reader may see."""
        return self.filter(asked_by=user.pk, asked_at__gte=timezone.now() - LIFETIME)

    def outdated(self) -> Self:
        return self.filter(asked_at__lt=timezone.now() - LIFETIME)


class ExportedList(models.Model):
    """A list as an Excel file, which the worker makes and one reader fetches within a day."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = Line(_("list"), max_length=200)
    # The page with its filters: the worker opens it with the rights of whoever asked.
    address = models.CharField(max_length=2000)
    content = Sealed(default=b"")
    # Whose data stand in it (plumbing.viewings): whoever fetches it is shown them all.
    shown = models.TextField(blank=True)
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="exported_list")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)

    objects = ExportedListQuerySet.as_manager()

    privacy = Privacy(
        personal=("address", "asked_by", "shown"), sensitive=("content",), neither=("token", "title", "job", "asked_at")
    )

    class Meta:
        verbose_name = _("exported list")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plumbing:export_detail", kwargs={"token": self.token})
