"""Of whom a page tells: noticed while rows are read, whatever page it is and however it asks for them.

A model says by `Privacy.tells_of` which of its columns holds the key of the one whose data a row is (a household). The
rows of such a model, and entries of the history about them, are noticed when the database gives them; no view has a
part in it, so that none can forget it. What is told past rows (`values()`, counts) is found by the walk over all URLs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps

from plumbing.privacy import Privacy


class Noticed:
    """Whose data were read since `noticing` began."""

    def __init__(self) -> None:
        self.keys: set[int] = set()
        # Rows of which only their own key is known, by model: "households.person" → {3, 4}.
        self.rows: defaultdict[str, set[int]] = defaultdict(set)
        # Rows that were read with whose data they are: nobody need ask for those that are named as well.
        self.known: defaultdict[str, set[int]] = defaultdict(set)

    def add(self, row: Any) -> None:
        """Notice a row that the database gave."""
        known = row.__dict__
        column = row.privacy.tells_of
        if column not in known:
            # The query left the column out.
            self.rows[row._meta.label_lower].add(row.pk)
            return
        self.known[row._meta.label_lower].add(row.pk)
        if known[column] is not None:
            self.keys.add(known[column])

    def all_keys(self) -> set[int]:
        """Return the keys of all whose data were read; one query for the rows that were only named."""
        named = []
        for label in sorted(self.rows):
            rows = self.rows[label] - self.known[label]
            model = told_of(label)
            column = model.privacy.tells_of
            if column == "id":
                self.keys |= rows
            elif rows:
                named.append(model._base_manager.filter(pk__in=rows).order_by().values_list(column, flat=True))
        if named:
            self.keys.update(named[0].union(*named[1:]))
        return self.keys - {None}


noticed: ContextVar[Noticed | None] = ContextVar("noticed", default=None)


@contextmanager
def noticing() -> Iterator[Noticed]:
    """Notice whose data are read while the block runs."""
    found = Noticed()
    token = noticed.set(found)
    try:
        yield found
    finally:
        noticed.reset(token)


def notice_keys(keys: Iterable[int]) -> None:
    """Notice what is shown without being read again: a file that was made before, a list that was checked before."""
    if (found := noticed.get()) is not None:
        found.keys.update(keys)


def notice_row(label: str, pk: int | None) -> None:
    """Notice that something is told of the row `pk` of the model `label`, such as an entry of the history about it."""
    found = noticed.get()
    if found is not None and pk is not None and told_of(label) is not None:
        found.rows[label].add(pk)


def told_of(label: str) -> Any:
    """Return the model `label` if its rows tell of somebody; None otherwise, or when there is none (any more)."""
    try:
        model: Any = apps.get_model(label) if label else None
    except (LookupError, ValueError):
        return None
    privacy: Privacy | None = getattr(model, "privacy", None)
    return model if privacy is not None and privacy.tells_of else None


def as_text(keys: Iterable[int]) -> str:
    """Return keys as one text in which each can be looked for (`has_key`): ",3,12,"."""
    ordered = sorted(keys)
    return f",{','.join(map(str, ordered))}," if ordered else ""


def as_keys(text: str) -> list[int]:
    """Return the keys of a text that `as_text` made."""
    return [int(key) for key in text.split(",") if key]
