"""Writes the made-up rows with their history, as if they had been typed over the months."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db import models

from plumbing import history
from plumbing.models import Change, Record
from plumbing.stays import ONE_DAY, Stay
from reports.demo.plan import Plan

Row = TypeVar("Row", bound=Record)


@contextmanager
def own_times() -> Iterator[None]:
    """Let rows keep the times that they are given: a history written all in one second would show nothing.

    For a command that has the process to itself.
    """
    fields = [
        f for model in apps.get_models() for f in model._meta.concrete_fields if isinstance(f, models.DateTimeField)
    ]
    automatic = [(f, f.auto_now, f.auto_now_add) for f in fields if f.auto_now or f.auto_now_add]
    for field, _, _ in automatic:
        field.auto_now = field.auto_now_add = False
    try:
        yield
    finally:
        for field, auto_now, auto_now_add in automatic:
            field.auto_now, field.auto_now_add = auto_now, auto_now_add


class HistoryWriter:
    """Collects the history of all rows and writes it in the order of time."""

    def __init__(self, plan: Plan) -> None:
        self.today, self.rng = plan.today, plan.rng("journal")
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self.entries: list[Change] = []

    def moment(self, day: dt.date) -> dt.datetime:
        """Return a time of day in office hours; never one that lies ahead."""
        if day >= self.today:
            return dt.datetime.combine(self.today, dt.time(0, 5), self.zone)
        return dt.datetime.combine(day, dt.time(self.rng.randint(7, 17), self.rng.randint(0, 59)), self.zone)

    def stamp(self, row: Row, *, on: dt.date, by: Any) -> Row:
        """Return the row with its key, its time and its author."""
        row.uuid = uuid.UUID(int=self.rng.getrandbits(128), version=4)
        row.created_at = row.changed_at = self.moment(on)
        row.created_by = row.changed_by = by
        return row

    def write(self, rows: Sequence[Record], parts: Mapping[uuid.UUID, dict[str, Any]] | None = None) -> None:
        """Save stamped rows of one model, each with the entry of its creation.

        `parts`: by a row's uuid, plain values of rows that belong to it (attendance, quantities).
        """
        self.save(rows)
        for row in rows:
            after = history.values_of(row) | (parts or {}).get(row.uuid, {})
            self.note(row, Change.Action.CREATED, by=row.created_by, at=row.created_at, after=after)

    def save(self, rows: Sequence[Record]) -> None:
        """Save rows of one model whose entries the caller keeps."""
        if rows:
            type(rows[0])._base_manager.bulk_create(rows, batch_size=1000)
            type(rows[0]).bring_up_to_date(rows)

    def note(
        self,
        row: Record,
        action: str,
        *,
        by: Any,
        at: dt.datetime,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """Keep one entry of the history for later."""
        entry = history.entry(row, action=action, by=by, before=before or {}, after=after or {}, reason=reason)
        entry.at = at
        self.entries.append(entry)

    def set(self, row: Record, *, on: dt.date, by: Any, **values: Any) -> None:
        """Change some fields of a stored row on a day."""
        was = history.values_of(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.version, row.changed_at, row.changed_by = row.version + 1, self.moment(on), by
        row.save(update_fields=[*values, "version", "changed_at", "changed_by"])
        now = history.values_of(row)
        differing = [name for name in now if now[name] != was[name]]
        before, after = ({name: of[name] for name in differing} for of in (was, now))
        self.note(row, Change.Action.CHANGED, by=by, at=row.changed_at, before=before, after=after)

    def go_on(self, now: Stay, following: Stay, *, by: Any) -> None:
        """Let a stay end on the day before the next one begins."""
        on = following.valid_from
        self.set(now, on=on, by=by, valid_to=on - ONE_DAY)
        self.write([self.stamp(following, on=on, by=by)])

    def close(self) -> int:
        """Write the history in the order of time. Return how many entries it has."""
        self.entries.sort(key=lambda entry: entry.at)
        Change.objects.bulk_create(self.entries, batch_size=2000)
        written, self.entries = len(self.entries), []
        return written
