"""The page of a fault of our own. It needs neither database nor context, for either may be what failed."""

from __future__ import annotations

import errno
import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from plumbing.appearance import look_of

# What SQLite and PostgreSQL say when the disk has no room left.
_FULL = ("database or disk is full", "no space left on device", "could not extend file", "disk full")


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong; of a full disk, that it is full: whoever reads it can help."""
    is_full = is_disk_full(sys.exc_info()[1])
    page = render_to_string("507.html" if is_full else "500.html", {"look": look_of(request)})
    return HttpResponse(page, status=507 if is_full else 500)


def is_disk_full(error: BaseException | None) -> bool:
    """Tell whether an error, or what it came of, is that a disk is full."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if isinstance(error, DatabaseError) and any(words in str(error).lower() for words in _FULL):
            return True
        error = error.__cause__ or error.__context__
    return False
