import datetime as dt
import uuid

import pytest

from activities.models import Task
from tests.activities.pages import BAIT, asks_to_sign_in, is_forbidden, is_not_found, text_of

URL = "/tasks/new/"
DUE = dt.date.today() + dt.timedelta(days=40)


def form(cast, **fields):
    values = {"uuid": str(uuid.uuid4()), "team": cast.team_a1.pk, "title": "Vận động", "due_on": f"{DUE:%d/%m/%Y}"}
    return values | fields


def test_creates_once(cast, sign_in):
    client, data = sign_in(cast.leader_a1), form(cast, assignee=cast.cadres_a1[1].pk)
    for _ in range(2):
        assert client.post(URL, data).status_code == 302
    assert "đã được lưu trước đó" in text_of(client.post(URL, data | {"title": "Khác"}))
    task = Task.objects.get(title="Vận động")
    assert (task.assignee, task.due_on, task.created_by) == (cast.cadres_a1[1], DUE, cast.leader_a1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "Ô này bắt buộc phải nhập."),
        ({"due_on": "01/01/2021"}, "trước ngày giao nhiệm vụ"),
        ({"due_on": "01/01/2099"}, "quá xa"),
        ({"due_on": "mai"}, "“mai” không phải là ngày"),
    ],
)
def test_bad_input(cast, sign_in, fields, sentence):
    response = sign_in(cast.leader_a1).post(URL, form(cast) | fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Task.objects.filter(title="Vận động").exists()


def test_neither_other_teams_nor_their_members_are_offered(cast, sign_in):
    client = sign_in(cast.officer_a)
    page = text_of(client.get(f"{URL}?team={cast.team_a1.pk}"))
    assert "Lò Văn Mẫu" in page
    assert "Bí Mật" not in page
    assert "bản Mẫu Đá" not in page
    assert client.post(URL, form(cast, team=cast.team_b1.pk)).status_code == 422
    assert BAIT not in page
    is_not_found(client, f"{URL}?team={cast.team_b1.pk}")


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


@pytest.mark.parametrize("who", ["member_a1", "leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, who):
    is_forbidden(sign_in(getattr(cast, who)), URL)
