"""How many rows look wrong, counted beforehand: home pages read these few rows instead of every household."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plumbing.privacy import Privacy
from teams.models import Area


class DataCheckCount(models.Model):
    """In one village so many rows look wrong for one reason (reports.data_checks). Nothing is stored for none."""

    code = models.CharField(_("code"), max_length=40)
    village = models.ForeignKey(Area, verbose_name=_("village"), on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(_("rows"))

    privacy = Privacy(neither=("code", "village", "number"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "code"], name="doubt_count_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.number}"


class DataCheckRun(models.Model):
    """The one row that a run of all checks holds while it counts, and what it has seen."""

    finished_at = models.DateTimeField(_("looked at"), null=True)
    # The newest change of the history that the run knew; without a newer one nothing can have become wrong.
    change_id = models.BigIntegerField(default=0)

    privacy = Privacy(neither=("finished_at", "change_id"))

    class Meta:
        constraints = [models.CheckConstraint(name="doubt_look_is_one_row", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.finished_at}"
