"""Who was shown whose data: one entry for each answer that told of households."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models.households import Household
from plumbing.fields import Line
from plumbing.privacy import Privacy
from plumbing.viewings import as_keys
from teams.access import Permission, User, may
from teams.models import Account


class ViewingQuerySet(models.QuerySet["Viewing"]):
    def visible_to(self, user: User) -> Self:
        """Return the entries that `user` may see: what colleagues looked at is for who looks after personal data."""
        return self if may(user, Permission.PROTECT_DATA) else self.none()

    def of(self, household: Household) -> Self:
        """Return the entries in which a household was among those that were shown."""
        return self.filter(households__contains=f",{household.pk},")


class Viewing(models.Model):
    """One answer of the portal that told somebody of households or of their people: a page, a list, a file.

    Written by `households.viewings.ViewingMiddleware` for every answer, whatever page it is. A list is one entry. It
    has its own table: the history would drown in it, and is read for other questions.
    """

    class How(models.TextChoices):
        PAGE = "page", _("page")
        LIST = "list", _("list")
        SEARCH = "search", _("search")
        FILE = "file", _("file")
        PRINT = "print", _("printed list")
        NATIONAL_ID = "id", _("national ID")

    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="viewings")
    address = models.GenericIPAddressField(_("address"), null=True)
    how = models.CharField(_("how"), max_length=6, choices=How)
    # Without what stood behind the question mark: people's names are searched for there.
    path = Line(_("page"), max_length=200)
    # Their keys as one text, ",3,12,": both databases find one of them in it, and a list of 50 takes 300 bytes.
    households = models.TextField()
    number = models.PositiveIntegerField(_("households"))
    # What else the same request did: the reason of an export stands in the history.
    request_id = models.CharField(max_length=36, blank=True)

    objects = ViewingQuerySet.as_manager()

    privacy = Privacy(personal=("at", "by", "address", "path", "households"), neither=("how", "number", "request_id"))

    class Meta:
        verbose_name = _("viewing of personal data")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["by", "at"], name="viewing_by_account"),
            models.Index(fields=["at"], name="viewing_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.path}"

    def keys(self) -> list[int]:
        return as_keys(self.households)
