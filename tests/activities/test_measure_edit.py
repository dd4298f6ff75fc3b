import pytest

from activities.models import Measure
from tests.activities.pages import asks_to_sign_in, is_forbidden, text_of


@pytest.fixture
def measure(cast):
    return Measure.objects.get(code="gifts")


@pytest.fixture
def url(measure):
    return f"/measures/{measure.pk}/edit/"


def form(**fields):
    return {"name": "Suất quà", "unit": "suất", "most_at_once": "900", "version": "1"} | fields


def test_changes_all_but_the_code(cast, sign_in, url, measure):
    assert sign_in(cast.office).post(url, form(code="other")).status_code == 302
    measure.refresh_from_db()
    assert (measure.name, measure.code, measure.most_at_once, measure.is_active) == ("Suất quà", "gifts", 900, False)
    assert "Suất quà (suất)" not in text_of(sign_in(cast.member_a1).get("/activities/new/"))


def test_second_editor_sees_both(cast, sign_in, url):
    client = sign_in(cast.office)
    client.post(url, form(name="Thứ nhất"))
    response = client.post(url, form(name="Thứ hai"))
    assert response.status_code == 409
    assert "Thứ nhất" in response.content.decode()


def test_bad_input(cast, sign_in, url):
    assert "bắt buộc" in text_of(sign_in(cast.office).post(url, form(unit="")))


def test_visitor(client, url):
    asks_to_sign_in(client, url)


@pytest.mark.parametrize("who", ["officer_a", "leadership", "leader_a1"])
def test_onlookers_are_stopped(cast, sign_in, url, who):
    is_forbidden(sign_in(getattr(cast, who)), url)
