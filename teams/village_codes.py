"""Codes of villages, which have no official one: a number below the code of their commune."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class VillageCodes:
    """Gives villages the next free code of their commune: 03169.01, 03169.02 … `taken` are the codes in use."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._highest: dict[str, int] = defaultdict(int)
        for code in taken:
            commune, _dot, number = code.rpartition(".")
            if commune and number.isdecimal():
                self._highest[commune] = max(self._highest[commune], int(number))

    def take(self, commune: str) -> str:
        """Return the next code below that of `commune`; the one after it is another."""
        self._highest[commune] += 1
        return f"{commune}.{self._highest[commune]:02}"
