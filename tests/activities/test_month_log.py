import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from activities.models import Activity, Meeting, Task, TeamMonth
from households.models import VillageSnapshot
from plumbing import history
from plumbing.dates import add_months
from teams.models import Membership
from tests.activities.pages import BAIT, asks_to_sign_in, is_forbidden, is_not_found, queries, text_of
from tests.closed import check_answer
from tests.conftest import LAST_MONTH, THIS_MONTH

TODAY = dt.date.today()


@pytest.fixture
def url(cast, month_url):
    return month_url("month_log", cast.team_a1, THIS_MONTH)


def meeting_of(cast, month=THIS_MONTH):
    return Meeting.objects.get(team=cast.team_a1, month=month)


def ticked(page):
    return re.findall(r'name="present" value="(\d+)" checked', page)


def test_form_knows_members_tasks_and_figures(cast, sign_in, url):
    page = text_of(sign_in(cast.leader_a1).get(url))
    # Who came is chosen, not taken for granted.
    assert (ticked(page), 'name="everybody"' in page) == ([], True)
    assert "Nhiệm vụ A1" in page
    assert 'name="households" value="50"' in page
    assert BAIT not in page


def test_logs_everything_at_once(cast, sign_in, url, log_form):
    task = Task.objects.get(team=cast.team_a1)
    form = log_form(
        done="Sửa đường",
        not_done="Chưa trồng cây",
        not_done_reason="Mưa",
        present=[cast.cadres_a1[0].pk],
        **{
            f"outcome-{task.pk}": "done",
            f"seen-{task.pk}": "1",
            "new-0-title": "Vận động tiêm phòng",
            "new-0-assignee": cast.cadres_a1[1].pk,
            "new-0-due_on": f"{add_months(THIS_MONTH, 1):28/%m/%Y}",
        },
    )
    response = sign_in(cast.leader_a1).post(url, form, follow=True)
    page = text_of(response)
    assert "Đã lưu. Hãy xem lại rồi nộp báo cáo tháng." in page
    assert f'data-draft-done="{url}#"' in page
    meeting = meeting_of(cast)
    assert (meeting.done, meeting.not_done, meeting.created_by) == ("Sửa đường", "Chưa trồng cây", cast.leader_a1)
    assert meeting.attendances.filter(was_present=True).count() == 1
    assert Task.objects.get(meeting=meeting).assignee == cast.cadres_a1[1]
    task.refresh_from_db()
    assert task.state == "done"
    assert VillageSnapshot.objects.get(village=cast.areas.a1, month=THIS_MONTH).people == 251
    assert TeamMonth.objects.get(team=cast.team_a1, month=THIS_MONTH).state == "draft"


def test_sent_twice_is_one_meeting(cast, sign_in, url, log_form):
    client, form = (
        sign_in(cast.leader_a1),
        log_form(**{"new-0-title": "Một", "new-0-due_on": f"{add_months(THIS_MONTH, 1):15/%m/%Y}"}),
    )
    assert client.post(url, form).status_code == 302
    assert client.post(url, form).status_code == 302
    assert Task.objects.filter(meeting=meeting_of(cast)).count() == 1


def test_opened_again_it_shows_what_was_saved(cast, sign_in, url, log_form):
    client = sign_in(cast.leader_a1)
    client.post(url, log_form(present=[cast.cadres_a1[2].pk], done="Đã họp dân"))
    page = text_of(client.get(url))
    assert ticked(page) == [str(cast.cadres_a1[2].pk)]
    assert "Đã họp dân" in page


def test_second_editor_sees_both_versions_and_chooses(cast, sign_in, url, log_form):
    client, form = sign_in(cast.leader_a1), log_form(done="Lúc đầu")
    client.post(url, form)
    form |= {"version": "1", "snapshot_version": "1"}
    client.post(url, form | {"done": "Của tổ trưởng", "location": "Nhà văn hóa"})
    mine = form | {"done": "Của cán bộ xã", "present": [cast.cadres_a1[0].pk]}
    client = sign_in(cast.officer_a)
    response = client.post(url, mine)
    assert response.status_code == 409
    page = response.content.decode()
    for words in ["Của tổ trưởng", "Của cán bộ xã", "Nhà văn hóa", "conflict_present", "Vàng Thị Ví Dụ"]:
        assert words in page
    assert meeting_of(cast).done == "Của tổ trưởng"
    chosen = {"version": "2", "conflict_done": "theirs", "conflict_present": "mine", "conflict_location": "theirs"}
    assert client.post(url, mine | chosen).status_code == 302
    meeting = meeting_of(cast)
    assert (meeting.done, meeting.location, meeting.version) == ("Của tổ trưởng", "Nhà văn hóa", 3)
    assert list(meeting.attendances.filter(was_present=True).values_list("cadre", flat=True)) == [cast.cadres_a1[0].pk]


def test_somebody_who_was_no_member_on_the_day_is_named(cast, sign_in, month_url, log_form):
    month = add_months(THIS_MONTH, -3)
    membership = Membership.objects.get(team=cast.team_a1, cadre=cast.cadres_a1[2])
    membership.valid_to = month.replace(day=9)
    membership.save()
    form = log_form(held_on=f"{month:10/%m/%Y}", done="Không được mất")
    page = text_of(sign_in(cast.leader_a1).post(month_url("month_log", cast.team_a1, month), form))
    assert f"Vàng Thị Ví Dụ không phải là thành viên của tổ vào ngày {month:10/%m/%Y}." in page
    assert "Không được mất" in page
    assert str(cast.cadres_a1[2].pk) in ticked(page)


def test_somebody_of_another_team_is_not_named(cast, sign_in, url, log_form):
    page = text_of(sign_in(cast.leader_a1).post(url, log_form(present=[cast.cadres_b1[0].pk])))
    assert "Hờ A Bí Mật" not in page
    assert not Meeting.objects.filter(team=cast.team_a1, month=THIS_MONTH).exists()


def test_members_of_the_day_who_were_not_on_the_page_are_asked_about(cast, sign_in, url, log_form):
    one, two, _three = [c.pk for c in cast.cadres_a1]
    form = log_form(listed=f"{one},{two}", present=[one])
    page = text_of(sign_in(cast.leader_a1).post(url, form))
    assert "tổ còn có thành viên: Vàng Thị Ví Dụ" in page
    assert ticked(page) == [str(one)]
    # "All were present" counts for them too.
    sign_in(cast.leader_a1).post(url, form | {"everybody": "on"})
    assert meeting_of(cast).attendances.filter(was_present=True).count() == 3


def test_nobody_counts_as_absent_before_somebody_was_chosen(cast, sign_in, url, log_form):
    client = sign_in(cast.leader_a1)
    client.post(url, log_form(present=[], then="submit"))
    assert not meeting_of(cast).attendances.exists()
    page = text_of(client.get(url.replace("/log/", "/submit/")))
    assert "Chưa điểm danh người dự họp tổ." in page
    assert f'href="{url}#log-meeting"' in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"held_on": "31/12/2090"}, "Ngày 31/12/2090 chưa đến."),
        ({"held_on": "01/02/2024"}, "phải trong khoảng từ"),
        ({"held_on": "32/13/2024"}, "32/13/2024"),
        ({"held_on": ""}, "bắt buộc"),
        ({"not_done": "Chưa làm đường"}, "Hãy ghi lý do chưa làm được."),
        ({"people": "20"}, "số hộ"),
        ({"households": "-5"}, "invalid-feedback"),
        ({"households": "9.999", "people": "20.000"}, "9.999 là quá lớn đối với một bản; tối đa là 5.000."),
        ({"new-0-title": "Việc", "new-0-due_on": ""}, "Hãy ghi hạn hoàn thành."),
        ({"new-0-title": "Việc" * 100}, "Chỉ nhập tối đa 240 ký tự (hiện có 400)."),
        ({"new-0-title": "Việc", "new-0-due_on": "01/01/2023"}, "trước ngày giao nhiệm vụ"),
    ],
)
def test_bad_input_is_named_and_nothing_typed_is_lost(cast, sign_in, url, log_form, fields, sentence):
    due = f"{add_months(THIS_MONTH, 1):15/%m/%Y}"
    typed = {"new-1-title": "Việc thứ hai", "new-1-due_on": due}
    form = log_form(done="Dòng đã gõ", minutes="Biên bản dài", **typed) | fields
    response = sign_in(cast.leader_a1).post(url, form)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    for words in ["Dòng đã gõ", "Biên bản dài", "Việc thứ hai", form["uuid"]]:
        assert words in page
    assert not Meeting.objects.filter(team=cast.team_a1, month=THIS_MONTH).exists()
    assert not TeamMonth.objects.filter(team=cast.team_a1, month=THIS_MONTH).exists()


def test_task_not_done_asks_why(cast, sign_in, url, log_form):
    task = Task.objects.get(team=cast.team_a1)
    form = log_form(**{f"outcome-{task.pk}": "not_done", f"seen-{task.pk}": "1"})
    page = text_of(sign_in(cast.leader_a1).post(url, form))
    assert "“Nhiệm vụ A1”: hãy ghi lý do không thực hiện được." in page


def test_absurd_form_is_refused_and_not_an_error(cast, sign_in, url, log_form):
    client = sign_in(cast.leader_a1)

    def refused(form):
        response = client.post(url, form)
        assert response.status_code == 422
        return re.findall(r'<li><a href="#([\w-]+)">[^<]+</a>: ', response.content.decode())

    assert refused(log_form(uuid="x" * 32)) == ["log-check"]
    assert refused({}) == ["log-meeting", "log-check"]
    assert refused(log_form(listed="a,b,²")) != []
    assert not Meeting.objects.filter(team=cast.team_a1, month=THIS_MONTH).exists()
    check_answer(client.get(url + "?meeting=999999"), 404)


def test_closed_month_sends_to_the_month_but_keeps_what_was_posted(cast, sign_in, month_url, log_form):
    url = month_url("month_log", cast.team_a1)
    client = sign_in(cast.leader_a1)
    response = client.get(url, follow=True)
    assert "đã nộp. Nếu cần sửa" in text_of(response)
    response = client.post(url, log_form(done="Đừng mất tôi", held_on=f"{LAST_MONTH:04/%m/%Y}", uuid=str(uuid.uuid4())))
    assert response.status_code == 422
    assert "Đừng mất tôi" in response.content.decode()


def test_office_may_correct_a_submitted_month(cast, sign_in, month_url):
    page = text_of(sign_in(cast.officer_a).get(month_url("month_log", cast.team_a1)))
    assert "Đã làm: A1" in page


def test_visitor(client, url):
    asks_to_sign_in(client, url)


@pytest.mark.parametrize("who", ["member_a1", "leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, url, who):
    is_forbidden(sign_in(getattr(cast, who)), url)


def test_other_team_is_not_found(cast, sign_in, month_url):
    is_not_found(sign_in(cast.leader_a1), month_url("month_log", cast.team_b1, THIS_MONTH))
    is_not_found(sign_in(cast.officer_b), month_url("month_log", cast.team_a1, THIS_MONTH))


def test_queries_stay_few(cast, sign_in, url, many):
    client = sign_in(cast.leader_a1)
    few = queries(client, url)
    many(Task)
    assert queries(client, url) == few <= 12


# --- steps ------------------------------------------------------------------------------------------------------


def full_form(cast, log_form, **fields):
    """Return a form that says everything that a submission needs, of a month in which the team did something."""
    history.create(Activity(team=cast.team_a1, held_on=THIS_MONTH, field="other", title="Họp dân"), by=None)
    task = Task.objects.get(team=cast.team_a1, due_on__lt=THIS_MONTH)
    due = f"{add_months(THIS_MONTH, 1):15/%m/%Y}"
    answer = {f"outcome-{task.pk}": "not_done", f"reason-{task.pk}": "Mưa", f"seen-{task.pk}": "1"}
    said = {"done": "Xong", "new-0-title": "Việc mới", "new-0-due_on": due}
    return log_form(then="submit", **answer | said | fields)


def state_of(cast):
    return TeamMonth.objects.get(team=cast.team_a1, month=THIS_MONTH).state


def test_saves_and_submits_in_one_go(cast, sign_in, url, log_form):
    response = sign_in(cast.leader_a1).post(url, full_form(cast, log_form), follow=True)
    page = text_of(response)
    assert "Đã nộp báo cáo tháng." in page
    assert f'data-draft-done="{url}#"' in page
    assert state_of(cast) == "submitted"


def test_saves_all_the_same_when_something_is_missing(cast, sign_in, url, log_form):
    page = text_of(sign_in(cast.leader_a1).post(url, log_form(then="submit", done="Đã họp"), follow=True))
    assert "“Nhiệm vụ A1”" in page
    assert f'data-draft-done="{url}#"' in page
    assert (meeting_of(cast).done, state_of(cast)) == ("Đã họp", "draft")


def test_what_is_asked_for_is_said_before_the_month_is_submitted(cast, sign_in, url, log_form):
    """No activity, no word of what was done, and people who do not follow from the month before."""
    client, form = sign_in(cast.leader_a1), full_form(cast, log_form, done="", people="260")
    Activity.objects.filter(team=cast.team_a1, title="Họp dân").update(held_on=LAST_MONTH)
    page = text_of(client.post(url, form, follow=True))
    assert state_of(cast) == "draft"
    assert "không phải 260" in page
    new = reverse("activities:activity_create") + f"?team={cast.team_a1.pk}&amp;month={THIS_MONTH:%Y-%m}"
    for place in (f"{url}#log-done", f"{url}#log-figures", new):
        assert f'href="{place}"' in page
    # All of it may be so: then it is submitted as it is.
    client.post(url.replace("/log/", "/submit/"))
    assert state_of(cast) == "submitted"


def test_submitted_twice_is_one_month(cast, sign_in, url, log_form):
    client, form = sign_in(cast.leader_a1), full_form(cast, log_form)
    assert client.post(url, form).status_code == 302
    assert client.post(url, form).status_code == 302
    assert Task.objects.filter(meeting=meeting_of(cast)).count() == 1
    assert state_of(cast) == "submitted"


@pytest.mark.parametrize(
    "change",
    [
        {"done": "Khác"},
        {"present": []},
        {"births": "2"},
        {"new-0-title": "Việc khác"},
        {"outcome": "done"},
        {"reason": "Nắng"},
    ],
)
def test_something_else_after_submitting_is_refused_and_not_lost(cast, sign_in, url, log_form, change):
    client, form = sign_in(cast.leader_a1), full_form(cast, log_form)
    client.post(url, form)
    task = Task.objects.get(team=cast.team_a1, due_on__lt=THIS_MONTH)
    changed = {f"{k}-{task.pk}" if k in {"outcome", "reason"} else k: v for k, v in change.items()}
    response = client.post(url, form | changed)
    assert response.status_code == 422
    assert "đã nộp. Nếu cần sửa" in response.content.decode()


def test_whoever_chose_between_two_versions_looks_before_submitting(cast, sign_in, url, log_form):
    client = sign_in(cast.leader_a1)
    client.post(url, full_form(cast, log_form) | {"conflict_done": "mine"})
    assert state_of(cast) == "draft"


def test_office_cannot_submit_again_what_is_submitted(cast, sign_in, month_url):
    page = text_of(sign_in(cast.officer_a).get(month_url("month_log", cast.team_a1)))
    assert 'value="submit"' not in page


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({"held_on": "31/12/2090"}, "log-meeting"),
        ({"not_done": "Chưa làm đường"}, "log-done"),
        ({"people": "20"}, "log-figures"),
        ({"new-0-title": "Việc", "new-0-due_on": ""}, "log-next"),
        ({"uuid": "x"}, "log-check"),
    ],
)
def test_the_step_to_mend_is_marked(cast, sign_in, url, log_form, fields, step):
    page = text_of(sign_in(cast.leader_a1).post(url, log_form(**fields)))
    assert re.findall(r'<a href="#([\w-]+)" class="is-wrong">', page) == [step]


def test_each_refused_field_is_named_above_the_form(cast, sign_in, url, log_form):
    page = text_of(sign_in(cast.leader_a1).post(url, log_form(held_on="31/12/2090", births="-1")))
    assert re.findall(r'<li><a href="#([\w-]+)">(.*?)</a>: (.*?)</li>', page) == [
        ("log-meeting", "1. Ngày họp", "Ngày 31/12/2090 chưa đến. Hãy ghi từ ngày hôm nay trở về trước."),
        ("log-figures", "5. Số sinh", "Hãy nhập số từ 0 trở lên."),
    ]


def test_somebody_chosen_for_a_task_without_words_is_asked_about(cast, sign_in, url, log_form):
    form = log_form(**{"new-0-assignee": cast.cadres_a1[1].pk})
    response = sign_in(cast.leader_a1).post(url, form)
    assert response.status_code == 422
    assert "Hãy ghi việc cần làm, hoặc chọn “Chưa giao ai”." in text_of(response)


def test_task_without_a_reason_marks_its_step(cast, sign_in, url, log_form):
    page = text_of(sign_in(cast.leader_a1).post(url, full_form(cast, log_form, **reasonless(cast))))
    assert re.findall(r'<a href="#([\w-]+)" class="is-wrong">', page) == ["log-tasks"]


def reasonless(cast):
    return {f"reason-{Task.objects.get(team=cast.team_a1).pk}": ""}


def test_offers_what_was_given_before_and_last_figures(cast, sign_in, url):
    for title, due, state in [
        ("Vệ sinh bản", add_months(THIS_MONTH, -3), "done"),
        ("vệ sinh bản", add_months(THIS_MONTH, -5), "done"),
        ("Việc cũ", add_months(THIS_MONTH, -4), "done"),
        ("Việc sắp tới", add_months(THIS_MONTH, 2), "open"),
        ("Việc sắp tới", LAST_MONTH, "done"),
    ]:
        finished = due if state == "done" else None
        history.create(Task(team=cast.team_a1, title=title, due_on=due, state=state, finished_on=finished), by=None)
    history.create(Task(team=cast.team_b1, title=BAIT, due_on=LAST_MONTH), by=None)
    page = text_of(sign_in(cast.leader_a1).get(url))
    assert re.findall(r'data-suggest="new"[^>]*>([^<]+)<', page) == ["Vệ sinh bản", "Nhiệm vụ A1"]
    assert f'<small id="id_households_was">{LAST_MONTH:%m/%Y}: 50</small>' in page


def test_offers_days_to_tap(cast, sign_in, url, month_url):
    page = text_of(sign_in(cast.leader_a1).get(url))
    assert f'data-fill="{TODAY:%d/%m/%Y}"' in page
    end = add_months(THIS_MONTH, 2) - dt.timedelta(days=1)
    assert f'data-fill="{end:%d/%m/%Y}"' in page
    # The team has met on the 3rd.
    assert f'data-fill="{add_months(THIS_MONTH, 1):03/%m/%Y}"' in page
    earlier = text_of(sign_in(cast.leader_a1).get(month_url("month_log", cast.team_a1, add_months(THIS_MONTH, -2))))
    assert f'data-fill="{LAST_MONTH - dt.timedelta(days=1):%d/%m/%Y}"' in earlier
