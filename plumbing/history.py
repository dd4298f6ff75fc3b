"""The verbs that write records: each keeps the history in the same transaction as the row itself."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from plumbing.bulk import insert
from plumbing.fields import DerivedKey
from plumbing.models import Change, Record

Action = Change.Action
# Rows that are named in one query.
AT_ONCE = 5000
_AS_JSON = frozenset({str, int, bool, type(None)})
R = TypeVar("R", bound=Record)
Pair = tuple[Record | None, Record | None]

# Called in the transaction in which source rows were written. A higher app hooks in here, so that this one
# need not know it; what is to be done stands in `Change.objects.waiting()`.
on_recorded: list[Callable[[], None]] = []

# Called in the same transaction, before anything else hears of it: (rows of one model, each as it was and as it is,
# None where there was or is none; by; reason). A higher app raises Refused here for what no door may do.
guards: list[Callable[[Sequence[Pair], Any, str], None]] = []

# Set by the middleware: ties together all that one request did.
current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")
# Why somebody corrects what is closed; asked for once, whatever is written for it.
current_reason: ContextVar[str] = ContextVar("current_reason", default="")


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Write what the block writes for this reason, where the verbs are given no other."""
    token = current_reason.set(reason.strip() or current_reason.get())
    try:
        yield
    finally:
        current_reason.reset(token)


class StaleVersion(Exception):
    """Somebody else saved the row since the form was opened; `.current` is the row as it stands."""

    def __init__(self, current: Record) -> None:
        super().__init__("the row was changed meanwhile")
        self.current = current


def plain(value: Any) -> Any:
    """Return `value` as something JSON can hold."""
    if type(value) in _AS_JSON:
        return value
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    return value


@lru_cache(maxsize=128)
def _history_names(model: type[Record]) -> tuple[str, ...]:
    return tuple(field.attname for field in model.history_fields())


def values_of(row: Record) -> dict[str, Any]:
    """Return the row's fields as the history keeps them; masked fields show only that they have a value."""
    values = {}
    for name in _history_names(type(row)):
        value = getattr(row, name)
        values[name] = value if type(value) in _AS_JSON else plain(value)
    for name in row.history_masked:
        if values.get(name):
            values[name] = "•" * 8 + str(values[name])[-4:]
    return values


def entry(row: Record, *, action: str, by: Any, before: dict[str, Any], after: dict[str, Any], **more: Any) -> Change:
    """Return an unsaved history entry about `row`. `more`: reason, batch_id, old (the row as it was)."""
    area, month = row.place()
    old = more.pop("old", None)
    area_before, month_before = old.place() if old is not None else (None, None)
    return Change(
        at=timezone.now(),
        action=action,
        by_id=by.pk if by is not None else None,
        model=row._meta.label_lower,
        object_id=row.pk,
        title=str(row)[:200],
        before=before,
        after=after,
        area_id=area,
        month=month,
        area_before_id=area_before,
        month_before=month_before,
        is_source=row.feeds_figures and (area is not None or area_before is not None),
        request_id=current_request_id.get(),
        **more,
    )


def _record(entries: list[Change], pairs: Sequence[Pair], *, by: Any) -> None:
    """Save history entries about rows (as it was, as it is), with what must change together with them.

    Whoever counts is told when source rows are among them. Raises Refused when a guard does.
    """
    for guard in guards:
        guard(pairs, by, current_reason.get())
    rows = [row for pair in pairs for row in pair if row is not None]
    type(rows[0]).bring_up_to_date(rows)
    insert(entries)
    if any(one.is_source for one in entries):
        for callback in on_recorded:
            callback()


@transaction.atomic
def create(row: R, *, by: Any, reason: str = "", batch_id: int | None = None, parts: dict[str, Any] | None = None) -> R:
    """Save a new row and its history. `parts`: plain values of rows that belong to it (attendance, quantities)."""
    row.created_by = row.changed_by = by
    row.save(force_insert=True)
    after = values_of(row) | (parts or {})
    created = entry(row, action=Action.CREATED, by=by, before={}, after=after, reason=reason, batch_id=batch_id)
    _record([created], [(None, row)], by=by)
    return row


def held(row: R, version: int | None = None) -> R:
    """Return the row as it is stored, locked until the transaction ends.

    Raises StaleVersion when `version` (the one the form was opened with) is not the stored one.
    """
    old: R = type(row)._base_manager.select_for_update().get(pk=row.pk)
    if version is not None and old.version != version:
        raise StaleVersion(old)
    return old


def _stored(rows: Collection[Record]) -> dict[int, Record]:
    """Return the rows as they are stored, by their ids, locked: they may count elsewhere since they were read."""
    model = type(next(iter(rows)))
    stored = model._base_manager.order_by("pk").select_for_update(of=("self",))
    if model.place_through:
        stored = stored.select_related(*model.place_through)
    found: dict[int, Record] = {}
    ids = [row.pk for row in rows]
    for start in range(0, len(ids), AT_ONCE):
        found |= {row.pk: row for row in stored.filter(pk__in=ids[start : start + AT_ONCE])}
    return found


@transaction.atomic
def change(
    row: Record,
    *,
    by: Any,
    version: int | None = None,
    reason: str = "",
    batch_id: int | None = None,
    action: str = Action.CHANGED,
    parts: tuple[dict[str, Any], dict[str, Any]] = ({}, {}),
) -> bool:
    """Save a changed row and its history. Return whether anything differed.

    `parts`: plain values, before and after, of rows that belong to it (attendance, quantities).
    Raises StaleVersion as `held` does.
    """
    old = held(row, version)
    was, now = values_of(old) | parts[0], values_of(row) | parts[1]
    # Of both: a part that was taken away (a quantity) stands only in what was.
    differing = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
    if not differing and not _masked_differ(old, row):
        return False
    row.version = old.version + 1
    row.changed_by = by
    row.save()
    changed = entry(
        row,
        action=action,
        by=by,
        before={n: was.get(n) for n in differing},
        after={n: now.get(n) for n in differing},
        reason=reason,
        batch_id=batch_id,
        old=old,
    )
    # What belongs to the row counts in figures too, and stands in none of its own fields.
    pairs: list[Pair] = [(old, row)] if parts[0] == parts[1] else [(old, None), (None, row)]
    _record([changed], pairs, by=by)
    return True


def _masked_differ(old: Record, new: Record) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in new.history_masked)


@transaction.atomic
def void(row: Record, *, by: Any, reason: str, batch_id: int | None = None) -> None:
    """Take a row out of lists and figures, with who and why; nothing is destroyed."""
    # It may have moved, or been voided, since it was read.
    stored = held(row)
    if stored.is_voided:
        return
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, reason
    row.version = stored.version + 1
    row.save(update_fields=["voided_at", "voided_by", "void_reason", "version", "changed_at"])
    voided = entry(row, action=Action.VOIDED, by=by, before={}, after={}, reason=reason, batch_id=batch_id, old=stored)
    # Whoever voids a row says why; that is also why what is closed is corrected by it.
    with because(reason):
        _record([voided], [(stored, None)], by=by)


@transaction.atomic
def create_many(rows: Sequence[Record], *, by: Any, batch_id: int | None = None) -> None:
    """Save many new rows of one model and their history, in two statements."""
    if not rows:
        return
    by_id = by.pk if by is not None else None
    for row in rows:
        row.created_by_id = row.changed_by_id = by_id
    insert(rows)
    entries = [
        entry(row, action=Action.CREATED, by=by, before={}, after=values_of(row), batch_id=batch_id) for row in rows
    ]
    _record(entries, [(None, row) for row in rows], by=by)


@transaction.atomic
def change_many(
    rows: Iterable[tuple[Record, Record]],
    *,
    by: Any,
    batch_id: int | None = None,
    action: str = Action.CHANGED,
    reason: str = "",
) -> int:
    """Save many changed rows of one model, given as (as it was, as it is now). Return how many differed.

    Raises StaleVersion when one was changed since it was as it was.
    """
    written: list[Pair] = []
    changed: list[Record] = []
    entries: list[Change] = []
    names: set[str] = set()
    pairs = list(rows)
    stored = _stored([new for _old, new in pairs]) if pairs else {}
    for old, new in pairs:
        was, now = values_of(old), values_of(new)
        differing = {name for name in now if was[name] != now[name]}
        differing_masked = {n for n in new.history_masked if getattr(old, n) != getattr(new, n)}
        if not differing and not differing_masked:
            continue
        if old.version != stored[new.pk].version:
            raise StaleVersion(stored[new.pk])
        names |= differing | differing_masked
        new.version, new.changed_by, new.changed_at = stored[new.pk].version + 1, by, timezone.now()
        written.append((stored[new.pk], new))
        changed.append(new)
        entries.append(
            entry(
                new,
                action=action,
                by=by,
                before={n: was[n] for n in differing},
                after={n: now[n] for n in differing},
                batch_id=batch_id,
                reason=reason,
                old=stored[new.pk],
            )
        )
    if changed:
        # What an action worked out before it wrote, such as whether a number is somebody else's too.
        names |= {n for old, new in pairs for n in new.computed if getattr(old, n) != getattr(new, n)}
        _update(changed, names)
        _record(entries, written, by=by)
    return len(changed)


def _update(rows: list[Record], names: set[str]) -> None:
    """Save these fields of rows of one model."""
    # bulk_update skips pre_save, which computes the derived keys.
    derived = [f for f in rows[0]._meta.concrete_fields if isinstance(f, DerivedKey)]
    for row in rows:
        for field in derived:
            field.pre_save(row, False)
    fields = {rows[0]._meta.get_field(n).name for n in names} | {"version", "changed_by", "changed_at"}
    type(rows[0])._base_manager.bulk_update(rows, sorted(fields | {f.name for f in derived}), batch_size=500)


@transaction.atomic
def save_many(rows: Iterable[tuple[Record | None, Record]], *, by: Any, batch_id: int | None = None) -> None:
    """Save rows of one model, given as (as it was, or None when it is new; as it is now): those of a list, or one."""
    pairs = list(rows)
    if created := [new for old, new in pairs if old is None]:
        create_many(created, by=by, batch_id=batch_id)
    if changed := [(old, new) for old, new in pairs if old is not None]:
        change_many(changed, by=by, batch_id=batch_id)


@transaction.atomic
def void_many(rows: Sequence[Record], *, by: Any, reason: str, batch_id: int | None = None) -> None:
    """Take many rows of one model out of lists and figures, in two statements."""
    _mark_many(rows, by=by, reason=reason, batch_id=batch_id, at=timezone.now())


@transaction.atomic
def restore_many(rows: Sequence[Record], *, by: Any, reason: str, batch_id: int | None = None) -> None:
    """Bring many voided rows of one model back."""
    _mark_many(rows, by=by, reason=reason, batch_id=batch_id, at=None)


def _mark_many(rows: Sequence[Record], *, by: Any, reason: str, batch_id: int | None, at: dt.datetime | None) -> None:
    if not rows:
        return
    stored = _stored(rows)
    for row in rows:
        row.voided_at, row.voided_by, row.void_reason = at, (by if at else None), (reason if at else "")
        row.version, row.changed_at = stored[row.pk].version + 1, timezone.now()
    fields = ["voided_at", "voided_by", "void_reason", "version", "changed_at"]
    type(rows[0])._base_manager.bulk_update(rows, fields, batch_size=500)
    action = Action.VOIDED if at else Action.RESTORED
    more = {"reason": reason, "batch_id": batch_id}
    entries = [entry(row, action=action, by=by, before={}, after={}, old=stored[row.pk], **more) for row in rows]
    pairs: list[Pair] = [(stored[row.pk], None) if at else (None, row) for row in rows]
    _record(entries, pairs, by=by)


def note_corrections(rows: Sequence[Record], *, by: Any, reason: str, what: str) -> None:
    """Write down that figures of closed months (`rows`) were changed, why, and by which kind of row."""
    entries = []
    for row in rows:
        made = entry(row, action=Action.CORRECTED, by=by, before={}, after={"corrected": what}, reason=reason[:500])
        # The row itself did not change: nothing is to be counted again for it.
        made.is_source = False
        entries.append(made)
    insert(entries)


def note(
    action: str,
    *,
    by: Any,
    title: str,
    model: str = "",
    object_id: int | None = None,
    area_id: int | None = None,
    reason: str = "",
    after: dict[str, Any] | None = None,
    batch_id: int | None = None,
) -> Change:
    """Write down something that changed no row: a view of personal data, an export, an import."""
    return Change.objects.create(
        action=action,
        by=by,
        title=title[:200],
        model=model,
        object_id=object_id,
        area_id=area_id,
        reason=reason,
        after=after or {},
        batch_id=batch_id,
        request_id=current_request_id.get(),
    )


def note_view(row: Record, *, by: Any) -> Change:
    """Write down that somebody opened a row, where that decides what may be done to it.

    Who was shown personal data is written down without a word (plumbing.viewings).
    """
    label, area = row._meta.label_lower, row.place()[0]
    return note(Action.VIEWED, by=by, title=str(row), model=label, object_id=row.pk, area_id=area)
