"""The access log: who asked for which page, without what was searched for, in lines that nobody can forge."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gunicorn.glogging import Logger, SafeAtoms

from plumbing.logs import on_one_line

# Method, path (never what stands behind the question mark: people's names are searched for there), status, seconds,
# address, number of the request (it stands in the history too).
ACCESS_FORMAT = '%(t)s "%(m)s %(U)s" %(s)s %(L)ss %({x-forwarded-for}i)s %(h)s %({x-request-id}o)s'
LONGEST = 300


class OneLineAtoms(SafeAtoms):
    """The parts of a line of the access log, none of which can begin another."""

    def __init__(self, atoms: dict[str, Any]) -> None:
        super().__init__({k: on_one_line(v)[:LONGEST] if isinstance(v, str) else v for k, v in atoms.items()})


class AccessLogger(Logger):
    """gunicorn's logger, with lines that cannot be forged."""

    atoms_wrapper_class = OneLineAtoms

    def now(self) -> str:
        return dt.datetime.now().astimezone().isoformat(timespec="milliseconds")
