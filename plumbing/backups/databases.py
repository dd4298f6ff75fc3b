"""The rows of a backup, each database by its own means, while the portal goes on working."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from plumbing.backups.errors import BackupFailed
from plumbing.statistics import analyze_everything

# What is not kept for good: nobody misses it, and it changes while the backup is made.
TRANSIENT_PARAMETERS = frozenset({"django_session", "cache"})
Counts = dict[str, int]


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def file_name() -> str:
    return "database.sqlite3" if is_sqlite() else "database.dump"


def dump(folder: Path) -> Counts:
    """Write the database as it is at one moment into `folder`; return how many rows each table had at that moment."""
    target = folder / file_name()
    return dump_sqlite(target) if is_sqlite() else dump_postgres(target)


def dump_sqlite(target: Path) -> Counts:
    # A connection of its own: one that is itself in a transaction would wait for itself.
    source = f"file:{quote(str(connection.settings_dict['NAME']))}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        # A file of its own, without the log of the live one beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        tables = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {name: copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in counted(tables)}  # noqa: S608 -- names of our own tables


def dump_postgres(target: Path) -> Counts:
    # pg_dump and the counts see the same moment: it reads by the snapshot of this transaction.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")
        return row_counts(cursor)


def load(folder: Path) -> None:
    """Put the rows of the backup in the place of all that is in the database. Raises BackupFailed."""
    source = folder / file_name()
    if not source.exists():
        raise BackupFailed(
            _("This backup is of another kind of database. Set DATABASE_URL to the kind that it was made of.")
        )
    if is_sqlite():
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as copy:
            copy.backup(connection.connection)
    else:
        name = connection.settings_dict["NAME"]
        connection.close()
        run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={name}", source)
        # What is kept of a backup's tables does not hold these; SQLite's lie in its file.
        analyze_everything()


def row_counts(cursor: Any) -> Counts:
    """Return the number of rows of each table."""
    counts = {}
    for name in counted(connection.introspection.table_names(cursor)):
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 -- our own tables
        counts[name] = cursor.fetchone()[0]
    return counts


def counted(tables: list[str]) -> list[str]:
    return sorted(name for name in tables if name not in TRANSIENT_PARAMETERS and not name.startswith("sqlite_"))


def has_rows() -> bool:
    """Tell whether somebody works with this database already."""
    with connection.cursor() as cursor:
        if settings.AUTH_USER_MODEL.lower().replace(".", "_") not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT EXISTS (SELECT 1 FROM plumbing_change)")
        return bool(cursor.fetchone()[0])


def run(program: str, *arguments: str | Path) -> None:
    """Run a program of PostgreSQL on our database; the password goes by the environment, where no list shows it."""
    values = connection.settings_dict
    env = os.environ | {
        name: str(values[key])
        for name, key in (("PGHOST", "HOST"), ("PGPORT", "PORT"), ("PGUSER", "USER"), ("PGPASSWORD", "PASSWORD"))
        if values[key]
    }
    command = [program, *arguments] if program == "pg_restore" else [program, *arguments, str(values["NAME"])]
    try:
        subprocess.run(command, env=env, check=True, capture_output=True, text=True)  # noqa: S603 -- nothing typed in
    except FileNotFoundError as error:
        raise BackupFailed(
            _("%(program)s is not installed here: apt-get install postgresql-client") % {"program": program}
        ) from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr or "").strip().splitlines()[-1:] or [str(error.returncode)]
        raise BackupFailed(_("%(program)s says: %(text)s") % {"program": program, "text": last[0]}) from error
