import pytest

from activities.models import TeamMonth
from plumbing.models import Change
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of
from tests.conftest import LAST_MONTH


@pytest.fixture
def url(cast, month_url):
    return month_url("month_return", cast.team_a1)


def row(cast):
    return TeamMonth.objects.get(team=cast.team_a1, month=LAST_MONTH)


def test_return(cast, sign_in, url):
    client = sign_in(cast.office)
    assert "Trả lại báo cáo tháng" in text_of(client.get(url))
    response = client.post(url, {"version": row(cast).version, "reason": "Thiếu số khẩu"}, follow=True)
    assert "Thiếu số khẩu" in text_of(response)
    assert (row(cast).state, row(cast).state_by) == ("returned", cast.office)
    assert Change.objects.about(row(cast)).first().action == "returned"


def test_the_team_is_led_to_what_is_asked_for(cast, sign_in, url, month_url):
    asked = {"reason": "Thiếu số khẩu", "asked_for": ["figures", "activities"]}
    sign_in(cast.office).post(url, {"version": row(cast).version} | asked)
    log = month_url("month_log", cast.team_a1)
    client = sign_in(cast.leader_a1)
    for page in ("/", month_url("month_detail", cast.team_a1), log):
        words = text_of(client.get(page))
        assert f'href="{log}#log-figures"' in words, page
        assert f'/activities/new/?team={cast.team_a1.pk}&amp;month={LAST_MONTH:%Y-%m}"' in words, page
    changed = Change.objects.about(row(cast)).first()
    assert "asked_for" in changed.after


def test_needs_a_reason(cast, sign_in, url):
    page = text_of(sign_in(cast.office).post(url, {"reason": "  "}))
    assert "Ô này bắt buộc phải nhập." in page
    assert row(cast).state == "submitted"
    assert "Hãy ghi rõ lý do" in text_of(sign_in(cast.office).post(url, {"reason": "x"}))


def test_somebody_was_quicker(cast, sign_in, url):
    version = row(cast).version
    TeamMonth.objects.filter(pk=row(cast).pk).update(version=version + 1, state_by=cast.administrator)
    page = text_of(sign_in(cast.office).post(url, {"version": version, "reason": "Thiếu số khẩu"}))
    assert "Chưa có gì thay đổi" in page
    assert "Thử quantri" in page
    assert row(cast).state == "submitted"


def test_month_in_another_state(cast, sign_in, url, month_url):
    TeamMonth.objects.filter(pk=row(cast).pk).update(state="draft")
    assert "Chưa có gì thay đổi" in text_of(sign_in(cast.office).post(url, {"reason": "Lý do rõ ràng"}))


def test_visitor(cast, client, url):
    asks_to_sign_in(client, url)


@pytest.mark.parametrize("who", ["leader_a1", "member_a1", "leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, url, who):
    is_forbidden(sign_in(getattr(cast, who)), url)
    assert row(cast).state == "submitted"


def test_other_area_is_not_found(cast, sign_in, month_url):
    is_not_found(sign_in(cast.officer_a), month_url("month_return", cast.team_b1))
