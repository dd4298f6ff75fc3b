"""What browsers send: how much, from whom, and how long it may take. Whoever sends slowly waits beside the others.

A thread that reads a body does nothing else. So it is read at one place, before anything asks for it: a visitor may
send no more than a sign-in needs; an account, or all visitors together, keep at most `AT_ONCE` threads of a process
busy; and a body that takes too long is given up.
"""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

# A form that a visitor may send: to sign in, to choose a language, to make the first account.
MOST_OF_VISITORS = 64 * 1024
# Beside the largest workbook: the other fields, and the frame around them.
BESIDE_A_FILE = 5 * 1024 * 1024
# Bodies of one account, or of all visitors, that one process reads at a time.
AT_ONCE = 2
# 4 kB a second is what a phone manages on 2G.
SLOWEST = 4096
SECONDS_OF_VISITORS, SECONDS, MOST_SECONDS = 10, 30, 600
IN_MEMORY = 256 * 1024
CHUNK = 64 * 1024


class LateInput:
    """The body of a request (WSGI), which `fetch` reads once, within a time."""

    def __init__(self, source: Any, connection: socket.socket | None) -> None:
        self.source, self.connection = source, connection

    def fetch(self, length: int, seconds: float) -> bool:
        """Read the whole body, and keep it for whoever reads it; return False when it did not come in time."""
        timer = threading.Timer(seconds, self.give_up)
        timer.daemon = True
        timer.start()
        kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- it lives as long as the request
        missing = length
        try:
            while missing and (part := self.source.read(min(CHUNK, missing))):
                kept.write(part)
                missing -= len(part)
        finally:
            timer.cancel()
        kept.seek(0)
        self.source = kept
        return not missing

    def give_up(self) -> None:
        """Read no more: whoever waits for bytes gets the end of them."""
        if self.connection is not None:
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RD)

    def read(self, *args: Any) -> bytes:
        return self.source.read(*args)

    def readline(self, *args: Any) -> bytes:
        return self.source.readline(*args)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.source)


def with_late_bodies(application: Callable[..., Any]) -> Callable[..., Any]:
    """Return the WSGI application with a body that `BodyMiddleware` reads once it knows whose it is."""

    def late(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        environ["wsgi.input"] = LateInput(environ["wsgi.input"], environ.get("gunicorn.socket"))
        return application(environ, start_response)

    return late


class Slots:
    """How many bodies are read at the moment, by whoever sends them."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.taken: Counter[object] = Counter()

    @contextmanager
    def one(self, sender: object) -> Iterator[bool]:
        """Hold a slot while the block runs; yields False when the sender has none left."""
        with self.lock:
            is_free = self.taken[sender] < AT_ONCE
            self.taken[sender] += is_free
        try:
            yield is_free
        finally:
            with self.lock:
                self.taken[sender] -= is_free
                if not self.taken[sender]:
                    del self.taken[sender]


slots = Slots()


class BodyMiddleware:
    """Reads the body of a request, or refuses it unread: 413 too much, 429 too many at once, 408 too slow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        refusal = self.refusal(request)
        if refusal is None:
            return self.get_response(request)
        # WSGI puts its environment there whole. The server would go on reading what nobody wants.
        if isinstance(body := request.META.get("wsgi.input"), LateInput):
            body.give_up()
        return refusal

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        length = length_of(request)
        if not length:
            return None
        is_known = request.user.is_authenticated
        if length > (settings.IMPORT_MAX_BYTES + BESIDE_A_FILE if is_known else MOST_OF_VISITORS):
            return render(request, "413.html", status=413)
        body = request.META.get("wsgi.input")
        if not isinstance(body, LateInput):
            return None
        with slots.one(request.user.pk if is_known else None) as is_free:
            if not is_free:
                return render(request, "429.html", status=429)
            seconds = min(SECONDS + length / SLOWEST, MOST_SECONDS) if is_known else SECONDS_OF_VISITORS
            return None if body.fetch(length, seconds) else HttpResponse(status=408)


def length_of(request: HttpRequest) -> int:
    """Return how many bytes a request says that it sends; without a length nothing is read."""
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
