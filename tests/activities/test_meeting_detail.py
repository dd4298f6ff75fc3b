import pytest

from activities.models import TeamMonth
from tests.activities.pages import asks_to_sign_in, is_not_found, queries, text_of


@pytest.fixture
def url(cast):
    return f"/meetings/{cast.meeting_a1.pk}/"


def test_minutes(cast, sign_in, url):
    page = text_of(sign_in(cast.leadership).get(url))
    for words in ["Biên bản họp tổ ngày", "Đã làm: A1", "Giàng A Thử", "Nhiệm vụ A1", "Vắng mặt (1)", "Lò Văn Mẫu"]:
        assert words in page


def test_edit_is_offered_to_those_who_may(cast, sign_in, url, month_url):
    log = month_url("month_log", cast.team_a1)
    assert log in text_of(sign_in(cast.officer_a).get(url))
    assert log not in text_of(sign_in(cast.leader_a1).get(url))
    TeamMonth.objects.filter(team=cast.team_a1).update(state="draft")
    assert log in text_of(sign_in(cast.leader_a1).get(url))
    assert log not in text_of(sign_in(cast.member_a1).get(url))


def test_visitor(client, url):
    asks_to_sign_in(client, url)


@pytest.mark.parametrize("who", ["leader_a1", "member_a1", "officer_a", "agency_lead", "stranger"])
def test_other_teams_minutes_are_not_found(cast, sign_in, who):
    is_not_found(sign_in(getattr(cast, who)), f"/meetings/{cast.meeting_b1.pk}/", post=False)


def test_queries_stay_few(cast, sign_in, url):
    assert queries(sign_in(cast.office), url) <= 12
