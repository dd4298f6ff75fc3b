import pytest

from activities.models import Activity, TeamMonth
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of


@pytest.fixture
def activity(cast):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="draft")
    return Activity.objects.get(team=cast.team_a1)


@pytest.fixture
def url(activity):
    return f"/activities/{activity.pk}/void/"


def test_voids_with_a_reason(cast, sign_in, url, activity):
    client = sign_in(cast.leader_a1)
    assert "Đưa hoạt động ra khỏi danh sách" in text_of(client.get(url))
    response = client.post(url, {"reason": "Ghi hai lần", "version": "1"}, follow=True)
    assert "Đã đưa hoạt động ra khỏi danh sách" in text_of(response)
    activity.refresh_from_db()
    assert (activity.voided_by, activity.void_reason) == (cast.leader_a1, "Ghi hai lần")
    assert client.get(url).status_code == 404
    assert "Ghi hai lần" in text_of(client.get(f"/activities/{activity.pk}/"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"reason": ""}, "bắt buộc"),
        ({"reason": "a"}, "Hãy ghi rõ lý do"),
        ({"reason": "Nhầm", "version": "9"}, "vừa sửa"),
    ],
)
def test_bad_input(cast, sign_in, url, activity, data, sentence):
    assert sentence in text_of(sign_in(cast.leader_a1).post(url, data))
    activity.refresh_from_db()
    assert not activity.is_voided


def test_visitor(client, url):
    asks_to_sign_in(client, url)


def test_onlookers_are_stopped(cast, sign_in, url):
    is_forbidden(sign_in(cast.leadership), url)


def test_other_team_is_not_found(cast, sign_in):
    is_not_found(sign_in(cast.leader_a1), f"/activities/{Activity.objects.get(team=cast.team_b1).pk}/void/")
