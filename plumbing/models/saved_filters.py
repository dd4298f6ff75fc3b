"""Filters of a list that somebody keeps under a name: the account's own, like the columns of a device."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line
from plumbing.privacy import Privacy

# For each list of an account; more would be a list of their own.
MOST_SAVED = 20
LONGEST = {"page": 200, "name": 60, "query": 1000}


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user: models.Model) -> Self:
        """Return those of `user`: what somebody looks for, such as a name, is nobody else's to see."""
        return self.filter(owner=user.pk)


class SavedFilter(models.Model):
    """The filters and the order of one list, as the end of its address."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=LONGEST["page"])
    name = Line(_("name"), max_length=LONGEST["name"])
    query = models.CharField(max_length=LONGEST["query"])

    objects = SavedFilterQuerySet.as_manager()

    privacy = Privacy(personal=("owner", "name", "query"), neither=("page",))

    class Meta:
        verbose_name = _("saved filter")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.page}?{self.query}"
