"""Where the time of the tests goes: seconds by room, from the tests' own durations."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# What no room is to blame for: the tables of the test database, and what lies in tests/ itself.
DATABASE, HOUSE = "the test database", "the whole house"


def room_of(nodeid: str) -> str:
    """Return the folder of tests/ in which a test lies."""
    parts = nodeid.split("::")[0].split("/")
    return parts[1] if len(parts) > 2 else HOUSE


class Budget:
    """Adds durations up by room, and writes them to the file that TIMES_FILE names (see scripts/run_tests.py)."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.tests: Counter[str] = Counter()
        self.preparing = 0.0

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """Making the tables belongs to no room, least of all to the one whose test comes first."""
        begin = time.perf_counter()
        made = yield
        if fixturedef.argname == "django_db_setup":
            self.preparing = time.perf_counter() - begin
            self.seconds[DATABASE] += self.preparing
        return made

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        room = room_of(report.nodeid)
        self.seconds[room] += report.duration
        self.tests[room] += report.when == "call"
        if self.preparing:
            self.seconds[room] -= self.preparing
            self.preparing = 0

    def pytest_sessionfinish(self) -> None:
        if file := os.environ.get("TIMES_FILE"):
            found = {room: [seconds, self.tests[room]] for room, seconds in self.seconds.items()}
            Path(file).write_text(json.dumps(found))
