import pytest

from activities.models import Task
from tests.activities.bulk import say_yes
from tests.activities.pages import BAIT, asks_to_sign_in, is_forbidden, text_of

URL = "/tasks/assign/"


def test_gives_tasks_to_a_member_of_the_team(cast, sign_in, many):
    many(Task)
    new = cast.cadres_a1[2]
    say_yes(sign_in(cast.leader_a1), f"{URL}?all=1&q=viec", assignee=new.pk)
    assert Task.objects.filter(assignee=new).count() == 30


def test_offers_and_takes_nobody_of_another_team(cast, sign_in):
    client = sign_in(cast.officer_a)
    url = f"{URL}?row={cast.team_a1.tasks.first().pk}"
    page = text_of(client.get(url))
    assert cast.cadres_a1[1].name in page
    assert cast.cadres_a2[0].name not in page
    assert BAIT not in page
    for other in [cast.cadres_a2[0], cast.cadres_b1[0]]:
        assert say_yes(client, url, assignee=other.pk).status_code == 422
    assert Task.objects.get(team=cast.team_a1).assignee == cast.cadres_a1[0]


def test_tasks_of_several_teams_are_sent_back(cast, sign_in):
    response = sign_in(cast.office).get(f"{URL}?all=1&q=nhiem")
    assert response.url == "/tasks/?q=nhiem"


def test_stays_in_scope(cast, sign_in):
    bait = cast.team_b1.tasks.first()
    client = sign_in(cast.leader_a1)
    client.post(f"{URL}?row={bait.pk}", {"assignee": cast.cadres_a1[0].pk})
    bait.refresh_from_db()
    assert bait.assignee == cast.cadres_b1[0]


@pytest.mark.parametrize("who", ["member_a1", "leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, who):
    is_forbidden(sign_in(getattr(cast, who)), URL)


def test_visitor(client, db):
    asks_to_sign_in(client, URL)
