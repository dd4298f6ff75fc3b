"""For whom cadres work: each for one agency, or none, on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from plumbing.privacy import Privacy
from plumbing.stays import Stay
from teams.models.agencies import Agency

if TYPE_CHECKING:
    from teams.models.cadres import Cadre

# A posting whose first day is not known counts as always there.
UNKNOWN_START = dt.date(1900, 1, 1)


class Posting(Stay):
    """`cadre` works for `agency` (for none that is known) from a day to a day. `Cadre.agency` is the last one's."""

    owner = "cadre"

    cadre = models.ForeignKey("teams.Cadre", verbose_name=_("cadre"), on_delete=models.PROTECT, related_name="postings")
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, null=True, blank=True, related_name="postings"
    )

    privacy = Privacy(personal=("cadre", "agency", "valid_from", "valid_to"))

    class Meta(Stay.Meta):
        verbose_name = _("posting")
        indexes = [models.Index(fields=["cadre", "valid_from"], name="posting_of_day")]

    def __str__(self) -> str:
        return str(self.agency or "–")

    @classmethod
    def first_of(cls, owners: Sequence[Cadre]) -> list[Self]:
        return [cls.first(one, agency_id=one.agency_id, valid_from=UNKNOWN_START) for one in owners]
