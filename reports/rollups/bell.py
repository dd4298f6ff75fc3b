"""The doorbell: tells the worker that something waits, once for each transaction that wrote source rows."""

from __future__ import annotations

from django.db import connection, transaction

from plumbing import jobs

TASK = "reports.tasks.roll_up_waiting"


def ring_once() -> None:
    """Ring when the transaction commits, however many rows it writes."""
    if not any(entry[1] is _ring for entry in connection.run_on_commit):
        transaction.on_commit(_ring)


def _ring() -> None:
    jobs.ring(TASK)
