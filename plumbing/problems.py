"""What a rule finds: the same sentence for a form, an action and an import."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not right with a field, as a sentence for the person who typed it. "" is the whole row."""

    field: str
    text: str
