"""The one row that says: this database holds a demo."""

from __future__ import annotations

from functools import lru_cache

from plumbing import history
from plumbing.models import Change

DEMO_FLAG = "reports.demo"


@lru_cache(maxsize=1)
def is_demo_database() -> bool:
    """Return whether the demo was loaded here. Asked once in a process: a demo never turns into real data."""
    return Change.objects.filter(model=DEMO_FLAG).exists()


def flag_as_demo(scale: str, seed: int) -> None:
    """Write the row."""
    history.note(
        Change.Action.IMPORTED, by=None, title="Dữ liệu mẫu", model=DEMO_FLAG, after={"scale": scale, "seed": seed}
    )
    is_demo_database.cache_clear()
