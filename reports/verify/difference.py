"""What a proof finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """Something that is stored and is not what the rows say."""

    what: str
    stored: str
    counted: str

    def __str__(self) -> str:
        return f"{self.what}: stored {self.stored}, counted {self.counted}"
