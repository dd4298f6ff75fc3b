"""One program that the supervisor keeps alive."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from typing import IO

MAX_PAUSE = 30.0
# A program that ran this long was healthy: its next failure counts as the first.
HEALTHY_AFTER = 60.0


class Child:
    """A program with its own process group, started again when it ends, after growing pauses."""

    def __init__(self, name: str, argv: list[str], env: dict[str, str], cwd: str) -> None:
        self.name = name
        self.argv = argv
        self.env = env
        self.cwd = cwd
        self.process: subprocess.Popen[bytes] | None = None
        self.output: IO[bytes] | None = None
        self.failures = 0
        self.started_at = 0.0
        self.start_at = 0.0
        self.partial_line = b""

    def start(self) -> IO[bytes]:
        """Start the program; return what it says, readable without waiting."""
        command = [sys.executable, "-m", "plumbing.portal.die_with_parent", str(os.getpid()), *self.argv]
        read_end, write_end = os.pipe()
        os.set_blocking(read_end, False)
        self.output = os.fdopen(read_end, "rb", buffering=0)
        self.process = subprocess.Popen(  # noqa: S603 -- our own arguments, no shell
            command,
            cwd=self.cwd,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=write_end,
            stderr=write_end,
            start_new_session=True,
        )
        os.close(write_end)
        self.started_at = time.monotonic()
        return self.output

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def reap(self) -> float:
        """Reap the ended child: kill what it started, close its output. Return the seconds until it may start again."""
        self.signal_group(signal.SIGKILL)
        if self.output is not None:
            self.output.close()
        self.process = self.output = None
        self.partial_line = b""
        if time.monotonic() - self.started_at > HEALTHY_AFTER:
            self.failures = 0
        pause = min(0.5 * 2**self.failures, MAX_PAUSE)
        self.failures += 1
        self.start_at = time.monotonic() + pause
        return pause

    def is_due(self) -> bool:
        return self.process is None and time.monotonic() >= self.start_at

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def signal_group(self, number: int) -> None:
        """Send a signal to the program and all that it started (they may outlive it)."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def exit_reason(self) -> str:
        code = self.process.returncode if self.process is not None else None
        return signal.Signals(-code).name if code is not None and code < 0 else f"exit {code}"

    def lines(self, chunk: bytes) -> list[str]:
        """Return the complete lines in `chunk` and what was left of the one before."""
        *whole, self.partial_line = (self.partial_line + chunk).split(b"\n")
        return [line.decode(errors="replace") for line in whole]
