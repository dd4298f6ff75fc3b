"""What reading one cell gives: a value with warnings, nothing, or a reason why it cannot be read."""

# ruff: noqa: SIM905 -- lists of many short words are read as words

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from plumbing.text import nfc, search_key, tidy_name

T = TypeVar("T")

# What clerks write where there is nothing to write.
_NOTHING = frozenset(
    "|-|--|---|–|—|/|...|…|.|khong|khong co|ko|ko co|k co|kg co|chua|chua co|chua ro|chua biet"
    "|khong ro|khong biet|khong nho|n/a|na|none".split("|")
)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value read from a cell; an empty cell has the value None. Warnings are sentences for a clerk."""

    value: T | None
    warnings: tuple[str, ...] = ()


class Unreadable(ValueError):
    """The cell holds something that cannot be used; `str()` is one sentence for a clerk."""


def is_nothing(raw: object) -> bool:
    """Tell whether a cell is empty or says in words that there is nothing ("không có", "-")."""
    if raw is None or raw == "":
        return True
    if not isinstance(raw, str):
        return False
    text = nfc(raw)
    return len(text) < 12 and search_key(text) in _NOTHING


def read_name(raw: object) -> Reading[str]:
    """Read a person's name, tidy. A name has letters, whatever else stands in it."""
    text = nfc(raw)
    name = tidy_name(text)
    if text and sum(map(str.isalpha, name)) < 2:
        raise Unreadable(_("“%(text)s” is no name of a person.") % {"text": text})
    return Reading(name or None)
