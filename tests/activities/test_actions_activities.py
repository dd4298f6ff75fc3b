"""Activities with their quantities, and what was given."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import translation

from activities.actions import contributions as ledger
from activities.actions.activities import record_activity, void_activity
from activities.actions.months import lock_month
from activities.actions.tasks import record_task
from activities.models import Activity, Contribution, Measure, Task, TeamMonth
from plumbing import history
from plumbing.models import Change
from plumbing.problems import Refused
from tests.conftest import LAST_MONTH, THIS_MONTH

TODAY = dt.date.today()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def gifts(cast):
    return Measure.objects.get(code="gifts")


@pytest.fixture
def houses(cast):
    return Measure.objects.get(code="houses_built")


def activity(cast, **fields):
    return Activity(**{"team": cast.team_a1, "held_on": TODAY, "field": "charity", "title": "Tặng quà Tết"} | fields)


def contribution(cast, **fields):
    values = {"team": cast.team_a1, "donor": "Nhà hảo tâm", "kind": "money", "amount": Decimal(100_000)}
    return Contribution(**values | {"received_on": TODAY} | fields)


def amounts(row):
    return {q.measure.code: q.amount for q in row.quantities.select_related("measure")}


def test_activity_with_quantities_and_gift(cast, gifts):
    row = record_activity(
        activity=activity(cast),
        quantities={gifts: Decimal(12)},
        contributions=[contribution(cast)],
        by=cast.member_a1,
    )
    assert amounts(row) == {"gifts": 12}
    given = row.contributions.get()
    assert (given.value, given.unit, given.created_by) == (100_000, "đồng", cast.member_a1)
    assert Change.objects.about(row).get().after["quantities"] == ["Suất quà trao tặng: 12 suất"]
    assert TeamMonth.objects.get(team=cast.team_a1, month=THIS_MONTH).state == "draft"


def test_same_form_twice_is_one_activity(cast, gifts):
    key = uuid.uuid4()
    one = record_activity(activity=activity(cast, uuid=key), quantities={gifts: Decimal(12)}, by=cast.member_a1)
    two = record_activity(activity=activity(cast, uuid=key), quantities={gifts: Decimal(12)}, by=cast.member_a1)
    assert one == two
    with pytest.raises(Refused, match="has been saved already as “Tặng quà Tết”"):
        record_activity(activity=activity(cast, uuid=key), quantities={gifts: Decimal(13)}, by=cast.member_a1)


def test_quantities_alone_raise_the_version_and_are_in_the_feed(cast, gifts, houses):
    row = record_activity(activity=activity(cast), quantities={gifts: Decimal(12)}, by=cast.member_a1)
    Change.objects.update(rolled_up_at=row.created_at)
    record_activity(activity=row, quantities={houses: Decimal(1)}, version=1, by=cast.member_a1)
    assert amounts(Activity.objects.get(pk=row.pk)) == {"houses_built": 1}
    change = Change.objects.waiting().get()
    assert change.before == {"quantities": ["Suất quà trao tặng: 12 suất"]}
    assert change.after == {"quantities": ["Nhà làm mới, sửa chữa: 1 nhà"]}
    with pytest.raises(history.StaleVersion):
        record_activity(activity=row, quantities={}, version=1, by=cast.member_a1)


def test_absurd_quantity_is_refused(cast, houses):
    with pytest.raises(Refused, match="is not believable; the most is 200"):
        record_activity(activity=activity(cast), quantities={houses: Decimal(201)}, by=cast.member_a1)


def test_activity_leaves_a_closed_month_for_nobody(cast):
    row = Activity.objects.get(team=cast.team_a2)
    lock_month(row=TeamMonth.objects.get(team=cast.team_a2, month=LAST_MONTH), reason="Chốt", by=cast.office)
    row.held_on = TODAY
    with pytest.raises(Refused, match="was locked by"):
        record_activity(activity=row, quantities={}, version=1, by=cast.office)


def test_void_needs_a_reason_an_open_month_and_the_current_version(cast):
    row = Activity.objects.get(team=cast.team_b1)
    with pytest.raises(Refused, match="Give a reason"):
        void_activity(activity=row, reason="", by=cast.leader_b1)
    with pytest.raises(Refused, match="changed this activity meanwhile"):
        void_activity(activity=row, reason="Ghi nhầm", by=cast.leader_b1, version=7)
    void_activity(activity=row, reason="Ghi nhầm", by=cast.leader_b1, version=1)
    assert not Activity.objects.live().filter(pk=row.pk).exists()
    closed = Activity.objects.get(team=cast.team_a1)
    with pytest.raises(Refused, match="has been submitted"):
        void_activity(activity=closed, reason="Ghi nhầm", by=cast.leader_a1)


def test_contribution_is_written_once(cast):
    key = uuid.uuid4()
    one = ledger.record_contribution(contribution=contribution(cast, uuid=key), by=cast.leader_a1)
    assert ledger.record_contribution(contribution=contribution(cast, uuid=key), by=cast.leader_a1) == one
    with pytest.raises(Refused, match="has been saved already"):
        ledger.record_contribution(contribution=contribution(cast, uuid=key, amount=Decimal(5)), by=cast.leader_a1)


def test_correction_is_a_counter_entry_and_a_new_entry(cast):
    row = ledger.record_contribution(contribution=contribution(cast), by=cast.leader_a1)
    counter = ledger.correct_contribution(
        contribution=row,
        reason="Gõ nhầm số tiền",
        replacement=contribution(cast, amount=Decimal(10_000)),
        by=cast.leader_a1,
    )
    assert (counter.corrects, counter.amount, counter.value) == (row, -100_000, -100_000)
    assert counter.received_on == row.received_on
    assert sum(c.value for c in Contribution.objects.received_in(THIS_MONTH).filter(team=cast.team_a1)) == 10_000
    assert Change.objects.about(counter).get().reason == "Gõ nhầm số tiền"


def test_entry_is_corrected_once_and_a_counter_entry_never(cast):
    row = ledger.record_contribution(contribution=contribution(cast), by=cast.leader_a1)
    counter = ledger.correct_contribution(contribution=row, reason="Gõ nhầm", by=cast.leader_a1)
    with pytest.raises(Refused, match="corrected already"):
        ledger.correct_contribution(contribution=row, reason="Gõ nhầm", by=cast.office)
    with pytest.raises(Refused, match="counter-entry itself"):
        ledger.correct_contribution(contribution=counter, reason="Gõ nhầm", by=cast.office)


def test_correction_of_a_locked_month_corrects_that_month(cast):
    row = Contribution.objects.get(team=cast.team_a2)
    lock_month(row=TeamMonth.objects.get(team=cast.team_a2, month=LAST_MONTH), reason="Chốt", by=cast.office)
    with pytest.raises(Refused):
        ledger.correct_contribution(contribution=row, reason="Gõ nhầm", by=cast.officer_a)
    counter = ledger.correct_contribution(contribution=row, reason="Gõ nhầm", by=cast.office)
    assert counter.received_on == row.received_on


def test_handed_over_even_after_the_lock(cast):
    row = Contribution.objects.get(team=cast.team_a2)
    lock_month(row=TeamMonth.objects.get(team=cast.team_a2, month=LAST_MONTH), reason="Chốt", by=cast.office)
    row = ledger.hand_over_contribution(
        contribution=row, handed_over_on=TODAY, recipient="Trường mầm non", by=cast.office, version=1
    )
    assert (row.handed_over_on, row.recipient, row.version) == (TODAY, "Trường mầm non", 2)
    with pytest.raises(history.StaleVersion):
        ledger.hand_over_contribution(
            contribution=row, handed_over_on=TODAY, recipient="Trạm y tế", by=cast.office, version=1
        )
    with pytest.raises(Refused, match="already"):
        ledger.hand_over_contribution(contribution=row, handed_over_on=TODAY, recipient="x", by=cast.office)


def test_task_of_a_closed_month_cannot_be_changed(cast):
    task = Task.objects.get(team=cast.team_a1)
    task.title = "Đổi tên"
    with pytest.raises(Refused, match="has been submitted"):
        record_task(task=task, by=cast.leader_a1, version=1)
    assert record_task(task=task, by=cast.office, version=1).version == 2


def test_task_in_a_month_to_come_begins_no_month(cast):
    record_task(
        task=Task(team=cast.team_a1, title="Trồng cây", due_on=TODAY + dt.timedelta(days=90)), by=cast.leader_a1
    )
    assert TeamMonth.objects.filter(team=cast.team_a1).count() == 1
