"""The statistics by which a database chooses how it looks for rows."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, models

# From so many new rows on, what the database knows of its tables no longer holds.
MANY_ROWS = 1000
# PostgreSQL reads 300 rows for each of these; its default is 100.
SAMPLED = 30


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
            return
        # Only the tables that this transaction wrote into: those of the figures are the largest, and stay as they were.
        cursor.execute("SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins > 0")
        grown = {table for (table,) in cursor.fetchall()}
        tables = {model._meta.db_table: _columns(model) for model in apps.get_models(include_auto_created=True)}
        parts = [f"{connection.ops.quote_name(table)} ({tables[table]})" for table in sorted(grown & tables.keys())]
        if parts:
            # So small a sample tells how many rows there are, for a third of the default work.
            cursor.execute(
                f"SET LOCAL default_statistics_target = {SAMPLED}; ANALYZE {', '.join(parts)}; "
                "SET LOCAL default_statistics_target TO DEFAULT"
            )


def analyze_everything() -> None:
    """Count them again for the whole database: its rows came from elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _columns(model: type[models.Model]) -> str:
    """Return the columns by which rows are looked for: of the history, JSON would be three quarters of the work."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.JSONField)]
    return ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
