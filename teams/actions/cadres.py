"""What is done to cadres."""

from __future__ import annotations

from collections.abc import Iterable

from plumbing import history
from teams.models import Account, Cadre


def save_cadres(rows: Iterable[tuple[Cadre | None, Cadre]], *, by: Account | None, batch_id: int | None = None) -> None:
    """Save new and changed cadres, given as (as it was, or None; as it is now)."""
    history.save_many(rows, by=by, batch_id=batch_id)
