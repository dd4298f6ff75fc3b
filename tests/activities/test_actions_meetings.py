"""Logging a meeting: idempotent, versioned, with its attendance in the history."""

import datetime as dt
import uuid

import pytest
from django.utils import translation

from activities.actions.meetings import MeetingContent, record_meeting
from activities.actions.snapshots import record_snapshot
from activities.actions.tasks import NextTask, Outcome
from activities.models import Meeting, Task, TeamMonth
from households.models import VillageSnapshot
from plumbing import history
from plumbing.dates import add_months, month_end
from plumbing.models import Change
from plumbing.problems import Refused
from reports import rollups
from reports.models import Figure
from teams.models import Membership
from tests.activities.test_locks import changed
from tests.conftest import LAST_MONTH, THIS_MONTH

TODAY = dt.date.today()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def log(cast, **fields):
    """Record a meeting of team A1; `fields` say what differs, of the meeting or of who records what when."""
    about = {"team": cast.team_a1, "month": THIS_MONTH, "by": cast.leader_a1}
    about |= {name: fields.pop(name) for name in ("team", "month", "by", "uuid", "version") if name in fields}
    content = MeetingContent(**{"held_on": TODAY, "present": {c.pk for c in cast.cadres_a1}} | fields)
    return record_meeting(content=content, **about)


def present_at(meeting):
    return {a.cadre.name: a.was_present for a in meeting.attendances.select_related("cadre")}


def test_everything_of_a_meeting_is_written(cast):
    task = Task.objects.get(team=cast.team_a1)
    meeting = log(
        cast,
        present={cast.cadres_a1[0].pk},
        done="Sửa đường\r\n  ",
        outcomes=[Outcome(task.pk, "done", version=1)],
        next_tasks=[NextTask("Vận động tiêm phòng", month_end(add_months(THIS_MONTH, 1)), cast.cadres_a1[2].pk)],
        snapshot={"households": 51, "people": 255, "births": 1},
    )
    assert present_at(meeting) == {"Giàng A Thử": True, "Lò Văn Mẫu": False, "Vàng Thị Ví Dụ": False}
    assert meeting.done == "Sửa đường"
    task.refresh_from_db()
    assert (task.state, task.finished_on) == ("done", TODAY)
    given = Task.objects.get(meeting=meeting)
    assert (given.title, given.assignee, given.created_by) == (
        "Vận động tiêm phòng",
        cast.cadres_a1[2],
        cast.leader_a1,
    )
    snapshot = VillageSnapshot.objects.get(village=cast.areas.a1, month=THIS_MONTH)
    assert (snapshot.households, snapshot.people, snapshot.births, snapshot.deaths) == (51, 255, 1, 0)
    assert TeamMonth.objects.get(team=cast.team_a1, month=THIS_MONTH).state == "draft"
    after = Change.objects.about(meeting).get().after
    assert (after["present"], after["absent"]) == (["Giàng A Thử"], ["Lò Văn Mẫu", "Vàng Thị Ví Dụ"])


def test_same_form_twice_is_one_meeting(cast):
    key = uuid.uuid4()
    tasks = [NextTask("Vận động tiêm phòng", month_end(THIS_MONTH))]
    first = log(cast, uuid=key, next_tasks=tasks, done="Xong")
    assert log(cast, uuid=key, next_tasks=tasks, done=" Xong ") == first
    assert Meeting.objects.filter(team=cast.team_a1, month=THIS_MONTH).count() == 1
    assert Task.objects.filter(meeting=first).count() == 1
    assert Change.objects.about(first).count() == 1


def test_same_form_with_other_content_is_a_conflict_not_an_overwrite(cast):
    key = uuid.uuid4()
    meeting = log(cast, uuid=key, done="Xong")
    with pytest.raises(history.StaleVersion) as stale:
        log(cast, uuid=key, done="Khác")
    assert stale.value.current == meeting
    assert Meeting.objects.get(pk=meeting.pk).done == "Xong"


def test_second_editor_is_told(cast):
    meeting = log(cast)
    log(cast, uuid=meeting.uuid, version=1, done="Người thứ nhất")
    with pytest.raises(history.StaleVersion):
        log(cast, uuid=meeting.uuid, version=1, done="Người thứ hai", by=cast.officer_a)
    assert Meeting.objects.get(pk=meeting.pk).done == "Người thứ nhất"


def test_attendance_alone_raises_the_version_and_is_in_the_feed(cast):
    meeting = log(cast)
    Change.objects.update(rolled_up_at=meeting.created_at)
    absent = cast.cadres_a1[2]
    log(cast, uuid=meeting.uuid, version=1, present={c.pk for c in cast.cadres_a1} - {absent.pk})
    meeting.refresh_from_db()
    assert meeting.version == 2
    change = Change.objects.waiting().get()
    assert (change.area_id, change.month) == (cast.areas.a1.pk, THIS_MONTH)
    assert change.after == {"present": ["Giàng A Thử", "Lò Văn Mẫu"], "absent": ["Vàng Thị Ví Dụ"]}
    assert change.before["absent"] == []
    assert present_at(meeting)["Vàng Thị Ví Dụ"] is False


def test_second_editor_of_attendance_is_told(cast):
    meeting = log(cast)
    log(cast, uuid=meeting.uuid, version=1, present={cast.cadres_a1[0].pk})
    with pytest.raises(history.StaleVersion):
        log(cast, uuid=meeting.uuid, version=1, present={cast.cadres_a1[1].pk})
    assert present_at(meeting)["Giàng A Thử"] is True


def test_somebody_of_another_team_cannot_attend(cast):
    with pytest.raises(Refused, match="Hờ A Bí Mật was not a member of the team on"):
        log(cast, present={cast.cadres_b1[0].pk})
    assert not Meeting.objects.filter(team=cast.team_a1, month=THIS_MONTH).exists()
    assert not TeamMonth.objects.filter(team=cast.team_a1, month=THIS_MONTH).exists()


def test_members_are_those_of_the_day(cast):
    month = add_months(THIS_MONTH, -3)
    left = Membership.objects.get(team=cast.team_a1, cadre=cast.cadres_a1[2])
    left.valid_to = month.replace(day=9)
    left.save()
    with pytest.raises(Refused, match="Vàng Thị Ví Dụ was not a member"):
        log(cast, month=month, held_on=month.replace(day=10))
    assert len(present_at(log(cast, month=month, held_on=month.replace(day=9)))) == 3


def test_one_meeting_a_day(cast):
    log(cast)
    with pytest.raises(Refused, match="already has a meeting on"):
        log(cast)


def test_what_was_not_done_needs_its_reason(cast):
    with pytest.raises(Refused, match="Say why it was not done"):
        log(cast, not_done="Chưa làm đường")


def test_closed_month_takes_no_meeting(cast):
    with pytest.raises(Refused, match="has been submitted"):
        log(cast, month=LAST_MONTH, held_on=LAST_MONTH.replace(day=20))


def due_and_done(cast, month):
    rollups.take_waiting()
    values = Figure.objects.filter(area=cast.areas.a1, month=month, indicator__in=["tasks_due", "tasks_done"])
    return dict(values.values_list("indicator", "value"))


def test_task_that_is_carried_over_stays_due_and_goes_on_once(cast):
    task = Task.objects.get(team=cast.team_a1)
    meeting = log(cast, outcomes=[Outcome(task.pk, "carried", version=1)])
    log(cast, uuid=meeting.uuid, version=1, done="x", outcomes=[Outcome(task.pk, "carried", version=2)])
    task.refresh_from_db()
    assert (task.state, task.due_on) == ("carried", LAST_MONTH.replace(day=25))
    later = task.carried_to.get()
    assert (later.state, later.carried_over, later.due_on) == ("open", 1, month_end(add_months(THIS_MONTH, 1)))
    assert (later.title, later.assignee, later.meeting) == (task.title, task.assignee, None)
    assert due_and_done(cast, LAST_MONTH) == {"tasks_due": 1}
    # Said otherwise: it is called back, unless something became of it meanwhile.
    history.change(changed(later, state="done", finished_on=TODAY), by=None)
    with pytest.raises(Refused, match="went on as a task that is “done” now"):
        log(cast, uuid=meeting.uuid, version=2, done="y", outcomes=[Outcome(task.pk, "done", version=2)])
    history.change(changed(later, state="open", finished_on=None), by=None)
    log(cast, uuid=meeting.uuid, version=2, done="y", outcomes=[Outcome(task.pk, "done", version=2)])
    assert task.carried_to.get().is_voided
    assert due_and_done(cast, LAST_MONTH) == {"tasks_due": 1, "tasks_done": 1}


def test_nothing_is_carried_into_a_closed_month(cast):
    history.create(TeamMonth(team=cast.team_a1, month=add_months(THIS_MONTH, 1), state="submitted"), by=None)
    with pytest.raises(Refused, match="has been submitted"):
        log(cast, outcomes=[Outcome(Task.objects.get(team=cast.team_a1).pk, "carried", version=1)])
    assert not Task.objects.filter(state="carried").exists()


def test_task_not_done_says_why(cast):
    task = Task.objects.get(team=cast.team_a1)
    with pytest.raises(Refused, match="say why it was not done"):
        log(cast, outcomes=[Outcome(task.pk, "not_done")])
    log(cast, outcomes=[Outcome(task.pk, "not_done", "Mưa lũ")])
    task.refresh_from_db()
    assert (task.state, task.not_done_reason, task.finished_on) == ("not_done", "Mưa lũ", None)


def test_task_settled_by_somebody_else_meanwhile(cast):
    task = Task.objects.get(team=cast.team_a1)
    task.state, task.finished_on = "done", TODAY
    history.change(task, by=cast.officer_a)
    with pytest.raises(Refused, match=r"was changed meanwhile by Thử xa.a; it is “done” now"):
        log(cast, outcomes=[Outcome(task.pk, "carried", version=1)])


def test_task_of_another_team_is_left_alone(cast):
    task = Task.objects.get(team=cast.team_b1)
    log(cast, outcomes=[Outcome(task.pk, "done", version=1)])
    task.refresh_from_db()
    assert task.state == "open"


def test_next_tasks_are_changed_and_taken_back(cast):
    due = month_end(add_months(THIS_MONTH, 1))
    meeting = log(cast, next_tasks=[NextTask("Một", due), NextTask("Hai", due)])
    one, two = Task.objects.filter(meeting=meeting).order_by("id")
    log(
        cast,
        uuid=meeting.uuid,
        version=1,
        done="x",
        next_tasks=[NextTask("Một sửa", due, task_id=one.pk), NextTask("", None, task_id=two.pk)],
    )
    assert list(Task.objects.live().filter(meeting=meeting).values_list("title", flat=True)) == ["Một sửa"]
    two.refresh_from_db()
    assert two.voided_by == cast.leader_a1


def test_next_task_goes_to_a_member(cast):
    with pytest.raises(Refused, match="Only a member of the team"):
        log(cast, next_tasks=[NextTask("Một", month_end(THIS_MONTH), cast.cadres_b1[0].pk)])


def test_village_figures_changed_by_somebody_else(cast):
    snapshot = VillageSnapshot(village=cast.areas.a1, month=THIS_MONTH, households=60, people=300)
    history.create(snapshot, by=cast.officer_a)
    with pytest.raises(Refused, match=r"Thử xa.a saved the village figures meanwhile: 60 households"):
        log(cast, snapshot={"households": 50, "people": 250})
    log(cast, snapshot={"households": 50, "people": 250}, snapshot_version=1)
    assert VillageSnapshot.objects.get(pk=snapshot.pk).households == 50


def test_no_figures_of_a_month_before_the_village_was_there(cast):
    cast.areas.a1.valid_from = dt.date(2025, 9, 15)
    history.change(cast.areas.a1, by=None)
    counted = {"households": 60, "people": 300}
    with pytest.raises(Refused, match=r"begins on 15/09/2025"):
        record_snapshot(village_id=cast.areas.a1.pk, month=dt.date(2025, 8, 1), values=counted, by=cast.office)
    assert record_snapshot(village_id=cast.areas.a1.pk, month=dt.date(2025, 9, 1), values=counted, by=cast.office)
