import uuid

import pytest

from activities.models import Contribution, TeamMonth
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of
from tests.conftest import LAST_MONTH


@pytest.fixture
def row(cast):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="draft")
    return Contribution.objects.get(team=cast.team_a1)


@pytest.fixture
def url(row):
    return f"/contributions/{row.pk}/correct/"


def form(cast, **fields):
    values = {
        "uuid": str(uuid.uuid4()),
        "team": cast.team_a1.pk,
        "reason": "Gõ nhầm số tiền",
        "donor": "Nhà hảo tâm A1",
        "kind": "money",
        "amount": "200.000",
        "received_on": f"{LAST_MONTH:02/%m/%Y}",
    }
    return values | fields


def total(cast):
    return sum(c.value for c in Contribution.objects.filter(team=cast.team_a1))


def test_counter_entry_and_right_entry(cast, sign_in, url, row):
    client = sign_in(cast.leader_a1)
    assert 'value="2.000.000"' in text_of(client.get(url))
    assert "Đã điều chỉnh khoản đóng góp." in text_of(client.post(url, form(cast), follow=True))
    assert Contribution.objects.get(corrects=row).value == -2_000_000
    assert total(cast) == 200_000


def test_only_take_it_back(cast, sign_in, url):
    sign_in(cast.leader_a1).post(url, form(cast, only_cancel="on"))
    assert total(cast) == 0


def test_second_correction_is_refused(cast, sign_in, url):
    client = sign_in(cast.leader_a1)
    client.post(url, form(cast))
    assert "đã được điều chỉnh trước đó" in text_of(client.post(url, form(cast)))
    assert total(cast) == 200_000


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "bắt buộc"),
        ({"reason": "x"}, "Hãy ghi rõ lý do"),
        ({"amount": "-1"}, "Số lượng phải lớn hơn 0"),
        ({"received_on": "01/01/2099"}, "chưa đến."),
    ],
)
def test_bad_input_changes_nothing(cast, sign_in, url, fields, sentence):
    assert sentence in text_of(sign_in(cast.leader_a1).post(url, form(cast) | fields))
    assert total(cast) == 2_000_000


def test_visitor(client, url):
    asks_to_sign_in(client, url)


def test_onlookers_are_stopped(cast, sign_in, url):
    is_forbidden(sign_in(cast.leadership), url)


def test_other_team_is_not_found(cast, sign_in):
    other = Contribution.objects.get(team=cast.team_b1)
    is_not_found(sign_in(cast.leader_a1), f"/contributions/{other.pk}/correct/")
