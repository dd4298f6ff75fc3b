"""Where the time of the tests goes: seconds by app, from the tests' own durations."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# What no app is to blame for: the tables of the test database, and what lies in tests/ itself.
DATABASE, WHOLE = "the test database", "the whole project"


def app_of(nodeid: str) -> str:
    """Return the folder of tests/ in which a test lies."""
    parts = nodeid.split("::")[0].split("/")
    return parts[1] if len(parts) > 2 else WHOLE


class Budget:
    """Adds durations up by app, and writes them to the file that TIMES_FILE names (see scripts/run_tests.py)."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.tests: Counter[str] = Counter()
        self.preparing = 0.0

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """Making the tables belongs to no app, least of all to the one whose test comes first."""
        begin = time.perf_counter()
        made = yield
        if fixturedef.argname == "django_db_setup":
            self.preparing = time.perf_counter() - begin
            self.seconds[DATABASE] += self.preparing
        return made

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        app = app_of(report.nodeid)
        self.seconds[app] += report.duration
        self.tests[app] += report.when == "call"
        if self.preparing:
            self.seconds[app] -= self.preparing
            self.preparing = 0

    def pytest_sessionfinish(self) -> None:
        if file := os.environ.get("TIMES_FILE"):
            found = {app: [seconds, self.tests[app]] for app, seconds in self.seconds.items()}
            Path(file).write_text(json.dumps(found))
