"""What became of a task, said on the month's page: done, not done and given up, or carried over."""

import pytest

from activities.models import Task, TeamMonth
from plumbing.dates import add_months
from tests.activities.bulk import take_back
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of
from tests.conftest import LAST_MONTH, THIS_MONTH


@pytest.fixture
def task(cast):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="draft")
    return Task.objects.get(team=cast.team_a1)


@pytest.fixture
def url(task):
    return f"/tasks/{task.pk}/settle/?month={LAST_MONTH:%Y-%m}"


def said(task):
    task.refresh_from_db()
    return task.state, task.not_done_reason


def test_the_months_page_offers_two_clear_choices_and_done(cast, sign_in, task, month_url):
    client = sign_in(cast.leader_a1)
    page = text_of(client.get(month_url("month_detail", cast.team_a1)))
    log = text_of(client.get(month_url("month_log", cast.team_a1)))
    for words in ("Xong", "Không thực hiện được", "Chuyển sang tháng sau"):
        assert words in page
        assert words in log
    assert "Chưa xong" not in page + log
    # An onlooker reads the state alone.
    assert "/settle/" not in text_of(sign_in(cast.leadership).get(month_url("month_detail", cast.team_a1)))


def test_carried_over_and_taken_back(cast, sign_in, task, url, month_url):
    client = sign_in(cast.leader_a1)
    answer = client.post(url, {"outcome": "carried", "version": task.version})
    assert answer.url == month_url("month_detail", cast.team_a1)
    assert said(task) == ("carried", "")
    later = task.carried_to.get()
    assert (later.state, later.due_on.replace(day=1)) == ("open", THIS_MONTH)
    take_back(client, answer)
    assert said(task) == ("open", "")
    assert task.carried_to.get().is_voided
    # Once more: what was called back does not stand in the way.
    client.post(url, {"outcome": "carried"})
    assert task.carried_to.live().count() == 1
    assert "Đã chuyển sang tháng sau" in text_of(client.get(answer.url))


def test_given_up_says_why(cast, sign_in, task, url):
    client = sign_in(cast.leader_a1)
    assert 'value="not_done"  id="id_outcome_1" required checked' in text_of(client.get(f"{url}&outcome=not_done"))
    page = text_of(client.post(url, {"outcome": "not_done", "version": task.version}))
    assert "hãy ghi lý do không thực hiện được" in page
    client.post(url, {"outcome": "not_done", "reason": "Mưa lũ", "version": task.version})
    assert said(task) == ("not_done", "Mưa lũ")


def test_a_second_editor_is_told(cast, sign_in, task, url):
    Task.objects.filter(pk=task.pk).update(version=5, changed_by=cast.office)
    assert sign_in(cast.leader_a1).post(url, {"outcome": "done", "version": "1"}).status_code == 422
    assert said(task) == ("open", "")


def test_not_in_a_closed_month_nor_into_one(cast, sign_in, task, url):
    TeamMonth.objects.create(team=cast.team_a1, month=THIS_MONTH, state="locked", state_reason="thử")
    client = sign_in(cast.leader_a1)
    assert "khóa ngày" in text_of(client.post(url, {"outcome": "carried"}))
    # A month further on it may go.
    assert client.post(url.replace(f"{LAST_MONTH:%Y-%m}", f"{THIS_MONTH:%Y-%m}"), {"outcome": "carried"}).url
    assert task.carried_to.get().due_on.replace(day=1) == add_months(THIS_MONTH, 1)
    TeamMonth.objects.filter(team=cast.team_a2).update(state="locked", state_reason="thử")
    other = Task.objects.get(team=cast.team_a2)
    assert "khóa ngày" in text_of(sign_in(cast.officer_a).post(f"/tasks/{other.pk}/settle/", {"outcome": "done"}))


def test_what_is_settled_is_not_asked_about_again(cast, sign_in, task, url):
    Task.objects.filter(pk=task.pk).update(state="not_done", not_done_reason="mưa")
    is_not_found(sign_in(cast.leader_a1), url)


def test_others(cast, sign_in, client, url):
    asks_to_sign_in(client, url)
    is_forbidden(sign_in(cast.leadership), url)
    is_not_found(sign_in(cast.leader_b1), url)
