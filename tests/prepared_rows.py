"""Rows that thousands of tests begin with: written by the portal's own verbs once, then loaded again and again."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from plumbing.models import Change
from teams.models import Account, Area

APPS = ["plumbing", "teams", "households", "activities", "reports"]


class PreparedRows:
    """All rows of the apps as they stood, with the names that tests call them by.

    The rows come back under their first ids. `catalogues` may hold rows of their own before, which are replaced.
    """

    def __init__(self, catalogues: list[type[Model]]) -> None:
        self.catalogues = catalogues
        self.names = b""
        self.rows: dict[type[Model], list[tuple]] = {}
        self.insert: Callable[[], None] = lambda: None

    def load_or_make(self, make: Callable[[], Any]) -> Any:
        """Return what `make` returns, with its rows in the database: made the first time, loaded from then on."""
        if self.can_load():
            return self.load()
        is_alone = not Area.objects.exists() and not Account.objects.exists()
        made = make()
        if is_alone and not self.rows:
            self.store(made)
        return made

    def replace_or_make(self, make: Callable[[], Any]) -> Any:
        """Return what `make` makes of the rows that stand. They are the same each time; so is what comes of them."""
        if self.rows:
            self.clear()
            return self.load()
        made = make()
        self.store(made)
        return made

    def clear(self) -> None:
        empty([model._meta.db_table for model in models()])

    def store(self, names: Any) -> None:
        self.names = pickle.dumps(names)
        with connection.cursor() as cursor:
            for model in models():
                cursor.execute(f"SELECT {columns(model)} FROM {model._meta.db_table}")  # noqa: S608 -- names of ours
                if rows := cursor.fetchall():
                    self.rows[model] = rows
            self.insert = insert_of(self.rows, cursor)

    def can_load(self) -> bool:
        """Whether they were stored and nothing stands where they would go."""
        if not self.rows:
            return False
        tables = [model._meta.db_table for model in self.rows if model not in self.catalogues]
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables))  # noqa: S608
            return not cursor.fetchone()[0]

    @transaction.atomic
    def load(self) -> Any:
        for model in self.catalogues:
            model._base_manager.all().delete()
        self.insert()
        # What was written a moment ago is new again.
        Change.objects.update(at=timezone.now())
        return pickle.loads(self.names)  # noqa: S301 -- dumped above


def empty(tables: Iterable[str]) -> None:
    """Take every row away. Keys to other rows are looked at when all is done, so the order does not matter."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of ours


def models() -> Iterator[type[Model]]:
    return (model for app in APPS for model in apps.get_app_config(app).get_models())


def insert_of(rows: dict[type[Model], list[tuple]], cursor: Any) -> Callable[[], None]:
    """Return a function that writes the rows: what it costs to put statements together is paid once."""
    statements = []
    for model, of_model in rows.items():
        into = f"INSERT INTO {model._meta.db_table} ({columns(model)}) VALUES "  # noqa: S608 -- names of ours
        statements.append((into, f"({', '.join(['%s'] * len(of_model[0]))})", of_model))

    def one_by_one() -> None:
        # SQLite has no way to the server to spare, and reads a short statement once.
        with connection.cursor() as cursor:
            for into, row, values in statements:
                cursor.executemany(into + row, values)

    if connection.vendor == "sqlite":
        return one_by_one
    lines = [into + b", ".join(cursor.mogrify(row, one) for one in values).decode() for into, row, values in statements]

    def all_at_once() -> None:
        with connection.cursor() as cursor:
            # Without parameters: nothing is read as a place for one.
            cursor.execute("; ".join(lines))

    return all_at_once


def columns(model: type[Model]) -> str:
    return ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
