"""Until somebody who decides has looked at it, a leader takes a submitted month back in one tap."""

import pytest

from activities.actions import months
from activities.models import TeamMonth
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of
from tests.conftest import LAST_MONTH


@pytest.fixture
def url(cast, month_url):
    return month_url("month_withdraw", cast.team_a1)


def row(cast):
    return TeamMonth.objects.get(team=cast.team_a1, month=LAST_MONTH)


def submit(cast):
    month = row(cast)
    months.return_month(row=month, reason="Thử lại", by=cast.office)
    cast.meeting_a1.tasks.update(state="done", finished_on=LAST_MONTH)
    TeamMonth.objects.filter(pk=month.pk).update(submitted_at=None)
    return months.submit_month(team=cast.team_a1, month=LAST_MONTH, by=cast.leader_a1)


def test_one_tap_takes_it_back_and_leaves_no_day_of_submission(cast, sign_in, url, month_url):
    submit(cast)
    client = sign_in(cast.leader_a1)
    page = text_of(client.get(month_url("month_detail", cast.team_a1)))
    assert f'action="{url}"' in page
    page = text_of(client.post(url, {"version": row(cast).version}, follow=True))
    assert "Đã lấy lại báo cáo tháng." in page
    assert (row(cast).state, row(cast).submitted_at) == ("draft", None)


def test_a_month_that_was_submitted_before_keeps_its_first_day(cast):
    first = submit(cast).submitted_at
    months.return_month(row=row(cast), reason="Thiếu số khẩu", by=cast.office)
    months.submit_month(team=cast.team_a1, month=LAST_MONTH, by=cast.leader_a1)
    months.withdraw_month(row=row(cast), by=cast.leader_a1)
    assert row(cast).submitted_at == first


@pytest.mark.parametrize(("who", "is_too_late"), [("officer_a", True), ("office", True), ("leadership", False)])
def test_not_any_more_when_whoever_decides_has_opened_it(cast, sign_in, url, month_url, who, is_too_late):
    submit(cast)
    text_of(sign_in(getattr(cast, who)).get(month_url("month_detail", cast.team_a1)))
    client = sign_in(cast.leader_a1)
    assert (f'action="{url}"' in text_of(client.get(month_url("month_detail", cast.team_a1)))) is not is_too_late
    client.post(url)
    assert row(cast).state == ("submitted" if is_too_late else "draft")


def test_a_month_in_another_state_says_so_when_the_page_is_opened(cast, sign_in, url):
    months.return_month(row=row(cast), reason="Thiếu số khẩu", by=cast.office)
    assert "Chưa có gì thay đổi" in text_of(sign_in(cast.leader_a1).get(url, follow=True))
    assert "Chưa có gì thay đổi" in text_of(sign_in(cast.leader_a1).post(url))
    assert row(cast).state == "returned"


def test_visitor(client, url):
    asks_to_sign_in(client, url)


@pytest.mark.parametrize("who", ["member_a1", "leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, url, who):
    is_forbidden(sign_in(getattr(cast, who)), url)


def test_other_team_is_not_found(cast, sign_in, month_url):
    is_not_found(sign_in(cast.leader_a1), month_url("month_withdraw", cast.team_b1))
