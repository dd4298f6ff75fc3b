"""Lines of the log: one event is one line, whatever somebody sent, with the time and its distance from UTC."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from gunicorn.glogging import Logger, SafeAtoms

# Method, path (never what stands behind the question mark: people's names are searched for there), status, seconds,
# address, number of the request (it stands in the history too).
ACCESS_FORMAT = '%(t)s "%(m)s %(U)s" %(s)s %(L)ss %({x-forwarded-for}i)s %(h)s %({x-request-id}o)s'
LONGEST = 300


def on_one_line(text: str) -> str:
    """Return `text` without signs that would begin a line of their own, or colour a terminal."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


class LineFormatter(logging.Formatter):
    """A line says when (with the distance from UTC), how bad, which part, what; only our own tracebacks are longer."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- logging's name
        record.message = on_one_line(record.message)
        return super().formatMessage(record)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 -- logging's name
        return dt.datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")


class OneLineAtoms(SafeAtoms):
    """The parts of a line of the access log, none of which can begin another."""

    def __init__(self, atoms: dict[str, Any]) -> None:
        super().__init__({k: on_one_line(v)[:LONGEST] if isinstance(v, str) else v for k, v in atoms.items()})


class AccessLogger(Logger):
    """gunicorn's logger, with lines that cannot be forged."""

    atoms_wrapper_class = OneLineAtoms

    def now(self) -> str:
        return dt.datetime.now().astimezone().isoformat(timespec="milliseconds")
