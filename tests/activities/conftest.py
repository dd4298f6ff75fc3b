"""Fixtures of this app: addresses of months, and rows in numbers."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from activities.models import Activity, Attendance, Contribution, Meeting, Task
from households.models import VillageSnapshot
from plumbing import history
from tests.conftest import LAST_MONTH, THIS_MONTH

TODAY = dt.date.today()


@pytest.fixture
def month_url():
    """Return a function: page of a team's month → address."""

    def url(page, team, month=LAST_MONTH):
        return reverse(f"activities:{page}", args=[team.pk, month])

    return url


@pytest.fixture
def log_form(cast):
    """Return a function that gives the fields of the log's form for team A1 in this month, changed by words."""

    def form(**fields):
        ids = [c.pk for c in cast.cadres_a1]
        values = {
            "uuid": str(uuid.uuid4()),
            "version": "",
            "listed": ",".join(map(str, ids)),
            "held_on": f"{TODAY:%d/%m/%Y}",
            "present": ids,
            "households": "51",
            "people": "251",
            "births": "1",
            "deaths": "0",
            "arrivals": "0",
            "departures": "0",
            "new-TOTAL_FORMS": "2",
            "new-INITIAL_FORMS": "0",
            "new-0-due_on": "",
            "new-1-due_on": "",
        }
        return values | fields

    return form


@pytest.fixture
def many(cast):
    """Return a function that gives team A1 thirty more rows of a model."""

    def make(model):
        rows = {
            Meeting: lambda i: Meeting(team=cast.team_a1, month=dt.date(2023, 1, 1), held_on=dt.date(2023, 1, i + 1)),
            Task: lambda i: Task(team=cast.team_a1, title=f"Việc {i}", due_on=TODAY, assignee=cast.cadres_a1[i % 3]),
            Activity: lambda i: Activity(team=cast.team_a1, held_on=LAST_MONTH, field="other", title=f"Việc {i}"),
            Contribution: lambda i: Contribution(
                team=cast.team_a1, donor=f"Người {i}", kind="labour", amount=i + 1, received_on=LAST_MONTH
            ),
        }[model]
        made = [history.create(rows(i), by=cast.leader_a1) for i in range(30)]
        if model is Meeting:
            Attendance.objects.bulk_create(
                [Attendance(meeting=m, cadre=c, was_present=True) for m in made for c in cast.cadres_a1]
            )
        return made

    return make


@pytest.fixture
def ready(cast):
    """Make this month of team A1 complete, so that it can be submitted."""
    Task.objects.filter(team=cast.team_a1).update(state="done", finished_on=LAST_MONTH)
    history.create(Meeting(team=cast.team_a1, month=THIS_MONTH, held_on=TODAY, done="Xong"), by=cast.leader_a1)
    history.create(
        VillageSnapshot(village=cast.areas.a1, month=THIS_MONTH, households=50, people=250), by=cast.leader_a1
    )
