import uuid

import pytest

from activities.models import Measure
from tests.activities.pages import asks_to_sign_in, is_forbidden, text_of

URL = "/measures/new/"


def form(**fields):
    values = {
        "uuid": str(uuid.uuid4()),
        "name": "Giống cây",
        "unit": "cây",
        "code": "seedlings",
        "most_at_once": "50.000",
        "is_active": "on",
    }
    return values | fields


def test_new_measure_is_offered_in_the_form_of_activities(cast, sign_in):
    client, data = sign_in(cast.office), form()
    for _ in range(2):
        assert client.post(URL, data).status_code == 302
    measure = Measure.objects.get(code="seedlings")
    assert (measure.most_at_once, measure.created_by) == (50_000, cast.office)
    assert "Giống cây (cây)" in text_of(client.get("/activities/new/"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "Cây giống"}, "Chỉ dùng chữ thường không dấu"),
        ({"code": "gifts"}, "invalid-feedback"),
        ({"code": "poor_households"}, "Mã này đã dùng cho một chỉ tiêu khác"),
        ({"name": ""}, "bắt buộc"),
        ({"most_at_once": "-1"}, "invalid-feedback"),
    ],
)
def test_bad_input(cast, sign_in, fields, sentence):
    assert sentence in text_of(sign_in(cast.office).post(URL, form() | fields))
    assert not Measure.objects.filter(code="seedlings").exists()


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


@pytest.mark.parametrize("who", ["officer_a", "leadership", "leader_a1"])
def test_onlookers_are_stopped(cast, sign_in, who):
    is_forbidden(sign_in(getattr(cast, who)), URL)


def test_what_was_typed_after_going_back_is_refused_not_lost(cast, sign_in):
    """The form made its measure; sent again with another name it says so, and keeps what was typed."""
    client, data = sign_in(cast.office), form()
    client.post(URL, data)
    response = client.post(URL, data | {"name": "Giống cây ăn quả"})
    page = text_of(response)
    assert response.status_code == 422
    assert "Giống cây ăn quả" in page
    assert Measure.objects.get(code="seedlings").name == "Giống cây"
