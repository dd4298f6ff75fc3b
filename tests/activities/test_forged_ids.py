"""Ids that no database holds, and keys of other people's records, come back as sentences or "not found"."""

import datetime as dt
import uuid

import pytest

from activities.models import Meeting, Task
from tests.activities.pages import BAIT, text_of
from tests.conftest import THIS_MONTH

HUGE = "9" * 30


@pytest.mark.parametrize(
    ("page", "own"),
    [
        ("activities", "Hoạt động A1"),
        ("tasks", "Nhiệm vụ A1"),
        ("contributions", "Nhà hảo tâm A1"),
        ("meetings", "Tổ dân vận bản Huổi Thử"),
    ],
)
def test_list_of_a_team_that_cannot_be(cast, sign_in, page, own):
    text = text_of(sign_in(cast.leader_a1).get(f"/{page}/?team={HUGE}"))
    assert own in text.split("<tbody", 1)[1]
    assert BAIT not in text


@pytest.mark.parametrize("name", ["listed", "present", f"seen-{HUGE}"])
def test_month_log_with_ids_that_cannot_be(cast, sign_in, name):
    url = f"/months/{cast.team_a1.pk}/{THIS_MONTH:%Y-%m}/log/"
    form = {"uuid": str(uuid.uuid4()), "held_on": "abc", "new-TOTAL_FORMS": "0", "new-INITIAL_FORMS": "0"}
    response = sign_in(cast.leader_a1).post(url, form | {name: HUGE * 200})
    assert response.status_code == 422
    assert "“abc” không phải là ngày" in response.content.decode()
    assert not Meeting.objects.filter(team=cast.team_a1, month=THIS_MONTH).exists()


def test_month_before_every_calendar(cast, sign_in):
    page = text_of(sign_in(cast.leader_a1).get(f"/months/{cast.team_a1.pk}/1900-01/"))
    assert "Tổ dân vận bản Huổi Thử chỉ hoạt động từ ngày 01/01/2024." in page


def test_key_of_somebody_elses_record_does_not_tell_its_title(cast, sign_in):
    task = Task.objects.get(team=cast.team_b1)
    form = {
        "uuid": str(task.uuid),
        "team": cast.team_a1.pk,
        "title": "Việc khác",
        "due_on": f"{dt.date.today():%d/%m/%Y}",
    }
    response = sign_in(cast.leader_a1).post("/tasks/new/", form)
    assert "Phiếu này đã được lưu trước đó. Hãy lập phiếu mới." in text_of(response)
    assert task.title not in text_of(response)
