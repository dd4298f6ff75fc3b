"""Months that were corrected after they were locked, said where their figures are read."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from activities.models import TeamMonth
from plumbing.dates import Period
from plumbing.models import Change
from reports.figures import Place
from teams.models import Account

MAX_NAMED = 6


def corrected_months(user: Account, place: Place, period: Period) -> dict[str, Any]:
    """Return the first of the period's months of teams in the place that were corrected, and of how many more."""
    made = Change.objects.filter(
        model=TeamMonth._meta.label_lower, object_id=OuterRef("pk"), action=Change.Action.CORRECTED
    )
    rows = TeamMonth.objects.visible_to(user).filter(
        # One that nobody ever submitted was never locked.
        Exists(made),
        state_at__isnull=False,
        month__range=(period.first_month, period.last_month),
        team__village__in=place.villages(period).values("pk"),
    )
    found = list(rows.select_related("team").order_by("month", "team__sort_key")[: MAX_NAMED + 1])
    more = rows.count() - MAX_NAMED if len(found) > MAX_NAMED else 0
    return {"months": found[:MAX_NAMED], "more": more} if found else {}
