"""Two who write at the same time, each through a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

# Long enough for the second to come to where it must wait, or to finish where nothing makes it wait.
MEANWHILE = 0.5


def overlap(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Run `second` while the transaction in which `first` has run is still open; what it raises is raised here."""
    finished = threading.Event()

    def run_second() -> None:
        try:
            second()
        finally:
            finished.set()
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first()
            running = other.submit(run_second)
            finished.wait(MEANWHILE)
        running.result(timeout=30)


def during(first: Callable[[], object], sql: str, second: Callable[[], object]) -> None:
    """Run `first`, and `second` after the first statement of it that begins with `sql`."""
    finished = threading.Event()
    running: list[Future[None]] = []

    def run_second() -> None:
        try:
            second()
        finally:
            finished.set()
            connection.close()

    with ThreadPoolExecutor(1) as other:

        def look(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
            found = execute(statement, params, many, context)
            if not running and statement.lstrip().startswith(sql):
                running.append(other.submit(run_second))
                # SQLite lets nobody write before this transaction ends.
                finished.wait(MEANWHILE)
            return found

        with connection.execute_wrapper(look):
            first()
        running[0].result(timeout=30)
