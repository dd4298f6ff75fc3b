"""How large a demo is, and its random numbers: everything made up comes from one seed."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from plumbing.dates import add_months, month_of, month_range

# Nậm Pồ itself has the 121 teams of the press; the other former districts about eight a commune.
NAM_PO = "103"
TEAMS_OF_NAM_PO = 121
TEAMS_A_COMMUNE = 8

SCALES = {
    "district": (NAM_PO,),
    "province": (NAM_PO, "094", "095", "096", "097", "098", "099", "100", "101", "102"),
}


@dataclass(frozen=True)
class Plan:
    """What is to be made up. Tests make it tiny; the defaults are the demo district."""

    seed: int = 2022
    districts: tuple[str, ...] = (NAM_PO,)
    # Teams of Nậm Pồ; None for a number that fits the communes.
    teams: int = TEAMS_OF_NAM_PO
    # Complete months before the current one.
    months: int = 24
    households_a_village: int = 40
    agencies: int = 60
    today: dt.date = field(default_factory=dt.date.today)

    @property
    def this_month(self) -> dt.date:
        return month_of(self.today)

    @property
    def first_month(self) -> dt.date:
        return add_months(self.this_month, -self.months)

    @property
    def all_months(self) -> list[dt.date]:
        """The complete months and the current one."""
        return month_range(self.first_month, self.this_month)

    @property
    def set_up_on(self) -> dt.date:
        """The day on which the office entered the teams."""
        return self.first_month - dt.timedelta(days=12)

    def rng(self, *about: object) -> random.Random:
        """Return random numbers of its own for each thing, so that one more team changes nothing about the others."""
        key = ":".join(str(part) for part in (self.seed, *about))
        return random.Random(key)  # noqa: S311 -- made-up data, no secret


def shares(total: int, parts: int) -> list[int]:
    """Split `total` into `parts` uneven but fixed shares."""
    base, rest = divmod(total, parts)
    sizes = [base + (1 if i < rest else 0) for i in range(parts)]
    if base > 3:
        for i in range(0, parts - 1, 2):
            shift = (i // 2) % 4
            sizes[i] += shift
            sizes[i + 1] -= shift
    return sizes
