"""Finding anything by a few letters: each app says what can be found in it, `config` puts the list together.

A `Finder` is one kind of thing. What it finds starts from `visible_to(user)`, like the list that it leads to: a name
out of scope is neither among the hits nor in their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window
from django.utils.functional import Promise

from plumbing.listing import LONGEST, SearchFilter
from plumbing.text import nfc, search_key

# One letter stands in nearly every name.
MIN_LETTERS = 2
# The text stands somewhere else than at the beginning of a word of the name.
ELSEWHERE = 3


@dataclass(frozen=True)
class Hit:
    """One thing that was found: what it is called, what tells it from its namesakes, where it opens."""

    title: str
    detail: str
    url: str
    icon: str = ""


@dataclass(frozen=True)
class Found:
    """The first hits of a kind, and how many there are in all."""

    hits: Sequence[Hit] = ()
    total: int = 0
    # How well the best one fits; 0 is best.
    rank: int = 0


@dataclass(frozen=True)
class Finder:
    """A kind of thing that can be found: `search(user, text, limit)`; `is_for(user)` says whose search has it."""

    name: str
    label: str | Promise
    icon: str
    search: Callable[[Any, str, int], Found]
    is_for: Callable[[Any], bool]
    # The list that shows all of them by `?q=`; empty when there is none.
    list_url: Callable[[], str] | None = None
    fewest_letters: int = MIN_LETTERS


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    finder: Finder
    hits: Sequence[Hit]
    total: int
    all_url: str

    @property
    def more(self) -> int:
        return self.total - len(self.hits)


def one_line(*parts: Any) -> str:
    """Return what is known of `parts` as one line."""
    return " · ".join(str(part) for part in parts if part)


def search_text(text: str) -> str:
    """Return what was typed, as it is searched for and shown again."""
    return nfc(text[:LONGEST])


def find(finders: Iterable[Finder], user: Any, text: str, limit: int) -> list[Group]:
    """Return the kinds of which something was found, each with its first `limit` hits; first those whose names fit."""
    groups = []
    for finder in finders:
        if len(text) < finder.fewest_letters or not finder.is_for(user):
            continue
        found = finder.search(user, text, limit)
        if found.total:
            url = f"{finder.list_url()}?{urlencode({'q': text})}" if finder.list_url else ""
            groups.append((found.rank == ELSEWHERE, Group(finder, found.hits, found.total, url)))
    return [group for _elsewhere, group in sorted(groups, key=lambda pair: pair[0])]


def found_rows(
    rows: QuerySet[Any],
    text: str,
    limit: int,
    *,
    search: SearchFilter,
    hit: Callable[[Any], Hit],
    key: str = "search_key",
    order: Sequence[str] = ("sort_key",),
) -> Found:
    """Return the best `limit` of the rows that the list's own search finds, and how many it finds, in one query.

    `key` is the column with the search key of the name: names that begin with the text come first, then those in
    which it is a word, then those in which a word begins with it.
    """
    chosen = search.filter(rows, text).annotate(_rank=rank(key, text), _total=Window(Count("*")))
    best = list(chosen.order_by("_rank", *order, "pk")[:limit])
    return Found([hit(row) for row in best], best[0]._total, best[0]._rank) if best else Found()


def rank(key: str, text: str) -> Case:
    """Return, for an annotation, how well the search key in the column `key` fits; 0 is best."""
    wanted = search_key(text)
    is_word = Q(**{f"{key}__contains": f" {wanted} "}) | Q(**{f"{key}__endswith": f" {wanted}"})
    return Case(
        When(Q(**{f"{key}__startswith": wanted}), then=Value(0)),
        When(is_word, then=Value(1)),
        When(Q(**{f"{key}__contains": f" {wanted}"}), then=Value(2)),
        default=Value(ELSEWHERE),
        output_field=IntegerField(),
    )


def fits(words: str, text: str) -> int | None:
    """Say the same of words that stand in the code: how well they fit, None when not every word begins one."""
    key, wanted = search_key(words), search_key(text)
    if not all(f" {word}" in f" {key}" for word in wanted.split()):
        return None
    return 0 if key.startswith(wanted) else 1 if f" {wanted} " in f" {key} " else 2
