"""How far the figures are counted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plumbing.privacy import Privacy


class RollUp(models.Model):
    """The one row that a roll-up holds while it counts, so that two never write the same figures at once."""

    # When a roll-up last finished; None before the first.
    finished_at = models.DateTimeField(_("figures counted"), null=True)
    # The newest AreaPath that the figures were added up along: another one means that boundaries changed.
    paths_id = models.BigIntegerField(default=0)
    # The settings that they were counted by (reports.indicators.settings_used).
    settings_used = models.CharField(max_length=200, default="")

    privacy = Privacy(neither=("finished_at", "paths_id", "settings_used"))

    class Meta:
        constraints = [models.CheckConstraint(name="roll_up_is_one_row", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.finished_at}"

    @classmethod
    def hold(cls) -> RollUp:
        """Return the row, locked until the transaction ends; whoever else wants it waits."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)

    @classmethod
    def current(cls) -> RollUp:
        """Return the row to read from."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
