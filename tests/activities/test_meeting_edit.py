import pytest

from activities.models import Meeting, Task, TeamMonth
from plumbing.models import Change
from tests.activities.bulk import take_back
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of


@pytest.fixture
def meeting(cast):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="draft")
    return cast.meeting_a1


@pytest.fixture
def url(meeting):
    return f"/meetings/{meeting.pk}/edit/"


def form(meeting, **fields):
    return {"done": "Đã sửa", "not_done": "", "not_done_reason": "", "minutes": "", "version": meeting.version} | fields


def rest_of(meeting):
    """Return what the words of a meeting leave alone."""
    fresh = Meeting.objects.get(pk=meeting.pk)
    attendance = list(fresh.attendances.order_by("cadre").values_list("cadre", "was_present"))
    return fresh.held_on, fresh.location, attendance, list(Task.objects.order_by("pk").values_list("pk", "version"))


def test_the_words_alone_change_and_come_back(cast, sign_in, url, meeting):
    before, was = rest_of(meeting), Meeting.objects.get(pk=meeting.pk).done
    client = sign_in(cast.leader_a1)
    assert url in text_of(client.get(f"/meetings/{meeting.pk}/"))
    assert was in text_of(client.get(url))
    answer = client.post(url, form(meeting))
    meeting.refresh_from_db()
    assert (meeting.done, rest_of(meeting)) == ("Đã sửa", before)
    take_back(client, answer)
    meeting.refresh_from_db()
    assert (meeting.done, rest_of(meeting)) == (was, before)


def test_refused(cast, sign_in, url, meeting):
    """What was not done needs its why; a second editor sees both versions."""
    client = sign_in(cast.leader_a1)
    assert "Hãy ghi lý do" in text_of(client.post(url, form(meeting, not_done="Làm đường")))
    client.post(url, form(meeting, done="Của tổ trưởng"))
    answer = sign_in(cast.officer_a).post(url, form(meeting, done="Của cán bộ xã"))
    assert answer.status_code == 409
    assert "Của tổ trưởng" in text_of(answer)
    assert "Của cán bộ xã" in text_of(answer)


def test_locked_month(cast, sign_in, url, meeting):
    """The team is sent away; the office gives a reason, which is kept as a correction."""
    TeamMonth.objects.filter(team=cast.team_a1).update(state="locked", state_reason="Chốt")
    leader = sign_in(cast.leader_a1)
    assert leader.get(url).url == f"/meetings/{meeting.pk}/"
    assert "khóa ngày" in text_of(leader.post(url, form(meeting)))
    office = sign_in(cast.office)
    assert 'name="correction_reason"' in text_of(office.post(url, form(meeting)))
    assert office.post(url, form(meeting, correction_reason="Sai một chữ")).status_code == 302
    meeting.refresh_from_db()
    assert meeting.done == "Đã sửa"
    assert Change.objects.filter(action="corrected", reason="Sai một chữ").exists()


def test_who(cast, sign_in, client, url):
    asks_to_sign_in(client, url)
    is_forbidden(sign_in(cast.leadership), url)
    is_not_found(sign_in(cast.leader_a1), f"/meetings/{cast.meeting_b1.pk}/edit/")
