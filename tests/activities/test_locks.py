"""One rule for locked months at every door: what would change a figure of one is refused with the month named; the
office may with a reason, which is kept as a correction of the month; taking back is never stricter.
"""

import copy
import datetime as dt
import re

import pytest

from activities.actions.activities import record_activity, void_activity
from activities.actions.contributions import correct_contribution, hand_over_contribution, record_contribution
from activities.actions.meetings import MeetingContent, record_meeting
from activities.actions.months import lock_month, reopen_month
from activities.actions.snapshots import record_snapshot
from activities.actions.tasks import record_task
from activities.models import Activity, Contribution, Task, TeamMonth
from households.actions.assessments import record_assessment
from households.actions.assignments import assign_helper, end_assignment, hand_over, save_plans
from households.actions.households import leave, register_household, void_household
from households.actions.residences import correct_residence, move_household
from households.models import Assessment, Assignment, Household, Review
from plumbing import history, undo
from plumbing.dates import add_months, month_inside
from plumbing.models import Change
from plumbing.problems import Refused
from reports.models import Figure
from reports.rollups import roll_up
from teams.actions.memberships import save_membership
from teams.actions.teams import save_teams
from teams.models import Membership
from tests.activities.bulk import say_yes
from tests.conftest import LAST_MONTH, MERGER, THIS_MONTH
from tests.overlapping import overlap

TODAY = dt.date.today()
A_DAY = LAST_MONTH.replace(day=10)
REASON = "Đếm sót khi chốt tháng"


@pytest.fixture
def locked(cast):
    """The last month of team A1 is locked, this one is open."""
    return lock(cast)


def lock(cast):
    row = TeamMonth.objects.get(team=cast.team_a1, month=LAST_MONTH)
    row.state, row.state_by, row.state_at = "locked", cast.office, row.changed_at
    row.state_reason = "Đã chốt"
    row.save()
    return row


def changed(row, **values):
    new = copy.copy(row)
    for name, value in values.items():
        setattr(new, name, value)
    return new


def new_household(cast, by, **fields):
    row = Household(village=cast.areas.a1, size=4, **fields)
    return register_household(household=row, head_name="Vàng A Mới", by=by)


def assess(cast, by, day):
    review = Review.objects.filter(kind="ad_hoc").first() or history.create(
        Review(year=day.year, kind="ad_hoc", decision="12/QĐ"), by=None
    )
    row = Assessment(household=cast.household_a1, review=review, assessed_on=day, result="neither")
    return record_assessment(assessment=row, by=by)


def edit_household(cast, by, **values):
    history.change(changed(cast.household_a1, **values), by=by)


def move(cast, by, household, village, on):
    return move_household(household=household, village=village, on=on, by=by)


def never_lived_here(cast, by, household, village):
    return correct_residence(household=household, village=village, by=by)


def help_too(cast, by, day):
    row = Assignment(
        plan=cast.plan, household=cast.household_a1, cadre=cast.cadres_a1[1], is_main=False, valid_from=day
    )
    return assign_helper(assignment=row, by=by)


def membership(cast, by, day):
    other = cast.cadres_a2[1]
    return save_membership(membership=Membership(team=cast.team_a1, cadre=other, valid_from=day), by=by)


def activity(cast, by, day):
    row = Activity(team=cast.team_a1, held_on=day, field="outreach", title="Tuyên truyền", attended=10)
    return record_activity(activity=row, quantities={}, by=by)


def contribution(cast, by, day):
    row = Contribution(team=cast.team_a1, donor="Nhà hảo tâm", kind="money", amount=500_000, received_on=day)
    return record_contribution(contribution=row, by=by)


def given(cast):
    return Contribution.objects.get(team=cast.team_a1)


def hold_meeting(cast, by, present):
    meeting = cast.meeting_a1
    content = MeetingContent(held_on=meeting.held_on, present=present, done=meeting.done)
    return record_meeting(
        team=cast.team_a1, month=LAST_MONTH, content=content, by=by, uuid=meeting.uuid, version=meeting.version
    )


def task(cast, by, day):
    row = Task(team=cast.team_a1, title="Việc mới", due_on=day, assignee=cast.cadres_a1[0])
    return record_task(task=row, by=by)


def snapshot(cast, by, month):
    known = cast.areas.a1.snapshots.filter(month=month).first()
    values = {"households": 51, "people": 260}
    version = known.version if known else None
    record_snapshot(village_id=cast.areas.a1.pk, month=month, values=values, by=by, version=version)


# What changes a figure of the locked month.
SHUT = {
    "void a household": lambda c, by: void_household(c.household_a1, by=by, reason=REASON),
    "a household that was always there": lambda c, by: new_household(c, by),
    "a household that came that month": lambda c, by: new_household(c, by, arrived_on=A_DAY),
    "a household left that month": lambda c, by: leave(
        household=c.household_a1, left_on=A_DAY, leaving_reason="moved", version=1, by=by
    ),
    "a household came later than we thought": lambda c, by: edit_household(c, by, arrived_on=THIS_MONTH),
    "a household moved away in that month": lambda c, by: move(c, by, c.household_a1, c.areas.a2, A_DAY),
    "a household moved in before it": lambda c, by: move(c, by, c.household_a2, c.areas.a1, dt.date(2024, 3, 1)),
    "a household never lived here": lambda c, by: correct_residence(
        household=c.household_a1, village=c.areas.a2, by=by
    ),
    "a result of that month": lambda c, by: assess(c, by, A_DAY),
    "a result before it": lambda c, by: assess(c, by, add_months(LAST_MONTH, -1)),
    "void a result": lambda c, by: history.void(c.household_a1.assessments.get(), by=by, reason=REASON),
    "a member since that month": lambda c, by: membership(c, by, A_DAY),
    "void a membership": lambda c, by: history.void(c.team_a1.memberships.first(), by=by, reason=REASON),
    "end the team": lambda c, by: save_teams([(c.team_a1, changed(c.team_a1, active_to=A_DAY))], by=by),
    "void the team": lambda c, by: history.void(c.team_a1, by=by, reason=REASON),
    "an activity": lambda c, by: activity(c, by, A_DAY),
    "move an activity into it": lambda c, by: record_activity(
        activity=changed(activity(c, by, TODAY), held_on=A_DAY), quantities={}, by=by
    ),
    "a contribution": lambda c, by: contribution(c, by, A_DAY),
    "who attended": lambda c, by: hold_meeting(c, by, {c.cadres_a1[0].pk}),
    "a task due in it": lambda c, by: task(c, by, A_DAY),
    "figures of the village": lambda c, by: snapshot(c, by, LAST_MONTH),
    "figures that hold until it": lambda c, by: (
        VillageFigures.void_last(c),
        snapshot(c, by, add_months(LAST_MONTH, -1)),
    ),
}
SHUT |= {
    "the village ended before it": lambda c, by: history.change(
        changed(c.areas.a1, valid_to=add_months(LAST_MONTH, -1)), by=by
    ),
    "the village began after it": lambda c, by: history.change(changed(c.areas.a1, valid_from=THIS_MONTH), by=by),
    "its commune ended before it": lambda c, by: history.change(changed(c.areas.new_a, valid_to=MERGER), by=by),
}
SHUT |= {
    "another helper since that month": lambda c, by: help_too(c, by, A_DAY),
    "a helper stopped in that month": lambda c, by: end_assignment(
        assignment=c.assignment_a1, valid_to=A_DAY, end_reason="other", version=1, by=by
    ),
    "handed over in that month": lambda c, by: hand_over(
        assignment=c.assignment_a1, helper=c.cadres_a1[0], day=A_DAY, by=by
    ),
    "a plan that asks for others": lambda c, by: save_plans([(c.plan, changed(c.plan, must_help_poor=False))], by=by),
}
# Who voids gives a reason anyway.
WITH_REASON = {SHUT[name] for name in SHUT if name.startswith("void")}
# What leaves it as it is.
OPEN = {
    "a household that came this month": lambda c, by: new_household(c, by, arrived_on=THIS_MONTH),
    "a household left this month": lambda c, by: leave(
        household=c.household_a1, left_on=TODAY, leaving_reason="moved", version=1, by=by
    ),
    "a household moved away this month": lambda c, by: move(c, by, c.household_a1, c.areas.a2, THIS_MONTH),
    "a household moved in this month": lambda c, by: move(c, by, c.household_a2, c.areas.a1, TODAY),
    "its telephone": lambda c, by: edit_household(c, by, phone="0912345678", size=6),
    "a result of this month": lambda c, by: assess(c, by, TODAY),
    "a helper since today": lambda c, by: help_too(c, by, TODAY),
    "handed over today": lambda c, by: hand_over(assignment=c.assignment_a1, helper=c.cadres_a1[0], day=TODAY, by=by),
    "a plan's visits": lambda c, by: save_plans([(c.plan, changed(c.plan, visits_poor=1))], by=by),
    "a member since today": lambda c, by: membership(c, by, TODAY),
    "another role": lambda c, by: history.change(
        changed(c.team_a1.memberships.get(role="member"), role="secretary"), by=by
    ),
    "the team's name": lambda c, by: save_teams([(c.team_a1, changed(c.team_a1, name="Tổ dân vận Huổi Thử"))], by=by),
    "an activity": lambda c, by: activity(c, by, TODAY),
    "a contribution": lambda c, by: contribution(c, by, TODAY),
    "hand over what was given": lambda c, by: hand_over_contribution(
        contribution=given(c), handed_over_on=TODAY, recipient="Hộ Thào A Thử", by=by
    ),
    "a task": lambda c, by: task(c, by, TODAY),
    "figures of the village": lambda c, by: snapshot(c, by, THIS_MONTH),
    "the village ends later": lambda c, by: history.change(changed(c.areas.a1, valid_to=TODAY), by=by),
    "its name": lambda c, by: history.change(changed(c.areas.a1, name="Huổi Mẫu"), by=by),
    "another team's month": lambda c, by: void_household(c.household_a2, by=by, reason="nhập nhầm"),
}


class VillageFigures:
    @staticmethod
    def void_last(cast):
        """Without figures of its own a month has the last ones before it."""
        cast.areas.a1.snapshots.update(month=add_months(LAST_MONTH, -3))


def figures(cast):
    roll_up([LAST_MONTH])
    return dict(Figure.objects.filter(area=cast.areas.a1, month=LAST_MONTH).values_list("indicator", "value"))


def corrections(row):
    return list(Change.objects.about(row).filter(action="corrected"))


@pytest.mark.parametrize("who", ["officer_a", "leader_a1"])
@pytest.mark.parametrize("door", SHUT.values(), ids=SHUT)
def test_team_and_commune_are_refused_with_the_month_named(door, who, cast, locked):
    before = Change.objects.count()
    with pytest.raises(Refused) as refused:
        door(cast, getattr(cast, who))
    answer = str(refused.value)
    assert month_inside(LAST_MONTH).casefold() in answer.casefold()
    assert not any(problem.asks_reason for problem in refused.value.problems)
    # What a door wrote on the way (an activity of today, before it is moved) stays its own affair.
    assert corrections(locked) == []
    assert Change.objects.count() <= before + 2


@pytest.mark.parametrize("door", SHUT.values(), ids=SHUT)
def test_the_office_may_for_a_reason_which_is_kept_as_a_correction(door, cast, locked):
    if door not in WITH_REASON:
        with pytest.raises(Refused) as refused:
            door(cast, cast.office)
        assert any(problem.asks_reason for problem in refused.value.problems)
        for name in ("household_a1", "team_a1", "meeting_a1"):
            getattr(cast, name).refresh_from_db()
    with history.because(REASON):
        door(cast, cast.office)
    kept = corrections(locked)
    assert kept
    assert {(one.by, one.reason) for one in kept} == {(cast.office, REASON)}


@pytest.mark.parametrize("door", OPEN.values(), ids=OPEN)
def test_what_changes_no_figure_of_a_locked_month_passes(door, cast, locked):
    before = figures(cast)
    door(cast, cast.officer_a)
    assert corrections(locked) == []
    assert figures(cast) == before


@pytest.mark.parametrize("door", [*SHUT.values(), *OPEN.values()], ids=[*SHUT, *(f"open: {name}" for name in OPEN)])
def test_no_figure_of_a_locked_month_changes_without_a_correction(door, cast, locked):
    """And the other way round: whatever the door, what changed a figure is written beside the month."""
    before = figures(cast)
    with history.because(REASON):
        door(cast, cast.office)
    assert figures(cast) == before or corrections(locked)


@pytest.mark.parametrize("who", ["officer_a", "office"])
@pytest.mark.parametrize("door", OPEN.values(), ids=OPEN)
def test_what_was_let_pass_can_be_taken_back(door, who, cast, locked):
    by = getattr(cast, who)
    first = Change.objects.order_by("-id").first().pk
    door(cast, by)
    written = list(Change.objects.filter(id__gt=first, object_id__isnull=False).order_by("-id"))
    if not undo.cannot_be_told(written):
        assert undo.undo(written, by=by, reason="Hoàn tác")
    assert corrections(locked) == []


def test_the_office_takes_its_correction_back_without_another_question(cast, locked):
    first = Change.objects.order_by("-id").first().pk
    token = history.current_request_id.set("the-office-voids")
    void_household(cast.household_a1, by=cast.office, reason=REASON)
    history.current_request_id.reset(token)
    assert {one.reason for one in corrections(locked)} == {REASON}
    written = list(Change.objects.filter(id__gt=first, object_id__isnull=False).order_by("-id"))
    assert undo.undo(written, by=cast.office, reason="Hoàn tác")
    cast.household_a1.refresh_from_db()
    assert not cast.household_a1.is_voided


def test_a_counter_entry_corrects_the_month_of_the_entry(cast, locked):
    with pytest.raises(Refused):
        correct_contribution(contribution=given(cast), reason="ghi nhầm", by=cast.leader_a1)
    before = figures(cast)["money_mobilised"]
    counter = correct_contribution(contribution=given(cast), reason="ghi nhầm", by=cast.office)
    assert counter.received_on == LAST_MONTH.replace(day=2)
    assert before == 2_000_000
    assert not figures(cast).get("money_mobilised")
    assert [one.reason for one in corrections(locked)] == ["ghi nhầm"]


def test_an_activity_is_voided_by_the_office_with_the_reason_that_is_asked_anyway(cast, locked):
    row = Activity.objects.get(team=cast.team_a1)
    with pytest.raises(Refused):
        void_activity(activity=row, reason="ghi hai lần", by=cast.leader_a1)
    void_activity(activity=row, reason="ghi hai lần", by=cast.office)
    assert [one.reason for one in corrections(locked)] == ["ghi hai lần"]


def test_a_form_asks_the_office_for_the_reason_and_the_month_shows_it(cast, locked, sign_in):
    client = sign_in(cast.office)
    data = {"kind": "other", "title": "Bổ sung", "field": "outreach", "held_on": f"{A_DAY:%d/%m/%Y}", "attended": "5"}
    data |= {"team": cast.team_a1.pk, "name": "Bổ sung"}
    page = client.post("/activities/new/", data)
    assert page.status_code == 422
    assert 'name="correction_reason"' in page.content.decode()
    page = client.post("/activities/new/", data | {"correction_reason": REASON}, follow=True)
    assert Activity.objects.filter(title="Bổ sung").exists(), page.content.decode()
    assert REASON in client.get(f"/months/{cast.team_a1.pk}/{LAST_MONTH:%Y-%m}/").content.decode()
    # The reason was of that request alone.
    assert history.current_reason.get() == ""


def test_what_lies_in_a_month_locked_since_is_taken_back_by_the_office_for_a_reason(cast, sign_in):
    """An undo is never stricter than its act: the office may do both, with a reason."""
    client = sign_in(cast.office)
    row = Activity.objects.get(team=cast.team_a1)
    answer = client.post(f"/activities/{row.pk}/void/", {"reason": "ghi hai lần"})
    page = client.get(answer.url).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page).group(1)
    month = lock(cast)
    asked = client.post("/undo/", {"token": token, "next": "/activities/"})
    assert asked.status_code == 422
    assert 'name="correction_reason"' in asked.content.decode()
    assert Activity.objects.get(pk=row.pk).is_voided
    done = client.post("/undo/", {"token": token, "next": "/activities/", "correction_reason": REASON})
    assert done.url == "/activities/"
    assert not Activity.objects.get(pk=row.pk).is_voided
    assert [one.reason for one in corrections(month)] == [REASON]
    # The same of a voided row that is restored; a commune officer is refused outright.
    void_activity(activity=row, reason="ghi hai lần", by=cast.office)
    assert sign_in(cast.officer_a).post(f"/activities/{row.pk}/restore/").status_code == 302
    assert Activity.objects.get(pk=row.pk).is_voided
    client = sign_in(cast.office)
    assert client.post(f"/activities/{row.pk}/restore/").status_code == 422
    client.post(f"/activities/{row.pk}/restore/", {"correction_reason": REASON})
    assert not Activity.objects.get(pk=row.pk).is_voided


def test_log_and_bulk_pages_ask_the_office_for_the_reason(cast, locked, sign_in):
    client = sign_in(cast.office)
    url = f"/months/{cast.team_a1.pk}/{LAST_MONTH:%Y-%m}/"
    assert f"{url}log/" in client.get(url).content.decode()
    page = client.get(f"{url}log/").content.decode()
    assert 'name="correction_reason"' in page
    task = cast.team_a1.tasks.get()
    step = f"/tasks/finish/?row={task.pk}"
    asked = say_yes(client, step, finished_on=f"{TODAY:%d/%m/%Y}")
    assert asked.status_code == 422
    assert 'name="correction_reason"' in asked.content.decode()
    assert say_yes(client, step, finished_on=f"{TODAY:%d/%m/%Y}", correction_reason=REASON).status_code == 302
    assert [one.reason for one in corrections(locked)] == [REASON]
    # Said where the month is read, to those who may see the team.
    area, other = cast.areas.new_a.pk, cast.areas.new_b.pk
    for address in (f"/reports/{area}/{LAST_MONTH:%Y-%m}/", f"/dashboard/{area}/?month={LAST_MONTH:%Y-%m}"):
        page = client.get(address).content.decode()
        assert url in page, address
        assert "Đã điều chỉnh sau khi khóa" in page
        assert (
            "Đã điều chỉnh sau khi khóa" not in client.get(address.replace(f"/{area}/", f"/{other}/")).content.decode()
        )
    # The team itself is sent away, as before.
    assert sign_in(cast.leader_a1).get(f"{url}log/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_nothing_slips_into_a_month_while_somebody_locks_it(cast):
    """Two connections: whoever writes holds the month, whoever locks waits; and the other way round."""
    row = TeamMonth.objects.get(team=cast.team_a2, month=LAST_MONTH)
    assert row.state == "accepted"
    saved = []

    def lock_it():
        # What was written first is in before the lock is.
        lock_month(row=row, reason="đã chốt", by=cast.office)
        saved.append(TeamMonth.objects.get(pk=row.pk).state_at)

    overlap(lambda: void_household(cast.household_a2, by=cast.officer_a, reason=REASON), lock_it)
    at = Change.objects.about(cast.household_a2).filter(action="voided").get().at
    assert at < saved[0]
    reopen_month(row=row, reason="sửa", by=cast.office)
    TeamMonth.objects.filter(pk=row.pk).update(state="accepted")
    row.refresh_from_db()
    with pytest.raises(Refused):
        overlap(
            lambda: lock_month(row=row, reason="đã chốt", by=cast.office),
            lambda: undo.restore(Household.objects.get(pk=cast.household_a2.pk), by=cast.officer_a),
        )
    assert Household.objects.get(pk=cast.household_a2.pk).is_voided
