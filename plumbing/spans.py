"""Stretches of months in which a row counts for an area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from plumbing.dates import add_months, month_end, month_of

# No month of a team lies before or after them.
FIRST_MONTH = dt.date(1900, 1, 1)
LAST_MONTH = dt.date(9998, 12, 1)


class Span(NamedTuple):
    """From the first to the last of some months, both of them counted, in an area (its id)."""

    area: int
    first: dt.date = FIRST_MONTH
    last: dt.date = LAST_MONTH


def present_at_month_ends(area: int, since: dt.date | None, until: dt.date | None) -> list[Span]:
    """Return the months on whose last day something is there that came on `since` and is there last on `until`."""
    first = month_of(since) if since else FIRST_MONTH
    last = LAST_MONTH
    if until is not None:
        last = month_of(until) if until == month_end(until) else add_months(until, -1).replace(day=1)
    return [Span(area, first, last)] if first <= last else []


def apart(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    """Return the months that lie in one of the two and not in the other."""
    ours, theirs = list(one), list(other)
    found = []
    for area in sorted({span.area for span in [*ours, *theirs]}):
        mine = [span for span in ours if span.area == area]
        yours = [span for span in theirs if span.area == area]
        edges = sorted({edge for span in [*mine, *yours] for edge in (span.first, add_months(span.last, 1))})
        for begins, ends in pairwise(edges):
            if _covers(mine, begins) != _covers(yours, begins):
                found.append(Span(area, begins, add_months(ends, -1)))
    return found


def _covers(spans: Iterable[Span], month: dt.date) -> bool:
    return any(span.first <= month <= span.last for span in spans)
