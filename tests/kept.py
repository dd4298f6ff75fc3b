"""Rows that thousands of tests begin with: written by the portal's own verbs once, then by one statement a table."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from plumbing.models import Change
from teams.models import Account, Area

# What SQLite takes in one statement.
MAX_VALUES = 30_000
APPS = ["plumbing", "teams", "households", "activities", "reports"]


class KeptRows:
    """All rows of the apps as they stood, with the names that tests call them by.

    The rows come back under their first ids. `catalogues` may hold rows of their own before, which are replaced.
    """

    def __init__(self, catalogues: list[type[Model]]) -> None:
        self.catalogues = catalogues
        self.names = b""
        self.rows: dict[type[Model], list[tuple]] = {}

    def begin_with(self, make: Callable[[], Any]) -> Any:
        """Return what `make` returns, with its rows in the database: made the first time, given back from then on."""
        if self.fit():
            return self.give_back()
        is_alone = not Area.objects.exists() and not Account.objects.exists()
        made = make()
        if is_alone and not self.rows:
            self.keep(made)
        return made

    def go_on_with(self, make: Callable[[], Any]) -> Any:
        """Return what `make` makes of the rows that stand. They are the same each time; so is what comes of them."""
        if self.rows:
            self.clear()
            return self.give_back()
        made = make()
        self.keep(made)
        return made

    def clear(self) -> None:
        """Empty the apps. Keys to other rows are looked at when all is done, so the order does not matter."""
        with connection.cursor() as cursor:
            for model in models():
                cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 -- names of ours

    def keep(self, names: Any) -> None:
        self.names = pickle.dumps(names)
        with connection.cursor() as cursor:
            for model in models():
                cursor.execute(f"SELECT {columns(model)} FROM {model._meta.db_table}")  # noqa: S608 -- names of ours
                if rows := cursor.fetchall():
                    self.rows[model] = rows

    def fit(self) -> bool:
        """Whether they were kept and nothing stands where they would go."""
        if not self.rows:
            return False
        tables = [model._meta.db_table for model in self.rows if model not in self.catalogues]
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables))  # noqa: S608
            return not cursor.fetchone()[0]

    @transaction.atomic
    def give_back(self) -> Any:
        for model in self.catalogues:
            model._base_manager.all().delete()
        with connection.cursor() as cursor:
            for model, rows in self.rows.items():
                row = f"({', '.join(['%s'] * len(rows[0]))})"
                into = f"INSERT INTO {model._meta.db_table} ({columns(model)}) VALUES "  # noqa: S608 -- names of ours
                for some in batched(rows, MAX_VALUES // len(rows[0])):
                    cursor.execute(into + ", ".join([row] * len(some)), list(chain.from_iterable(some)))
        # What was written a moment ago is new again.
        Change.objects.update(at=timezone.now())
        return pickle.loads(self.names)  # noqa: S301 -- dumped above


def models() -> Iterator[type[Model]]:
    return (model for app in APPS for model in apps.get_app_config(app).get_models())


def batched(rows: list[tuple], size: int) -> Iterator[list[tuple]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def columns(model: type[Model]) -> str:
    return ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
