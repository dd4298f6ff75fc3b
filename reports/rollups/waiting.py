"""Freshness: counts again what changed since, and only that.

The history is the feed: `Change.objects.waiting()` are the changes of source rows that no roll-up has taken. They are
marked in the same transaction in which their months are counted again, so a crash loses nothing, and whoever comes
next finds whatever is left. Only one roll-up counts at a time (`RollUp.hold`); ringing it twice is harmless.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from plumbing.dates import add_months, month_range
from plumbing.models import Change
from reports.indicators import Indicator, Source, all_indicators, settings_used, sources
from reports.models import Figure, RollUp
from reports.rollups import months as calendar
from reports.rollups import statements
from reports.rollups.places import villages_now
from teams.models import AreaPath

# Changes taken at once; what is left waits for the next round.
BATCH = 20_000
# Above this it is quicker to count all villages than to name them.
MAX_NAMED_VILLAGES = 400
MARKED_AT_ONCE = 5000

# (id, model, object, area now, month now, area before, month before)
Entry = tuple[int, str, int | None, int | None, dt.date | None, int | None, dt.date | None]


@dataclass(frozen=True)
class Basis:
    """What figures stand on besides the rows that the history tells of."""

    paths_id: int
    settings_used: str

    @classmethod
    def today(cls) -> Basis:
        newest = AreaPath.objects.aggregate(newest=Max("pk"))["newest"] or 0
        return cls(newest, settings_used())

    @classmethod
    def of(cls, state: RollUp) -> Basis:
        return cls(state.paths_id, state.settings_used)


@dataclass
class Work:
    """What is to be counted again in one month."""

    villages: set[int] = field(default_factory=set)
    source_names: set[str] = field(default_factory=set)


def take_waiting() -> int:
    """Count what the waiting changes touch, and the months that nobody has counted yet. Return the changes taken."""
    taken = 0
    # Asked every few seconds: when there is nothing to do, nothing is locked.
    if not Change.objects.waiting().exists() and not _months_to_count_whole(RollUp.current(), Basis.today()):
        return 0
    while True:
        number = _take_batch()
        taken += number
        if number < BATCH:
            return taken


@transaction.atomic
def _take_batch() -> int:
    state = RollUp.hold()
    # Before anything is counted: paths that change meanwhile are not those that the figures were added up along.
    basis = Basis.today()
    changes: list[Entry] = list(
        Change.objects.waiting()
        .order_by("id")
        .values_list("id", "model", "object_id", "area_id", "month", "area_before_id", "month_before")[:BATCH]
    )
    grouped = sources(all_indicators())
    whole = _months_to_count_whole(state, basis)
    _drop_before_the_data_begin()
    plan = _plan(changes, grouped, whole)
    for month in whole:
        count_month(month, grouped)
    for month in sorted(plan):
        count_month(month, grouped, plan[month])
    _mark([row[0] for row in changes])
    if changes or whole or state.finished_at is None:
        _finish(state, basis)
    return len(changes)


def roll_up(month_list: Iterable[dt.date]) -> None:
    """Count whole months again, from all rows."""
    with transaction.atomic():
        state = RollUp.hold()
        grouped = sources(all_indicators())
        for month in month_list:
            count_month(month, grouped)
        _finish(state)


def roll_up_all() -> list[dt.date]:
    """Count every month again and drop what lies outside. Return the months."""
    month_list = calendar.all_months()
    with transaction.atomic():
        state = RollUp.hold()
        basis = Basis.today()
        grouped = sources(all_indicators())
        Figure.objects.exclude(month__in=month_list).delete()
        for month in month_list:
            count_month(month, grouped)
        _finish(state, basis)
    return month_list


def count_month(month: dt.date, grouped: dict[str, list[Indicator]], work: Work | None = None) -> None:
    """Count one month again: all of it, or only the villages and sources of `work`."""
    villages: Collection[int] | None = None
    names: Collection[str] = grouped
    if work is not None:
        names = [name for name in grouped if name in work.source_names]
        villages = sorted(work.villages) if len(work.villages) <= MAX_NAMED_VILLAGES else None
    groups = [grouped[name] for name in names]
    is_whole = len(groups) == len(grouped)
    statements.write_villages(month, groups, villages, is_whole=is_whole)
    statements.write_above(month, groups, villages, is_whole=is_whole)
    statements.drop_zeros(month)


def _plan(
    changes: Collection[Entry],
    grouped: dict[str, list[Indicator]],
    whole: Collection[dt.date],
) -> dict[dt.date, Work]:
    """Return what to count again in which month; many changes of one village and month become one."""
    places: dict[tuple[str, dt.date | None], set[int]] = defaultdict(set)
    now = villages_now((model, pk) for _id, model, pk, *_ in changes)
    for _id, model, pk, area, month, area_before, month_before in changes:
        places[model, month] |= now.get((model, pk), set()) | ({area} if area is not None else set())
        if area_before is not None:
            places[model, month_before].add(area_before)
    plan: dict[dt.date, Work] = defaultdict(Work)
    known = calendar.all_months()
    for (model, month), villages in places.items():
        for source in _fed_by(model, grouped):
            for touched in _felt_in(source, month, known):
                if touched not in whole:
                    plan[touched].villages |= villages
                    plan[touched].source_names.add(source.name)
    return plan


def _fed_by(model: str, grouped: dict[str, list[Indicator]]) -> list[Source]:
    """Return the sources that a model feeds; all of them for a model that none knows, to be on the safe side."""
    every = [indicators[0].source for indicators in grouped.values()]
    return [source for source in every if model in source.models] or every


def _felt_in(source: Source, month: dt.date | None, known: list[dt.date]) -> list[dt.date]:
    if month is None:
        return known
    if source.is_lasting:
        return [one for one in known if one >= month]
    return [month] if month in known else []


def _months_to_count_whole(state: RollUp, basis: Basis) -> list[dt.date]:
    """Return the months that must be counted from all rows: a new month began, older data came, boundaries moved or
    a setting was changed.
    """
    known = calendar.all_months()
    first, last = calendar.counted_months()
    if first is None or last is None or basis != Basis.of(state):
        return known
    before = month_range(known[0], add_months(first, -1)) if known and known[0] < first else []
    after = month_range(add_months(last, 1), known[-1]) if known and last < known[-1] else []
    return before + after


def _drop_before_the_data_begin() -> None:
    """Delete the figures of months that lie before the oldest row: the row that opened them was voided or moved."""
    first, _last = calendar.counted_months()
    begins = calendar.first_month() or dt.date.max
    if first is not None and first < begins:
        Figure.objects.filter(month__lt=begins).delete()


def _mark(ids: list[int]) -> None:
    for start in range(0, len(ids), MARKED_AT_ONCE):
        Change.objects.filter(pk__in=ids[start : start + MARKED_AT_ONCE]).update(rolled_up_at=timezone.now())


def _finish(state: RollUp, basis: Basis | None = None) -> None:
    """Write down that figures are counted; `basis`: what all of them stand on now."""
    state.finished_at = timezone.now()
    if basis is not None:
        state.paths_id, state.settings_used = basis.paths_id, basis.settings_used
    state.save()
