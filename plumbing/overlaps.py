"""Rows that hold from a day to a day (`valid_from`, `valid_to`): the database keeps that one holds at a time.

PostgreSQL: an exclusion constraint; ids stand as ranges of one number, so that no extension is needed. SQLite has none:
two triggers. A migration that rebuilds such a table on SQLite drops them, and must put them back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations import RunPython

ON_POSTGRESQL = """
ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist (
    {keys},
    daterange(valid_from, valid_to, '[]') WITH &&
) WHERE (voided_at IS NULL) DEFERRABLE INITIALLY IMMEDIATE
"""
ON_SQLITE = """
CREATE TRIGGER {name}_{event} BEFORE {event} ON {table}
WHEN NEW.voided_at IS NULL AND EXISTS (
    SELECT 1 FROM {table} AS other
    WHERE other.voided_at IS NULL AND other.id IS NOT NEW.id
      AND {keys}
      AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31')
      AND NEW.valid_from <= COALESCE(other.valid_to, '9999-12-31')
)
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
EVENTS = ("INSERT", "UPDATE")


def one_at_a_time(table: str, name: str, ids: Sequence[str], flags: Sequence[str] = ()) -> RunPython:
    """Return the step of a migration by which the live rows of `table` that share these columns never share a day."""

    def guard(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            ranges = [f"int8range({one}, {one}, '[]') WITH &&" for one in ids]
            ranges += [f"int4range({one}::int, {one}::int, '[]') WITH &&" for one in flags]
            schema_editor.execute(ON_POSTGRESQL.format(table=table, name=name, keys=",\n    ".join(ranges)))
            return
        same = " AND ".join(f"other.{one} = NEW.{one}" for one in (*ids, *flags))
        for event in EVENTS:
            schema_editor.execute(ON_SQLITE.format(table=table, name=name, event=event, keys=same))

    def unguard(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            return
        for event in EVENTS:
            schema_editor.execute(f"DROP TRIGGER {name}_{event}")

    return RunPython(guard, unguard)
