"""Rows in plenty, for the tests that count queries."""

import datetime as dt
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plumbing import history
from reports import rollups
from teams import tree
from teams.models import Area, Team
from tests.conftest import LAST_MONTH, make_month


@pytest.fixture
def many_teams(cast):
    """Return `.add(number)`, which makes villages with a team and a month, and `.queries(client, url)`."""

    def add(number):
        for place in range(number):
            village = history.create(Area(level="village", code=f"v{place}", name=f"Bản Thêm {place}"), by=None)
            for row in tree.containments_of(village, cast.areas.old_a):
                history.create(row, by=None)
            team = history.create(
                Team(village=village, name=f"Tổ thêm {place}", active_from=dt.date(2022, 1, 1)), by=None
            )
            make_month(team, cast.cadres_a1, LAST_MONTH, "submitted", f"thêm {place}")
        tree.rebuild_paths()

    def queries(client, url):
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    return SimpleNamespace(add=add, queries=queries)


@pytest.fixture
def thirty_more(counted, prepared_rows, many_teams):
    """Return a function that puts thirty teams more beside those of the counted cast, and rolls them up."""

    def make():
        many_teams.add(30)
        rollups.take_waiting()

    return lambda: prepared_rows["thirty more"].replace_or_make(make)


@pytest.fixture(autouse=True)
def _after_the_due_day(settings):
    """Tests speak of last month as one whose day has passed; on the first days of a month the clock is moved on."""
    today = dt.date.today()
    if today.day > settings.MONTH_DUE_DAY:
        yield
        return
    with time_machine.travel(dt.datetime(today.year, today.month, 10, 12, tzinfo=dt.UTC)):
        yield
