import pytest

from activities.models import Task, TeamMonth
from tests.activities.bulk import take_back
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of
from tests.conftest import LAST_MONTH


@pytest.fixture
def task(cast):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="draft")
    return Task.objects.get(team=cast.team_a1)


@pytest.fixture
def url(task):
    return f"/tasks/{task.pk}/edit/"


def form(task, **fields):
    values = {"title": task.title, "due_on": f"{task.due_on:%d/%m/%Y}", "state": "open", "version": task.version}
    return values | fields


def test_done(cast, sign_in, url, task):
    data = form(task, state="done", finished_on=f"{LAST_MONTH:20/%m/%Y}")
    assert sign_in(cast.leader_a1).post(url, data).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.finished_on) == ("done", LAST_MONTH.replace(day=20))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "done"}, "phải có ngày hoàn thành"),
        ({"state": "not_done"}, "Hãy ghi lý do"),
        ({"state": "done", "finished_on": "01/01/2099"}, "không thể ở tương lai"),
    ],
)
def test_bad_input(cast, sign_in, url, task, fields, sentence):
    assert sentence in text_of(sign_in(cast.leader_a1).post(url, form(task) | fields))


def test_second_editor_sees_both(cast, sign_in, url, task):
    sign_in(cast.leader_a1).post(url, form(task, title="Của tổ trưởng"))
    response = sign_in(cast.officer_a).post(url, form(task, title="Của cán bộ xã"))
    assert response.status_code == 409
    page = response.content.decode()
    assert "Của tổ trưởng" in page
    assert "Của cán bộ xã" in page


def test_closed_month(cast, sign_in, url, task):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="locked", state_reason="Chốt")
    page = text_of(sign_in(cast.office).post(url, form(task, title="Khác")))
    assert "khóa ngày" in page
    assert "Khác" in page


def test_visitor(client, url):
    asks_to_sign_in(client, url)


def test_onlookers_are_stopped(cast, sign_in, url):
    is_forbidden(sign_in(cast.member_a1), url)
    is_forbidden(sign_in(cast.leadership), url)


def test_other_team_is_not_found(cast, sign_in):
    other = Task.objects.get(team=cast.team_b1)
    is_not_found(sign_in(cast.leader_a1), f"/tasks/{other.pk}/edit/")


def test_a_change_can_be_taken_back(cast, sign_in):
    task = cast.team_a1.tasks.get()
    client = sign_in(cast.office)
    url = f"/tasks/{task.pk}/edit/"
    fields = {"version": task.version, "team": task.team_id, "title": "Việc khác", "due_on": f"{task.due_on:%d/%m/%Y}"}
    answer = client.post(url, fields | {"assignee": task.assignee_id, "state": "not_done", "not_done_reason": "mưa lũ"})
    task.refresh_from_db()
    assert (task.title, task.state) == ("Việc khác", "not_done")
    take_back(client, answer)
    task.refresh_from_db()
    assert (task.title, task.state, task.not_done_reason) == ("Nhiệm vụ A1", "open", "")
