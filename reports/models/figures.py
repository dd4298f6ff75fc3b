"""The one table that every dashboard, list and report reads its numbers from."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plumbing.privacy import Privacy
from teams import access
from teams.models import Account, Area, area_scope


class FigureQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> Self:
        if not access.may(user, access.Permission.VIEW_FIGURES):
            return self.none()
        return self.filter(area_scope(user, "area"))

    def between(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(month__gte=first, month__lte=last)


class Figure(models.Model):
    """The value of one indicator in one area and month. Written by `reports.rollups` only; no row means zero.

    Ratios are never stored: they are divided when read.
    """

    area = models.ForeignKey(Area, verbose_name=_("area"), on_delete=models.CASCADE, related_name="figures")
    month = models.DateField(_("month"))
    indicator = models.CharField(_("indicator"), max_length=40)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=2)

    objects = FigureQuerySet.as_manager()

    privacy = Privacy(neither=("area", "month", "indicator", "value"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "month", "indicator"], name="figure_once"),
            models.CheckConstraint(name="figure_month_is_its_first_day", condition=Q(month__day=1)),
        ]
        # The roll-up writes month by month.
        indexes = [models.Index(fields=["month", "area"], name="figure_of_month")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.month:%m/%Y} {self.indicator}: {self.value}"
