import datetime as dt
import uuid

import pytest

from activities.models import Activity, Contribution
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of
from tests.conftest import LAST_MONTH

URL = "/contributions/new/"
TODAY = dt.date.today()


def form(cast, **fields):
    values = {
        "uuid": str(uuid.uuid4()),
        "team": cast.team_a1.pk,
        "donor": "Hội Mẫu",
        "kind": "money",
        "amount": "1.500.000",
        "received_on": f"{TODAY:%d/%m/%Y}",
    }
    return values | fields


def test_money_is_its_own_value_and_is_written_once(cast, sign_in):
    client, data = sign_in(cast.member_a1), form(cast)
    first, second = client.post(URL, data), client.post(URL, data)
    assert first.status_code == 302
    assert first.url == second.url
    row = Contribution.objects.get(donor="Hội Mẫu")
    assert (row.amount, row.value, row.unit, row.created_by) == (1_500_000, 1_500_000, "đồng", cast.member_a1)


def test_for_an_activity(cast, sign_in):
    activity = Activity.objects.get(team=cast.team_a1)
    client = sign_in(cast.officer_a)
    assert f'value="{activity.pk}"' in text_of(client.get(f"{URL}?activity={activity.pk}"))
    client.post(URL, form(cast, activity=activity.pk, kind="land", amount="250,5"))
    row = Contribution.objects.get(donor="Hội Mẫu")
    assert (row.activity, row.unit, row.value, float(row.amount)) == (activity, "m²", None, 250.5)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"received_on": ""}, "Hãy ghi ngày cam kết hoặc ngày tiếp nhận."),
        ({"received_on": "01/01/2099"}, "chưa đến."),
        ({"received_on": f"{LAST_MONTH:05/%m/%Y}"}, "đã nộp. Nếu cần sửa"),
        ({"amount": "-5"}, "Số lượng phải lớn hơn 0"),
        ({"amount": "0"}, "Số lượng phải lớn hơn 0"),
        ({"amount": "900.000.000.000"}, "không hợp lý"),
        ({"amount": "nhiều"}, "nhiều"),
        ({"kind": "goods"}, "Hãy ghi đơn vị tính của hiện vật."),
        ({"donor": ""}, "bắt buộc"),
    ],
)
def test_bad_input_is_named_and_nothing_typed_is_lost(cast, sign_in, fields, sentence):
    response = sign_in(cast.leader_a1).post(URL, form(cast, description="Đã gõ") | fields)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert "Đã gõ" in page
    assert not Contribution.objects.filter(description="Đã gõ").exists()


def test_other_teams_are_not_offered(cast, sign_in):
    client = sign_in(cast.officer_a)
    other = Activity.objects.get(team=cast.team_b1)
    assert "bản Mẫu Đá" not in text_of(client.get(URL))
    assert client.post(URL, form(cast, team=cast.team_b1.pk)).status_code == 422
    assert client.post(URL, form(cast, activity=other.pk)).status_code == 422
    is_not_found(client, f"{URL}?activity={other.pk}")
    assert not Contribution.objects.filter(donor="Hội Mẫu").exists()


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


@pytest.mark.parametrize("who", ["leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, who):
    is_forbidden(sign_in(getattr(cast, who)), URL)


def test_labels_are_those_of_the_ledger(cast, sign_in):
    page = text_of(sign_in(cast.leader_a1).get(URL))
    assert "Ngày cam kết" in page
    assert "Ngày tiếp nhận" in page
