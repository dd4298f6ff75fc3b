"""Which tests a pass takes: every test that reads or writes rows runs on each database, every other one once.

Two passes run at the same time (scripts/run_tests.py). What is to run once is taken by whichever pass has the time, so
both end together whatever is added: CLAIMS_FOLDER names a folder in which a file stands for each test that is taken.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.budget import app_of

# pytest-django refuses the database to a test that has none of these, so nothing that touches rows can slip through.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup", "django_db_reset_sequences"}


def touches_rows(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)


def runs_once(item: pytest.Item) -> bool:
    """Tell whether one database is enough: nothing of the test differs between them, or it is long and in a browser."""
    is_journey = item.get_closest_marker("browser") is not None and item.get_closest_marker("both") is None
    return is_journey or not touches_rows(item)


def belongs_to(item: pytest.Item, app: str) -> bool:
    """Tell whether a test lies in the app's folder, is given the app as a parameter, or is marked with it."""
    callspec = getattr(item, "callspec", None)
    return (
        app_of(item.nodeid) == app
        or (callspec is not None and callspec.params.get("app") == app)
        or any(app in marker.args for marker in item.iter_markers("app"))
    )


class Claims:
    """Takes tests out of a folder that two passes share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, item: pytest.Item) -> bool:
        """Tell whether the test is ours: it is whoever's makes its file first."""
        try:
            (self.folder / hashlib.sha256(item.nodeid.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """What runs once comes last, the journeys before the many short tests that fill the gap at the end."""
        items.sort(key=lambda item: (runs_once(item), runs_once(item) and not touches_rows(item)))

    def remaining(self, items: list[pytest.Item]) -> Iterator[pytest.Item]:
        """Yield what is ours; a test that runs once is claimed only when its turn has come."""
        for item in items:
            if not runs_once(item) or self.take(item):
                yield item

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests as pytest does, save that the next one is known only when it is claimed."""
        if session.testsfailed and not session.config.option.continue_on_collection_errors:
            raise session.Interrupted(f"{session.testsfailed} errors during collection")
        if session.config.option.collectonly:
            return True
        ours = self.remaining(session.items)
        item = next(ours, None)
        while item is not None:
            following = next(ours, None)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
            item = following
        return True


def claims() -> Claims | None:
    """Return the claims of this run, where two passes share the work."""
    folder = os.environ.get("CLAIMS_FOLDER")
    return Claims(Path(folder)) if folder else None
