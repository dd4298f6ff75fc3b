"""The proof: counts everything again by a different way and names each difference.

Nothing here uses the indicators' querysets or the roll-up's SQL: raw rows are read as they are and counted in plain
Python, month by month, and areas are climbed by their dated containments, not by the stored paths. What each number
means is told a second time on purpose; when a meaning changes, both must.
"""

from reports.verify.difference import Difference
from reports.verify.ledger import wrong_ledgers
from reports.verify.villages import wrong_figures

__all__ = ["Difference", "differences"]


def differences() -> list[Difference]:
    """Return all that is stored and is not what the rows say."""
    return [*wrong_ledgers(), *wrong_figures()]
