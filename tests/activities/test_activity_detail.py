import pytest

from activities.models import Activity
from tests.activities.pages import asks_to_sign_in, is_not_found, queries, text_of


@pytest.fixture
def activity(cast):
    return Activity.objects.get(team=cast.team_a1)


@pytest.fixture
def url(activity):
    return f"/activities/{activity.pk}/"


def test_shows_quantities_and_gifts(cast, sign_in, url):
    page = text_of(sign_in(cast.leadership).get(url))
    for words in ["Hoạt động A1", "Suất quà trao tặng", "12 suất", "Nhà hảo tâm A1", "2.000.000 đồng"]:
        assert words in page


def test_edit_and_void_are_offered_while_the_month_is_open(cast, sign_in, url):
    assert url + "edit/" in text_of(sign_in(cast.officer_a).get(url))
    assert url + "void/" not in text_of(sign_in(cast.leader_a1).get(url))
    assert url + "edit/" not in text_of(sign_in(cast.leadership).get(url))


def test_visitor(client, url):
    asks_to_sign_in(client, url)


@pytest.mark.parametrize("who", ["leader_a1", "officer_a", "agency_lead", "stranger"])
def test_other_team_is_not_found(cast, sign_in, who):
    other = Activity.objects.get(team=cast.team_b1)
    is_not_found(sign_in(getattr(cast, who)), f"/activities/{other.pk}/", post=False)


def test_queries_stay_few(cast, sign_in, url):
    assert queries(sign_in(cast.office), url) <= 12
