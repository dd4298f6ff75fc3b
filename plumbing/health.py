"""Is the portal healthy? One function for each part: it returns a short text without secrets, or raises Unhealthy."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone

from plumbing.models import Change

WORKER_SEEN = "plumbing.worker_seen_at"
# The worker says every 10 seconds that it lives; roll-ups start every 10 seconds.
WORKER_SILENT = dt.timedelta(seconds=60)
ROLL_UP_LATE = dt.timedelta(minutes=5)
BROKER_SECONDS = 1
# A list of the largest size that is allowed, its parsed rows and what the database writes beside them.
DISK_FREE = 200 * 1024**2  # bytes


class Unhealthy(Exception):
    """This part does not work."""


def note_worker() -> None:
    """Write down that a worker lives and the clock ticks."""
    cache.set(WORKER_SEEN, timezone.now(), timeout=None)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        raise Unhealthy("no answer") from error
    return "answers"


def broker() -> str:
    if settings.REDIS_URL:
        timeouts = {"socket_connect_timeout": BROKER_SECONDS, "socket_timeout": BROKER_SECONDS}
        try:
            redis.Redis.from_url(settings.REDIS_URL, **timeouts).ping()
        except (redis.RedisError, OSError) as error:
            raise Unhealthy("no answer") from error
        return "answers"
    folder = Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"]))
    if not os.access(folder, os.W_OK):
        raise Unhealthy("the folder of messages cannot be written")
    return "folder can be written"


def disk() -> str:
    """Tell whether what people enter and load can still be written."""
    folder = Path(settings.VAR_DIR)
    try:
        free = shutil.disk_usage(folder).free
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"0" * 4096)
    except OSError as error:
        raise Unhealthy(f"cannot be written: {error.strerror}") from error
    text = f"{free // 1024**2} MB free"
    if free < DISK_FREE:
        raise Unhealthy(text)
    return text


def worker() -> str:
    try:
        seen = cache.get(WORKER_SEEN)
    except (DatabaseError, redis.RedisError) as error:
        raise Unhealthy("not known: the cache does not answer") from error
    if seen is None:
        raise Unhealthy("never seen")
    silent = timezone.now() - seen
    text = f"seen {silent.total_seconds():.0f} s ago"
    if silent > WORKER_SILENT:
        raise Unhealthy(text)
    return text


def roll_up() -> str:
    """Tell how long the oldest change has been waiting to be in the figures."""
    try:
        oldest = Change.objects.waiting().order_by("id").values_list("at", flat=True).first()
    except DatabaseError as error:
        raise Unhealthy("not known: the database does not answer") from error
    if oldest is None:
        return "nothing waits"
    waiting = timezone.now() - oldest
    text = f"the oldest change has waited {waiting.total_seconds():.0f} s"
    if waiting > ROLL_UP_LATE:
        raise Unhealthy(text)
    return text


CHECKS: tuple[Callable[[], str], ...] = (database, disk, broker, worker, roll_up)


def check_all() -> dict[str, dict[str, str | bool]]:
    """Return for each part whether it is well, and a few words."""
    results: dict[str, dict[str, str | bool]] = {}
    for check in CHECKS:
        try:
            results[check.__name__] = {"ok": True, "detail": check()}
        except Unhealthy as problem:
            results[check.__name__] = {"ok": False, "detail": str(problem)}
    return results
