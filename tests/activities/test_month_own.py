from django.urls import reverse

from tests.activities.pages import asks_to_sign_in
from tests.conftest import THIS_MONTH

URL = "/months/"


def test_leader_comes_to_this_month_of_the_own_team(cast, sign_in, month_url):
    response = sign_in(cast.leader_a1).get(URL)
    assert response.url == month_url("month_detail", cast.team_a1, THIS_MONTH)


def test_office_comes_to_the_board(cast, sign_in):
    assert sign_in(cast.office).get(URL).url == reverse("activities:month_board")


def test_visitor(client, db):
    asks_to_sign_in(client, URL)
