"""Run every test: on SQLite with message files and, at the same time, on PostgreSQL and Redis where they answer.

REQUIRE_ALL=1 or CI=true: a missing Chromium, PostgreSQL or Redis is a failure instead of a shorter run.
TEST_POSTGRES_URL, TEST_REDIS_URL: where to look for them. `--screenshots` only makes the pictures of the README.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import psycopg2
import redis

ROOT = Path(__file__).resolve().parent.parent
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
REQUIRE_ALL = os.environ.get("REQUIRE_ALL", "") == "1" or os.environ.get("CI", "").lower() in ("1", "true")
# The first is Debian's Chromium without windows: the same engine, a third quicker to open a page.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def say(text: str) -> None:
    print(f"\n=== {text}", flush=True)


def find_chromium() -> str | None:
    """Return the path of a Chromium of this machine."""
    return os.environ.get("CHROMIUM") or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def install_chromium() -> None:
    """Install Debian's Chromium where we may: the one without windows, or the whole one where that is not packaged."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    say("No Chromium on this machine; installing Debian's")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in ("update -q", "install -y -q chromium-headless-shell", "install -y -q chromium"):
        done = subprocess.run(["apt-get", *command.split()], check=False, stdout=subprocess.DEVNULL, env=env)
        if command.startswith("install") and done.returncode == 0:
            return


def missing_services() -> list[str]:
    """Return what does not answer, each with where it was looked for."""
    missing = []
    try:
        psycopg2.connect(POSTGRES_URL, connect_timeout=3).close()
    except psycopg2.OperationalError:
        missing.append(f"PostgreSQL at {POSTGRES_URL.rsplit('@')[-1]} (TEST_POSTGRES_URL)")
    try:
        redis.Redis.from_url(REDIS_URL, socket_connect_timeout=3).ping()
    except (redis.RedisError, OSError):
        missing.append(f"Redis at {REDIS_URL.rsplit('@')[-1]} (TEST_REDIS_URL)")
    return missing


def pytest(marks: str, out: IO[str] | None = None, **env: str) -> subprocess.Popen[bytes]:
    """Start the tests that carry `marks`; what they say goes to `out`, or at once to whoever watches."""
    command = [sys.executable, "-m", "pytest", "-q", "-m", marks, "--durations=10"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | env, stdout=out, stderr=out)


def demand(problem: str, otherwise: str) -> None:
    """Stop when everything is required; otherwise say what is left out."""
    if REQUIRE_ALL:
        say(f"FAILED: {problem}")
        sys.exit(1)
    say(f"{problem}: {otherwise}")


def main() -> int:
    if not find_chromium():
        install_chromium()
    chromium = find_chromium()
    if chromium:
        os.environ["CHROMIUM"] = chromium
    else:
        demand("No Chromium was found or could be installed", "running without the browser tests")
    if "--screenshots" in sys.argv:
        return pytest("screenshots or (browser and both)", PICTURES="1").wait() if chromium else 1
    missing = missing_services()
    if missing:
        demand(f"No answer from {' and '.join(missing)}", "running on SQLite only")
    # The second database sees every test again. Of the browser's journeys it sees those that are marked `both`, and
    # takes those that are marked `either` off the first one's hands: both are to end at about the same time.
    everything = "not screenshots" if missing else "not screenshots and not either"
    again = "not screenshots and (both or either or not browser)"
    if not chromium:
        everything = again = "not screenshots and not browser"
    with tempfile.TemporaryFile("w+") as kept:
        second = None if missing else pytest(again, kept, DATABASE_URL=POSTGRES_URL, REDIS_URL=REDIS_URL)
        say("SQLite, message files")
        failed = pytest(everything, DATABASE_URL="", REDIS_URL="").wait()
        if second:
            say("PostgreSQL, Redis (ran at the same time)")
            failed = second.wait() or failed
            kept.seek(0)
            shutil.copyfileobj(kept, sys.stdout)
            sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(main())
