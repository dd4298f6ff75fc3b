"""What must stand before the portal can serve: free port, database, static files, demo data."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import importlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from plumbing.health import Unhealthy, broker
from plumbing.models import Change


def is_port_free(host: str, port: int) -> bool:
    """Say whether we may listen there. Raises OSError when the address itself is wrong."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


@contextlib.contextmanager
def only_one(directory: Path) -> Iterator[None]:
    """Let one start at a time prepare the same folder; the next waits its turn."""
    with (directory / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_folders() -> None:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    # One made by an older version let everybody on the machine read it.
    settings.VAR_DIR.chmod(0o700)
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    if not settings.REDIS_URL:
        options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
        for name in ("data_folder_in", "data_folder_out", "control_folder"):
            Path(str(options[name])).mkdir(parents=True, exist_ok=True)


def check_services() -> None:
    """Ask the database and Redis for an answer; what keeps them from giving it is said with the way out."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise CommandError(
            _("The database does not answer: %(why)s. See that it runs, exists, and that DATABASE_URL is right.")
            % {"why": str(error).strip().splitlines()[0]}
        ) from error
    try:
        broker()
    except Unhealthy as error:
        raise CommandError(_("Redis does not answer. See that it runs and that REDIS_URL is right.")) from error


def needs_migration() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def prepare_database() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def static_fingerprint() -> str:
    """Return a value that differs when any static file or the way of storing them does."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static_stamp() -> Path:
    return settings.VAR_DIR / "static.stamp"


def needs_static() -> bool:
    stamp = static_stamp()
    return not settings.STATIC_ROOT.is_dir() or not stamp.exists() or stamp.read_text() != static_fingerprint()


def collect_static() -> None:
    fingerprint = static_fingerprint()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    static_stamp().write_text(fingerprint)


def is_empty() -> bool:
    """Say whether nobody has ever entered anything."""
    return not get_user_model().objects.exists() and not Change.objects.exists()


def demo() -> ModuleType:
    """Return the app that knows about demo data: `plumbing` only knows its name, from the settings."""
    return importlib.import_module(settings.DEMO_MODULE)
