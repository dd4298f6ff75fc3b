"""The proof: counts everything again by a different way and names each difference.

Nothing here uses the indicators' querysets, the roll-up's SQL, or what these say of days and months: raw rows are
read as they are and counted in plain Python, and areas are climbed by their dated containments, not by the stored
paths. What each number means is told a second time on purpose; when a meaning changes, both must.
"""

from collections.abc import Iterator
from itertools import chain

from reports.verify.difference import Difference
from reports.verify.ledger import wrong_homes, wrong_ledgers
from reports.verify.reading import wrong_readings
from reports.verify.sums import wrong_sums
from reports.verify.tree import wrong_paths
from reports.verify.villages import wrong_villages

__all__ = ["Difference", "differences", "found"]


def found() -> Iterator[Difference]:
    """Find all that is stored and is not what the rows say, as it comes up."""
    return chain(wrong_ledgers(), wrong_homes(), wrong_paths(), wrong_villages(), wrong_sums(), wrong_readings())


def differences() -> list[Difference]:
    return list(found())
