from activities.models import Meeting, TeamMonth
from plumbing.models import Change
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of
from tests.conftest import THIS_MONTH


def test_leader_submits(cast, sign_in, month_url, ready):
    url = month_url("month_submit", cast.team_a1, THIS_MONTH)
    client = sign_in(cast.leader_a1)
    assert "Nộp báo cáo tháng" in text_of(client.get(url))
    response = client.post(url, follow=True)
    assert "Đã nộp báo cáo tháng." in text_of(response)
    row = TeamMonth.objects.get(team=cast.team_a1, month=THIS_MONTH)
    assert (row.state, row.state_by) == ("submitted", cast.leader_a1)


def test_what_is_missing_is_listed(cast, sign_in, month_url):
    page = text_of(sign_in(cast.leader_a1).post(month_url("month_submit", cast.team_a1, THIS_MONTH)))
    assert f"Chưa ghi buổi họp tổ của tháng {THIS_MONTH.month}/{THIS_MONTH.year}." in page
    assert "Nhiệm vụ “Nhiệm vụ A1” có hạn ngày" in page


def test_second_submission_says_who_was_first(cast, sign_in, month_url, ready):
    url = month_url("month_submit", cast.team_a1, THIS_MONTH)
    sign_in(cast.leader_a1).post(url)
    page = text_of(sign_in(cast.officer_a).post(url))
    assert "Chưa có gì thay đổi" in page
    assert "Thử totruong.a1" in page
    assert Change.objects.filter(action="submitted", title__contains="Huổi Thử").count() == 1


def test_visitor(cast, client, month_url):
    asks_to_sign_in(client, month_url("month_submit", cast.team_a1, THIS_MONTH))


def test_member_may_look_but_not_submit(cast, sign_in, month_url, ready):
    is_forbidden(sign_in(cast.member_a1), month_url("month_submit", cast.team_a1, THIS_MONTH))
    is_forbidden(sign_in(cast.leadership), month_url("month_submit", cast.team_a1, THIS_MONTH))
    assert Meeting.objects.filter(team=cast.team_a1, month=THIS_MONTH).exists()
    assert not TeamMonth.objects.filter(team=cast.team_a1, month=THIS_MONTH).exists()


def test_other_team_is_not_found(cast, sign_in, month_url):
    is_not_found(sign_in(cast.leader_a1), month_url("month_submit", cast.team_b1, THIS_MONTH))
