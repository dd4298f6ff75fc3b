import pytest

from activities.models import Measure
from plumbing import history
from tests.activities.pages import asks_to_sign_in, is_forbidden, queries, text_of
from tests.closed import check_answer

URL = "/measures/"


def test_lists_the_catalogue(cast, sign_in):
    page = text_of(sign_in(cast.office).get(URL))
    assert "Suất quà trao tặng" in page
    assert "lamp_posts" in page


def test_search_without_diacritics(cast, sign_in):
    page = text_of(sign_in(cast.office).get(URL + "?q=suat+qua"))
    assert "Suất quà trao tặng" in page
    assert "lamp_posts" not in page


@pytest.mark.parametrize("who", ["officer_a", "leadership", "leader_a1", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, who):
    check_answer(sign_in(getattr(cast, who)).get(URL), 403)


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


def test_same_queries_for_ten_and_forty(cast, sign_in):
    client = sign_in(cast.office)
    few = queries(client, URL)
    for i in range(30):
        history.create(Measure(code=f"measure_{i}", name=f"Chỉ tiêu {i}", unit="cái"), by=None)
    assert queries(client, URL) == few <= 12


def test_leader_cannot_post_either(cast, sign_in):
    is_forbidden(sign_in(cast.leader_a1), "/measures/new/")
