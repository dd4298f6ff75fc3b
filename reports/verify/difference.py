"""What a proof finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from teams.models import Area

Key = tuple[int, dt.date, str]  # area, first day of the month, indicator
ZERO = Decimal(0)


@dataclass(frozen=True)
class Difference:
    """Something that is stored and is not what the rows say."""

    what: str
    stored: str
    counted: str

    def __str__(self) -> str:
        return f"{self.what}: stored {self.stored}, counted {self.counted}"


def differ(one: Decimal, other: Decimal) -> bool:
    """Tell whether two numbers differ by more than the hundredth that a figure keeps."""
    return abs(one - other) >= Decimal("0.005")


def wrong_numbers(stored: Mapping[Key, Decimal], counted: Mapping[Key, Decimal]) -> Iterator[Difference]:
    """Find the figures that differ, and those that are kept although they are zero."""
    wrong = [
        key
        for key in stored.keys() | counted.keys()
        if differ(stored.get(key, ZERO), counted.get(key, ZERO)) or stored.get(key) == 0
    ]
    names = names_of({area for area, _month, _code in wrong})
    for area, month, code in sorted(wrong, key=lambda key: (key[1], key[0], key[2])):
        key = (area, month, code)
        yield Difference(
            f"{names[area]} · {month:%Y-%m} · {code}", shown(stored.get(key, ZERO)), shown(counted.get(key, ZERO))
        )


def names_of(areas: set[int]) -> dict[int, str]:
    return {area.pk: f"{area.name} ({area.code})" for area in Area.objects.filter(pk__in=areas)}


def shown(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.normalize():f}"
