"""What the one who loads a list may write."""

from __future__ import annotations

from typing import Any

from teams.models import Area, area_scope, is_unbounded


def area_ids(user: Any) -> set[int] | None:
    """Return the ids of the areas in the user's scope; None when it has no bounds (the system, the whole office)."""
    if user is None or is_unbounded(user):
        return None
    return set(Area.objects.filter(area_scope(user, "")).values_list("pk", flat=True))


def covers(ids: set[int] | None, area_id: int | None) -> bool:
    return ids is None or area_id in ids
