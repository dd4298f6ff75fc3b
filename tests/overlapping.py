"""Two who write at the same time, each through a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

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
