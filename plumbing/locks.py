"""Locks that belong to no row: whoever asks for the same one waits until the other's transaction has ended."""

from __future__ import annotations

from django.db import connection

# Any numbers that tell them apart.
SETUP = 7_305_121
TREE = 7_305_122


def hold(lock: int) -> None:
    """Take a lock for the rest of the transaction."""
    if connection.vendor == "postgresql":
        # SQLite lets only one writer in anyway (transaction_mode IMMEDIATE).
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
