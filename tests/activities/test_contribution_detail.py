import pytest

from activities.actions.contributions import correct_contribution
from activities.models import Contribution
from tests.activities.pages import asks_to_sign_in, is_not_found, queries, text_of


@pytest.fixture
def row(cast):
    return Contribution.objects.get(team=cast.team_a1)


@pytest.fixture
def url(row):
    return f"/contributions/{row.pk}/"


def test_shows_the_entry_and_its_steps(cast, sign_in, url):
    page = text_of(sign_in(cast.office).get(url))
    for words in ["Nhà hảo tâm A1", "2.000.000 đồng", "Hoạt động A1", url + "correct/", url + "hand-over/"]:
        assert words in page
    assert url + "correct/" not in text_of(sign_in(cast.leadership).get(url))


def test_corrected_entry_and_its_counter_entry_name_each_other(cast, sign_in, url, row):
    counter = correct_contribution(contribution=row, reason="Gõ nhầm số", by=cast.office)
    client = sign_in(cast.office)
    page = text_of(client.get(url))
    assert f"/contributions/{counter.pk}/" in page
    assert url + "correct/" not in page
    page = text_of(client.get(f"/contributions/{counter.pk}/"))
    assert url in page
    assert "Gõ nhầm số" in page
    assert "-2.000.000" in page


def test_visitor(client, url):
    asks_to_sign_in(client, url)


@pytest.mark.parametrize("who", ["leader_a1", "officer_a", "agency_lead", "stranger"])
def test_other_team_is_not_found(cast, sign_in, who):
    other = Contribution.objects.get(team=cast.team_b1)
    is_not_found(sign_in(getattr(cast, who)), f"/contributions/{other.pk}/", post=False)


def test_queries_stay_few(cast, sign_in, url):
    assert queries(sign_in(cast.office), url) <= 12
