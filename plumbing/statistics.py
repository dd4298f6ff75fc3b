"""The statistics by which a database chooses how it looks for rows."""

from __future__ import annotations

from django.db import connection

# From so many new rows on, what the database knows of its tables no longer holds.
MANY_ROWS = 1000


def analyze() -> None:
    """Count the database's statistics again, also within a transaction. After many new rows it still believes its
    tables to be small: one look for households of the same name took 100 s in a province instead of 0.6 s.
    PostgreSQL does this by itself, but only minutes later and not for rows that are not yet committed.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # SQLite would read every index whole; this many entries of each are enough, say its makers.
            cursor.execute("PRAGMA analysis_limit=400")
        cursor.execute("ANALYZE")
