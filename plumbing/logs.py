"""Lines of the log: one event is one line, whatever somebody sent, with the time and its distance from UTC."""

from __future__ import annotations

import datetime as dt
import logging


def on_one_line(text: str) -> str:
    """Return `text` without signs that would begin a line of their own, or colour a terminal."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


class LineFormatter(logging.Formatter):
    """A line says when (with the distance from UTC), how bad, which part, what; only our own tracebacks are longer."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = on_one_line(record.message)
        return super().formatMessage(record)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return dt.datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
