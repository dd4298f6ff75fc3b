"""What the one who loads a list may write."""

from __future__ import annotations

from typing import Any

from teams.access import Scope, area_scope, role_of
from teams.models import Area


def area_ids(user: Any) -> set[int] | None:
    """Return the ids of the areas in the user's scope; None when it has no bounds (the system, the whole office)."""
    if user is None:
        return None
    card = role_of(user)
    if card is not None and (card.scope == Scope.EVERYTHING or (card.scope == Scope.AREA and user.area_id is None)):
        return None
    return set(Area.objects.filter(area_scope(user, "")).values_list("pk", flat=True))


def covers(ids: set[int] | None, area_id: int | None) -> bool:
    return ids is None or area_id in ids
