"""What is done to agencies."""

from __future__ import annotations

from collections.abc import Iterable

from plumbing import history
from teams.models import Account, Agency


def save_agencies(
    rows: Iterable[tuple[Agency | None, Agency]], *, by: Account | None, batch_id: int | None = None
) -> None:
    """Save new and changed agencies, given as (as it was, or None; as it is now)."""
    history.save_many(rows, by=by, batch_id=batch_id)
