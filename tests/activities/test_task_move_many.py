import datetime as dt

import pytest

from activities.models import Task, TeamMonth
from plumbing import history
from plumbing.dates import add_months
from tests.activities.bulk import say_yes, take_back
from tests.activities.pages import asks_to_sign_in, is_forbidden
from tests.conftest import LAST_MONTH, THIS_MONTH

URL = "/tasks/move/"
LATER = THIS_MONTH.replace(day=28)


def live(*names):
    return Task.objects.live().values_list(*names)


def test_gives_a_new_day_and_counts_the_carrying(cast, sign_in):
    client = sign_in(cast.office)
    answer = say_yes(client, f"{URL}?all=1", due_on=f"{LATER:%d/%m/%Y}")
    due = LAST_MONTH.replace(day=25)
    # What was due stays due there, and goes on.
    assert set(live("due_on", "state", "carried_over")) == {(due, "carried", 0), (LATER, "open", 1)}
    take_back(client, answer)
    assert set(live("due_on", "state", "carried_over")) == {(due, "open", 0)}
    # Within the same month nothing is carried over.
    say_yes(client, f"{URL}?all=1", due_on=f"{LAST_MONTH.replace(day=26):%d/%m/%Y}")
    assert set(live("due_on", "state")) == {(LAST_MONTH.replace(day=26), "open")}
    # Nor is a task whose month has not begun: it is only planned anew.
    ahead = [add_months(THIS_MONTH, n).replace(day=9) for n in (1, 2)]
    row = history.create(Task(team=cast.team_a1, title="Việc sau", due_on=ahead[0]), by=None)
    say_yes(client, f"{URL}?row={row.pk}", due_on=f"{ahead[1]:%d/%m/%Y}")
    assert set(live("due_on", "state").filter(title="Việc sau")) == {(ahead[1], "open")}


@pytest.mark.parametrize("day", [LAST_MONTH - dt.timedelta(days=9), dt.date(2090, 1, 1)])
def test_not_before_it_was_given_nor_in_many_years(cast, sign_in, day):
    assert say_yes(sign_in(cast.office), f"{URL}?all=1", due_on=f"{day:%d/%m/%Y}").status_code == 422
    assert set(Task.objects.values_list("due_on", flat=True)) == {LAST_MONTH.replace(day=25)}


def test_not_into_a_locked_month(cast, sign_in):
    TeamMonth.objects.create(team=cast.team_a1, month=add_months(THIS_MONTH, 1), state="locked", state_reason="thử")
    day = add_months(THIS_MONTH, 1)
    response = say_yes(sign_in(cast.leader_a1), f"{URL}?all=1", due_on=f"{day:%d/%m/%Y}")
    assert response.status_code == 422
    assert not Task.objects.filter(due_on=day).exists()


def test_stays_in_scope(cast, sign_in):
    bait = cast.team_b1.tasks.first().pk
    for who in [cast.officer_a, cast.leader_a1]:
        say_yes(sign_in(who), f"{URL}?row={bait}", due_on=f"{LATER:%d/%m/%Y}")
        say_yes(sign_in(who), f"{URL}?all=1", due_on=f"{LATER:%d/%m/%Y}")
    assert Task.objects.get(pk=bait).due_on == LAST_MONTH.replace(day=25)


@pytest.mark.parametrize("who", ["member_a1", "leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, who):
    is_forbidden(sign_in(getattr(cast, who)), URL)


def test_visitor(client, db):
    asks_to_sign_in(client, URL)
