"""Keeps the web server, the worker and the clock alive, and shows what they say."""

from __future__ import annotations

import contextlib
import http.client
import os
import selectors
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

from plumbing.portal.children import Child

# Requests get this long to end, running jobs too: their rows are taken up again at the next start.
SECONDS_TO_STOP = 15.0
TICK = 0.25


class Supervisor:
    def __init__(self, children: list[Child], host: str, port: int, on_ready: Callable[[], None]) -> None:
        self.children = children
        self.address = ("127.0.0.1" if host in ("0.0.0.0", "::") else host, port)  # noqa: S104 -- only compared
        self.on_ready = on_ready
        self.is_ready = False
        self.stop_requests = 0
        self.selector = selectors.DefaultSelector()

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.note_signal)
        try:
            while not self.stop_requests:
                self.keep_alive()
                self.show_output(TICK)
                self.announce()
        except BrokenPipeError:
            # Nobody reads the log any more: the terminal is gone.
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 -- stays open until the end
        finally:
            self.stop()

    def note_signal(self, number: int, frame: FrameType | None) -> None:
        # A second Ctrl-C means "now"; a closing terminal may well send two signals of its own.
        if number == signal.SIGINT or not self.stop_requests:
            self.stop_requests += 1

    def say(self, name: str, text: str) -> None:
        print(f"[{name}] {text}", flush=True)

    def keep_alive(self) -> None:
        """Start what is due, and reap what has ended."""
        for child in self.children:
            if child.has_ended():
                self.show_last_output(child)
                ending = child.exit_reason()
                pause = child.reap()
                self.say("portal", f"{child.name} ended ({ending}); it starts again in {pause:g} s")
            if child.is_due():
                self.selector.register(child.start(), selectors.EVENT_READ, child)

    def show_output(self, seconds: float) -> None:
        for key, _ in self.selector.select(seconds):
            chunk = os.read(key.fd, 65536)
            if not chunk:
                self.selector.unregister(key.fileobj)
            for line in key.data.lines(chunk):
                self.say(key.data.name, line)

    def show_last_output(self, child: Child) -> None:
        """Show the last words of an ended program: they say why."""
        if child.output is None:
            return
        with contextlib.suppress(BlockingIOError):
            while chunk := os.read(child.output.fileno(), 65536):
                for line in child.lines(chunk):
                    self.say(child.name, line)
        if child.partial_line:
            self.say(child.name, child.partial_line.decode(errors="replace"))
        with contextlib.suppress(KeyError):
            self.selector.unregister(child.output)

    def announce(self) -> None:
        """Tell once that the portal answers."""
        if self.is_ready:
            return
        connection = http.client.HTTPConnection(*self.address, timeout=1)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except OSError:
            return
        finally:
            connection.close()
        self.is_ready = True
        self.on_ready()

    def stop(self) -> None:
        """End everything: politely, then, when time is over or the user asks again, at once."""
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in self.children:
            child.ask_to_stop()
        while any(c.process is not None and not c.has_ended() for c in self.children):
            if time.monotonic() > deadline or self.stop_requests > 1:
                break
            with contextlib.suppress(BrokenPipeError):
                self.show_output(TICK)
            time.sleep(0.05)
        for child in self.children:
            child.signal_group(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
