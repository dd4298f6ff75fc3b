"""Tells the worker that changes wait for the roll-up, once for each transaction that wrote source rows."""

from __future__ import annotations

from django.db import connection, transaction

from plumbing import jobs

TASK = "reports.tasks.roll_up_waiting"


def notify_rollup() -> None:
    """Send one message when the transaction commits, however many rows it writes."""
    if not any(entry[1] is _notify for entry in connection.run_on_commit):
        transaction.on_commit(_notify)


def _notify() -> None:
    jobs.send_on_commit(TASK)
