"""The month's way: each step once, with who and why in the history."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from activities.actions import months
from activities.checklist import needed_to_submit
from activities.models import Activity, Meeting, Task, TeamMonth
from households.models import VillageSnapshot
from plumbing import history
from plumbing.models import Change
from plumbing.problems import Refused
from tests.conftest import LAST_MONTH, THIS_MONTH


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def month_of(team, month=LAST_MONTH):
    return TeamMonth.objects.get(team=team, month=month)


def settle(team):
    """Everything that `team` was to do is done."""
    for task in Task.objects.filter(team=team):
        task.state, task.finished_on = "done", task.due_on
        task.save()


def test_claim_begins_the_month_once(cast):
    row = months.claim_month(team=cast.team_a1, month=THIS_MONTH, by=cast.leader_a1)
    assert row.state == "draft"
    assert months.claim_month(team=cast.team_a1, month=THIS_MONTH, by=cast.leader_a1) == row
    assert Change.objects.about(row).count() == 1


def test_claim_turns_an_open_row_into_a_draft(cast):
    history.create(TeamMonth(team=cast.team_a1, month=THIS_MONTH, state="open"), by=None)
    assert months.claim_month(team=cast.team_a1, month=THIS_MONTH, by=cast.leader_a1).state == "draft"


def test_claim_refuses_a_submitted_month_to_its_team(cast):
    with pytest.raises(Refused, match="has been submitted"):
        months.claim_month(team=cast.team_a1, month=LAST_MONTH, by=cast.leader_a1)
    assert months.claim_month(team=cast.team_a1, month=LAST_MONTH, by=cast.officer_a).state == "submitted"


def test_submission_lists_all_that_is_missing(cast):
    with pytest.raises(Refused) as refused:
        months.submit_month(team=cast.team_a1, month=THIS_MONTH, by=cast.leader_a1)
    texts = [p.text for p in refused.value.problems]
    assert len(texts) == 2
    assert texts[0].startswith("The meeting of")
    assert "Nhiệm vụ A1" in texts[1]
    assert not TeamMonth.objects.filter(team=cast.team_a1, month=THIS_MONTH).exists()


def test_missing_village_figures_are_told_but_hold_no_month_back(cast):
    """Asked for every month; but a village may have nobody who counts, and the meeting must still be reported."""
    settle(cast.team_b1)
    VillageSnapshot.objects.filter(village=cast.areas.b1).delete()
    told = needed_to_submit(cast.team_b1, LAST_MONTH).problems()
    assert [(p.text.startswith("The village figures of"), p.is_warning) for p in told] == [(True, True)]
    assert months.submit_month(team=cast.team_b1, month=LAST_MONTH, by=cast.leader_b1).state == "submitted"


def test_submission_keeps_its_first_day(cast):
    settle(cast.team_b1)
    row = months.submit_month(team=cast.team_b1, month=LAST_MONTH, by=cast.leader_b1)
    assert (row.state, row.state_by) == ("submitted", cast.leader_b1)
    first = row.submitted_at
    assert abs(first - timezone.now()) < dt.timedelta(minutes=1)
    months.return_month(row=row, reason="Thiếu số liệu", by=cast.office)
    again = months.submit_month(team=cast.team_b1, month=LAST_MONTH, by=cast.leader_b1)
    assert again.submitted_at == first
    actions = list(Change.objects.about(row).values_list("action", "reason"))
    assert actions[:3] == [("submitted", ""), ("returned", "Thiếu số liệu"), ("submitted", "")]


def test_second_submission_sees_the_first(cast):
    settle(cast.team_b1)
    months.submit_month(team=cast.team_b1, month=LAST_MONTH, by=cast.leader_b1)
    with pytest.raises(Refused, match=r"is “submitted” now \(Thử totruong.b1"):
        months.submit_month(team=cast.team_b1, month=LAST_MONTH, by=cast.officer_b)


def test_tasks_of_a_locked_month_do_not_hold_a_submission_up(cast):
    before = month_of(cast.team_b1)
    before.state = "locked"
    before.save()
    VillageSnapshot.objects.create(village=cast.areas.b1, month=THIS_MONTH, households=1, people=2)
    Meeting.objects.create(team=cast.team_b1, month=THIS_MONTH, held_on=dt.date.today())
    assert months.submit_month(team=cast.team_b1, month=THIS_MONTH, by=cast.leader_b1).state == "submitted"


def test_return_needs_a_reason(cast):
    with pytest.raises(Refused, match="Give a reason"):
        months.return_month(row=month_of(cast.team_a1), reason=" ", by=cast.office)
    assert month_of(cast.team_a1).state == "submitted"


def test_two_decide_at_once_and_the_second_sees_the_first(cast):
    stale = month_of(cast.team_a1)
    months.accept_month(row=month_of(cast.team_a1), by=cast.officer_a)
    with pytest.raises(Refused, match=r"is “accepted” now \(Thử xa.a"):
        months.accept_month(row=stale, by=cast.office)
    assert Change.objects.about(stale).filter(action="accepted").count() == 1


def test_lock_and_reopen(cast):
    row = months.lock_month(row=month_of(cast.team_a2), reason="Chốt tháng", by=cast.office)
    assert (row.state, row.state_reason, row.state_by) == ("locked", "Chốt tháng", cast.office)
    with pytest.raises(Refused, match="was locked by Thử vanphong"):
        months.claim_month(team=cast.team_a2, month=LAST_MONTH, by=cast.administrator)
    months.reopen_month(row=row, reason="Sửa sai", by=cast.office)
    assert month_of(cast.team_a2).state == "draft"
    assert list(Change.objects.about(row).values_list("action", flat=True))[:2] == ["reopened", "locked"]


def test_only_an_accepted_month_is_locked(cast):
    with pytest.raises(Refused, match="is “submitted” now"):
        months.lock_month(row=month_of(cast.team_a1), reason="Chốt tháng", by=cast.office)


def test_bulk_takes_only_months_in_the_right_state(cast):
    rows = TeamMonth.objects.visible_to(cast.office).in_month(LAST_MONTH)
    assert months.accept_months(rows=rows, by=cast.office) == 1
    assert month_of(cast.team_b1).state == "draft"
    assert months.lock_months(rows=rows, reason="Chốt tháng", by=cast.office) == 2
    assert months.lock_months(rows=rows, reason="Chốt tháng", by=cast.office) == 0
    row = month_of(cast.team_a1)
    assert (row.state, row.state_by, row.state_reason, row.version) == ("locked", cast.office, "Chốt tháng", 3)
    change = Change.objects.about(row).first()
    assert (change.action, change.reason, change.month, change.area_id) == (
        "locked",
        "Chốt tháng",
        LAST_MONTH,
        cast.areas.a1.pk,
    )


def test_bulk_stays_in_scope(cast):
    rows = TeamMonth.objects.visible_to(cast.officer_b).in_month(LAST_MONTH)
    assert months.accept_months(rows=rows, by=cast.officer_b) == 0
    assert month_of(cast.team_a1).state == "submitted"


def test_nothing_of_a_locked_month_moves_into_another(cast):
    row = month_of(cast.team_a2)
    months.lock_month(row=row, reason="Chốt tháng", by=cast.office)
    assert Activity.objects.filter(team=cast.team_a2).count() == 1
    with pytest.raises(Refused):
        months.refuse_locked(team=cast.team_a2, month=LAST_MONTH, by=cast.office)
