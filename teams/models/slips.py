"""One-time passwords that wait to be printed: encrypted, for one printing, for one day."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import asdict, dataclass
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line, Sealed
from plumbing.models import Job
from plumbing.privacy import Privacy
from teams.models.accounts import Account

LIFETIME = dt.timedelta(days=1)


@dataclass(frozen=True)
class Slip:
    """What is handed to one person."""

    full_name: str
    username: str
    password: str
    role: str
    scope: str


class SlipSheetQuerySet(models.QuerySet["SlipSheet"]):
    def visible_to(self, user: Account) -> Self:
        """Return the sheets that `user` asked for: nobody else is ever shown these passwords."""
        return self.filter(made_by=user.pk)

    def forgotten(self) -> Self:
        """Return the sheets whose passwords are still there though their day is over."""
        return self.filter(made_at__lt=timezone.now() - LIFETIME).exclude(content=b"")


class SlipSheet(models.Model):
    """The one-time passwords of some accounts, until they are printed once."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = Line(_("what"), max_length=200)
    made_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    printed_at = models.DateTimeField(_("printed"), null=True)
    count = models.PositiveIntegerField(_("accounts"), default=0)
    # Emptied by printing, or by the clock.
    content = Sealed(default=b"")
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="slip_sheet")

    objects = SlipSheetQuerySet.as_manager()

    privacy = Privacy(
        personal=("made_by",),
        sensitive=("content",),
        neither=("token", "title", "made_at", "printed_at", "count", "job"),
    )

    class Meta:
        verbose_name = _("slips")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("teams:slip_sheet_detail", kwargs={"token": self.token})

    @property
    def is_waiting(self) -> bool:
        """Tell whether the passwords are still there to be printed."""
        return bool(self.content)

    def put(self, slips: list[Slip]) -> None:
        self.content = json.dumps([asdict(slip) for slip in slips]).encode()
        self.count = len(slips)

    def slips(self) -> list[Slip]:
        return [Slip(**slip) for slip in json.loads(bytes(self.content))] if self.content else []
