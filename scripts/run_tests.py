"""Run every test: on SQLite with message files and, at the same time, on PostgreSQL and Redis where they answer.

REQUIRE_ALL=1 or CI=true: a missing Chromium, PostgreSQL or Redis is a failure instead of a shorter run.
TEST_POSTGRES_URL, TEST_REDIS_URL: where to look for them. `--app households`: what belongs to one app alone.
`--screenshots` only makes the pictures of the README.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
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

# What the whole may take on two cores, for good: in seconds (see docs/decisions/0010).
LIMIT = 15 * 60


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


def pytest(marks: str, *options: str, out: IO[str] | None = None, **env: str) -> subprocess.Popen[bytes]:
    """Start the tests that carry `marks`; what they say goes to `out`, or at once to whoever watches."""
    command = [sys.executable, "-m", "pytest", "tests", "-q", "-m", marks, "--durations=10", *options]
    # Dozens of programs start in the tests: each would compile the whole portal anew.
    env = os.environ | {"PYTHONDONTWRITEBYTECODE": ""} | env
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out)


def demand(problem: str, otherwise: str) -> None:
    """Stop when everything is required; otherwise say what is left out."""
    if REQUIRE_ALL:
        say(f"FAILED: {problem}")
        sys.exit(1)
    say(f"{problem}: {otherwise}")


def run_passes(marks: str, options: list[str], folder: Path, *, on_both: bool) -> int:
    """Run one pass, or two that share what has to run only once (see tests/passes.py). Return the exit code."""
    (folder / "claims").mkdir()
    shared = {"CLAIMS_FOLDER": str(folder / "claims")} if on_both else {}

    def times(name: str) -> dict[str, str]:
        return shared | {"TIMES_FILE": str(folder / f"{name}.json")}

    with (folder / "second.txt").open("w+") as kept:
        second = None
        if on_both:
            second = pytest(
                marks, *options, out=kept, DATABASE_URL=POSTGRES_URL, REDIS_URL=REDIS_URL, **times("PostgreSQL")
            )
        say("SQLite, message files")
        failed = pytest(marks, *options, out=None, DATABASE_URL="", REDIS_URL="", **times("SQLite")).wait()
        if second:
            say("PostgreSQL, Redis (ran at the same time)")
            failed = second.wait() or failed
            kept.seek(0)
            shutil.copyfileobj(kept, sys.stdout)
            sys.stdout.flush()
    return failed


def print_budget(folder: Path, seconds: float, *, is_whole: bool) -> None:
    """Print where the time went, and what is left of the limit."""
    passes = {file.stem: json.loads(file.read_text()) for file in sorted(folder.glob("*.json"), reverse=True)}
    found_apps = sorted({app for found in passes.values() for app in found})
    say("Seconds (tests) by app and by database; what runs once is taken by whichever has the time")
    print(f"{'':20}" + "".join(f"{name:>18}" for name in passes))
    for app in [*found_apps, "together"]:
        cells = []
        for found in passes.values():
            pairs = list(found.values()) if app == "together" else [found.get(app, (0, 0))]
            cells.append(f"{sum(pair[0] for pair in pairs):.0f} ({sum(pair[1] for pair in pairs)})")
        print(f"{app:20}" + "".join(f"{cell:>18}" for cell in cells))
    if is_whole:
        left = LIMIT - seconds
        words = f"{left:.0f} s are left" if left >= 0 else f"{-left:.0f} s TOO LONG, unless something else ran beside"
        say(f"{seconds:.0f} s of the {LIMIT} s that the tests may take on two cores: {words}")
    else:
        say(f"{seconds:.0f} s")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--screenshots", action="store_true")
    parser.add_argument("--app")
    asked = parser.parse_args()
    begin = time.monotonic()
    if not find_chromium():
        install_chromium()
    chromium = find_chromium()
    if chromium:
        os.environ["CHROMIUM"] = chromium
    else:
        demand("No Chromium was found or could be installed", "running without the browser tests")
    if asked.screenshots:
        return pytest("screenshots or (browser and both)", PICTURES="1").wait() if chromium else 1
    missing = missing_services()
    if missing:
        demand(f"No answer from {' and '.join(missing)}", "running on SQLite only")
    marks = "not screenshots" if chromium else "not screenshots and not browser"
    with tempfile.TemporaryDirectory() as folder:
        options = [f"--room={asked.app}"] if asked.app else []
        failed = run_passes(marks, options, Path(folder), on_both=not missing)
        print_budget(Path(folder), time.monotonic() - begin, is_whole=not asked.app)
    return failed


if __name__ == "__main__":
    sys.exit(main())
