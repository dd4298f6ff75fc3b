"""A portal that is timed: a database of one size, the web server before it, and what its pages took."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

from scripts.bench import database

LISTS, HOMES, FORMS = "lists", "homes", "forms"


@dataclass(frozen=True)
class Page:
    """One page, as whom it is opened, and the limit that it is held to."""

    name: str
    kind: str
    username: str
    path: str


@dataclass
class Site:
    """The demo of one size behind gunicorn, as the portal is started."""

    scale: str
    url: str
    port: int
    pages: list[Page] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    times: dict[str, list[float]] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.environment = {**os.environ, "DATABASE_URL": database.ensure(self.url), "ALLOWED_HOSTS": "127.0.0.1"}
        self.client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def prepare(self) -> None:
        """Load the demo when the database is empty, and learn which pages there are."""
        command = [sys.executable, "-m", "scripts.bench.prepare", self.scale]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True) as process:
            last = ""
            for line in process.stdout or ():
                if not line.startswith("{"):
                    print(line, end="", flush=True)
                last = line
        if process.returncode:
            raise SystemExit(f"The {self.scale} could not be made ready.")
        told = json.loads(last)
        self.pages, self.cookies = [Page(**page) for page in told["pages"]], told["cookies"]

    def serve(self) -> None:
        command = [
            *(sys.executable, "-m", "gunicorn", "config.wsgi:application", "--workers", "1"),
            # As the portal starts it: threads, and connections that are kept.
            *("--worker-class", "gthread", "--threads", "4", "--keep-alive", "15"),
            *("--bind", f"127.0.0.1:{self.port}", "--log-level", "error"),
        ]
        self.server = subprocess.Popen(command, env=self.environment)
        for _ in range(200):
            try:
                self.get("", "/healthz")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit("gunicorn did not start")

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(20)

    def get(self, username: str, path: str) -> tuple[float, http.client.HTTPResponse, bytes]:
        """Return seconds, response and body as it travelled (compressed)."""
        cookie = self.cookies.get(username, "")
        headers = {"Accept-Encoding": "br, gzip", "Cookie": cookie, "Host": "127.0.0.1"}
        started = time.perf_counter()
        try:
            self.client.request("GET", path, headers=headers)
            response = self.client.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            self.client.close()
            raise
        return time.perf_counter() - started, response, body

    def time(self, page: Page, *, counts: bool) -> None:
        """Open a page once; the first times (`counts`: not yet) fill caches."""
        seconds, response, _body = self.get(page.username, page.path)
        if response.status != 200:
            raise SystemExit(f"{self.scale}: {page.path}: {response.status}")
        self.queries[page.name] = int(response.headers["X-Queries"])
        if counts:
            self.times.setdefault(page.name, []).append(seconds * 1000)

    def took(self, name: str) -> float:
        """Return the least milliseconds of all rounds: what else a machine does only adds to them."""
        return min(self.times[name])


def decoded(body: bytes) -> str:
    """Return the text of a body that may be compressed."""
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()
