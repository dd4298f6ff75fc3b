"""What is done to teams."""

from __future__ import annotations

from collections.abc import Iterable

from plumbing import history
from teams.models import Account, Team


def save_teams(rows: Iterable[tuple[Team | None, Team]], *, by: Account | None, batch_id: int | None = None) -> None:
    """Save new and changed teams, given as (as it was, or None; as it is now)."""
    history.save_many(rows, by=by, batch_id=batch_id)
