"""The embedded portal's messages: kombu's files, read and written so that no file can stop the worker.

kombu's own writer opens the file and then fills it; a reader between the two, or a full disk, sees an empty message,
and its JSON error ends the worker. Here a message appears under its name when it is complete, and one that cannot be
read is put aside: what is to be done stands in the database, and is found there without it.
"""

from __future__ import annotations

import logging
import os
import time
import uuid
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

log = logging.getLogger(__name__)
SCHEME = "caunoi-files"
# Older messages were left by a portal that has stopped; the scheduled looks at the database do their work.
FRESH = 60  # seconds


class Channel(filesystem.Channel):
    """Messages as files of one folder."""

    # kombu's two supertypes call the second parameter by different names.
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        unfinished = folder / f"{name}.unfinished"
        unfinished.write_text(dumps(payload))
        unfinished.replace(folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        while True:
            try:
                return super()._get(queue)
            except (JSONDecodeError, UnicodeDecodeError):
                # kombu has moved the file away already: the next one.
                log.warning("a message that could not be read was left out")


class Transport(filesystem.Transport):
    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"


def tidy() -> int:
    """Remove what would be read in vain when the portal starts: old messages, empty files. Return how many."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    removed = 0
    for path in [*Path(options["data_folder_in"]).glob("*"), *Path(options["control_folder"]).glob("*.exchange")]:
        stat = path.stat()
        is_old = path.suffix != ".exchange" and time.time() - stat.st_mtime > FRESH
        if is_old or stat.st_size == 0:
            os.remove(path)
            removed += 1
    return removed
