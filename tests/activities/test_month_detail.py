import datetime as dt

import pytest
from django.utils import timezone

from activities.actions import months
from activities.models import Activity, Contribution, Task, TeamMonth
from plumbing import history
from plumbing.dates import add_months
from tests.activities.pages import BAIT, asks_to_sign_in, is_not_found, queries, text_of
from tests.closed import check_answer
from tests.conftest import LAST_MONTH, THIS_MONTH


def test_shows_all_that_was_logged(cast, sign_in, month_url):
    page = text_of(sign_in(cast.leader_a1).get(month_url("month_detail", cast.team_a1)))
    for words in ["Đã làm: A1", "Nhiệm vụ A1", "Hoạt động A1", "Nhà hảo tâm A1", "2.000.000 đồng", "2/3 thành viên"]:
        assert words in page
    assert BAIT not in page


def test_says_what_is_missing(cast, sign_in, month_url):
    page = text_of(sign_in(cast.leader_a1).get(month_url("month_detail", cast.team_a1, THIS_MONTH)))
    assert page.count("Còn thiếu") == 2
    assert "1 chưa có kết quả" in page


def test_shows_the_tasks_of_the_next_month(cast, sign_in, month_url):
    due = add_months(THIS_MONTH, 1)
    history.create(Task(team=cast.team_a1, title="Làm cầu tạm", due_on=due), by=None)
    client = sign_in(cast.leader_a1)
    assert "Làm cầu tạm" in text_of(client.get(month_url("month_detail", cast.team_a1, THIS_MONTH)))
    assert "Làm cầu tạm" not in text_of(client.get(month_url("month_detail", cast.team_a1, LAST_MONTH)))


def test_without_a_month_it_is_this_one(cast, sign_in, month_url):
    page = text_of(sign_in(cast.leader_a1).get(f"/months/{cast.team_a1.pk}/"))
    assert f"Tháng {THIS_MONTH.month}/{THIS_MONTH.year}" in page


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("leader_a1", set()),
        ("member_a1", set()),
        ("leadership", set()),
        ("officer_a", {"accept", "return"}),
        ("office", {"accept", "return"}),
    ],
)
def test_submitted_month_offers_each_role_its_steps(cast, sign_in, month_url, who, steps):
    page = text_of(sign_in(getattr(cast, who)).get(month_url("month_detail", cast.team_a1)))
    offered = {
        s for s in ("submit", "accept", "return", "lock", "reopen") if month_url(f"month_{s}", cast.team_a1) in page
    }
    assert offered == steps


def test_only_the_office_locks(cast, sign_in, month_url):
    lock = month_url("month_lock", cast.team_a2)
    url = month_url("month_detail", cast.team_a2)
    assert lock in text_of(sign_in(cast.office).get(url))
    assert lock not in text_of(sign_in(cast.officer_a).get(url))


def test_locked_month_says_who_and_why(cast, sign_in, month_url):
    row = TeamMonth.objects.get(team=cast.team_a2, month=LAST_MONTH)
    months.lock_month(row=row, reason="Đã chốt số liệu", by=cast.office)
    page = text_of(sign_in(cast.officer_a).get(month_url("month_detail", cast.team_a2)))
    assert "đã được Thử vanphong khóa ngày" in page
    assert "Đã chốt số liệu" in page
    assert month_url("month_log", cast.team_a2) not in page


def test_returned_month_shows_the_reason(cast, sign_in, month_url):
    row = TeamMonth.objects.get(team=cast.team_a1, month=LAST_MONTH)
    months.return_month(row=row, reason="Thiếu số khẩu", by=cast.officer_a)
    page = text_of(sign_in(cast.leader_a1).get(month_url("month_detail", cast.team_a1)))
    assert "Thiếu số khẩu" in page
    assert "Thử xa.a" in page
    # Whoever mends the log reads there what is to be mended.
    assert "Thiếu số khẩu" in text_of(sign_in(cast.leader_a1).get(month_url("month_log", cast.team_a1)))


def test_late_only_when_never_handed_in(cast, sign_in, month_url):
    month = add_months(THIS_MONTH, -3)
    client = sign_in(cast.office)
    assert "Quá hạn" in text_of(client.get(month_url("month_detail", cast.team_a1, month)))
    TeamMonth.objects.create(
        team=cast.team_a1, month=month, state="returned", state_reason="x", submitted_at=timezone.now()
    )
    assert "Quá hạn" not in text_of(client.get(month_url("month_detail", cast.team_a1, month)))


def test_values_of_the_history_are_for_those_who_may_read_it(cast, sign_in, month_url):
    meeting = cast.meeting_a1
    meeting.done = "Sửa lại sau"
    history.change(meeting, by=cast.officer_a)
    url = month_url("month_detail", cast.team_a1)
    assert "<del>" in text_of(sign_in(cast.office).get(url))
    assert "<del>" not in text_of(sign_in(cast.leader_a1).get(url))


def test_visitor(cast, client, month_url):
    asks_to_sign_in(client, month_url("month_detail", cast.team_a1))


@pytest.mark.parametrize("who", ["leader_a1", "member_a1", "officer_a", "agency_lead", "stranger"])
def test_other_teams_are_not_found(cast, sign_in, month_url, who):
    is_not_found(sign_in(getattr(cast, who)), month_url("month_detail", cast.team_b1), post=False)


def test_impossible_month_is_not_found(cast, sign_in):
    check_answer(sign_in(cast.office).get(f"/months/{cast.team_a1.pk}/2024-13/"), 404)


@pytest.mark.parametrize("who", ["leader_a1", "office"])
def test_queries_stay_few(cast, sign_in, month_url, many, who):
    client, url = sign_in(getattr(cast, who)), month_url("month_detail", cast.team_a1)
    client.get(url)  # what is asked once and kept does not count
    few = queries(client, url)
    for model in (Activity, Contribution, Task):
        many(model)
    assert queries(client, url) <= few <= 12


def test_future_month_shows_that_it_has_not_begun(cast, sign_in, month_url):
    page = text_of(sign_in(cast.leader_a1).get(month_url("month_detail", cast.team_a1, dt.date(2090, 1, 1))))
    assert "Tháng 1/2090 chưa đến." in page


@pytest.mark.usefixtures("ready")
def test_each_step_ends_where_its_page_says(cast, sign_in, month_url):
    client = sign_in(cast.office)
    row = TeamMonth.objects.get(team=cast.team_a1, month=LAST_MONTH)
    for step in ("return", "submit", "accept", "lock", "reopen"):
        url = month_url(f"month_{step}", cast.team_a1)
        answer = client.get(url).context["then"]
        assert answer != row.state
        assert client.post(url, {"version": row.version, "reason": "Thử từng bước"}).status_code == 302, step
        row.refresh_from_db()
        assert row.state == answer, step
