"""Who carries which household: one main helper at a time, no gap and no overlap, nothing ended silently."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from households.actions.assignments import (
    assign_helper,
    confirm_spread,
    end_assignment,
    hand_over,
    one_of,
    settle,
)
from households.actions.proposals import accept_proposal, decline_proposal, propose_helper, withdraw_proposal
from households.help_rules import Known, warnings
from households.models import Assessment, Assignment, AssignmentProposal, Household, Review
from plumbing import history
from plumbing.problems import Refused
from teams.models import FOREVER, Agency, Cadre
from tests.households.helping import carry, make_plan, without_help
from tests.overlapping import overlap

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()
FEB, MAY = dt.date(2025, 2, 1), dt.date(2025, 5, 1)
DAY = dt.timedelta(days=1)
EndReason = Assignment.EndReason


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def nobody_helps(request):
    if "cast" in request.fixturenames:
        request.getfixturevalue("cast")
        without_help()


@pytest.fixture
def plan(cast):
    return make_plan()


def wanted(plan, household, helper, since=FEB, **more):
    return Assignment(plan=plan, household=household, valid_from=since, **one_of(helper), **more)


def refused(act) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return str(refusal.value)


# --- the database -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "is_kept_out"),
    [
        ({}, {"since": MAY}, True),
        ({"valid_to": MAY, "end_reason": "other"}, {"since": MAY}, True),
        ({"valid_to": MAY - DAY, "end_reason": "other"}, {"since": MAY}, False),
        ({"is_main": False}, {"since": MAY}, False),
    ],
)
def test_the_database_keeps_one_main_helper_at_a_time(cast, plan, first, second, is_kept_out):
    carry(plan, cast.household_a1, cast.cadres_a1[0], **first)
    if is_kept_out:
        with pytest.raises(IntegrityError), transaction.atomic():
            carry(plan, cast.household_a1, cast.cadres_a1[1], **second)
        row = carry(plan, cast.household_a1, cast.cadres_a1[1], is_main=False, **second)
        row.is_main = True
        with pytest.raises(IntegrityError), transaction.atomic():
            history.change(row, by=None)
    else:
        carry(plan, cast.household_a1, cast.cadres_a1[1], **second)


def test_the_database_keeps_a_pair_once_at_a_time(cast, plan):
    carry(plan, cast.household_a1, cast.cadres_a1[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        carry(plan, cast.household_a1, cast.cadres_a1[0], is_main=False, since=MAY)
    # A cadre and an agency may have the same number: one does not stand for the other.
    agency = history.create(Agency(pk=cast.cadres_a1[0].pk + 1000, name="Cơ quan cùng số"), by=None)
    cadre = history.create(Cadre(pk=agency.pk, name="Cán bộ cùng số"), by=None)
    carry(plan, cast.household_a1, agency, is_main=False, since=MAY)
    carry(plan, cast.household_a1, cadre, is_main=False, since=MAY)


# --- assigning ------------------------------------------------------------------------------------------------------


def test_what_contradicts_is_refused_in_a_sentence(cast, plan):
    giang, lo, *_ = cast.cadres_a1
    assign_helper(assignment=wanted(plan, cast.household_a1, giang), by=cast.office)

    def answer(helper, **changes):
        row = wanted(plan, cast.household_a1, helper, **changes)
        return refused(lambda: assign_helper(assignment=row, by=cast.office))

    assert "Giàng A Thử is the main helper from 01/02/2025" in answer(lo)
    assert "helps this household already, from 01/02/2025" in answer(giang, since=MAY, is_main=False)
    assert "runs from 01/01/2025" in answer(lo, since=dt.date(2024, 12, 31))
    assert "lies before the first day" in answer(lo, valid_to=dt.date(2025, 1, 31), end_reason="other")
    lo.memberships.get().__class__.objects.filter(cadre=lo).update(valid_from=MAY)
    assert "Lò Văn Mẫu does not serve on 01/02/2025" in answer(lo, is_main=False)
    cast.household_a1.left_on, cast.household_a1.leaving_reason = MAY, "moved"
    assert "left on 01/05/2025" in answer(lo, since=MAY)


def test_another_class_and_too_many_are_allowed_and_said(cast, plan):
    row = wanted(plan, cast.household_a1, cast.cadres_a1[0])
    said = [str(one.text) for one in warnings(row, Known(is_needed=False, result="neither", load=3, limit=3))]
    assert said == [
        "By 40-KH/TH this household (neither poor nor near-poor) needs no helper.",
        "Giàng A Thử carries 3 households already; the plan says at most 3.",
    ]
    assert all(one.is_warning for one in warnings(row, Known(is_needed=False, load=3, limit=3)))


def test_sent_twice_makes_one(cast, plan):
    row = wanted(plan, cast.household_a1, cast.cadres_a1[0])
    again = wanted(plan, cast.household_a1, cast.cadres_a1[0], uuid=row.uuid)
    assert assign_helper(assignment=row, by=cast.office) == assign_helper(assignment=again, by=cast.office)
    assert Assignment.objects.live().count() == 1


def test_it_ends_once_with_a_day_and_a_reason(cast, plan):
    row = carry(plan, cast.household_a1, cast.cadres_a1[0])
    words = {"end_reason": "other", "version": row.version, "by": cast.office}
    assert "before the first day" in refused(lambda: end_assignment(assignment=row, valid_to=FEB - DAY, **words))
    assert "in the future" in refused(lambda: end_assignment(assignment=row, valid_to=TODAY + DAY, **words))
    end_assignment(assignment=row, valid_to=MAY, **words)
    row = Assignment.objects.live().get()
    assert "ended on 01/05/2025 already" in refused(
        lambda: end_assignment(assignment=row, valid_to=MAY, **words | {"version": row.version})
    )


# --- handing over ---------------------------------------------------------------------------------------------------


def periods():
    rows = Assignment.objects.live().order_by("valid_from").select_related("cadre")
    return [(row.cadre.name.split()[-1], row.valid_from, row.valid_to, row.end_reason) for row in rows]


def test_handed_over_without_gap_and_overlap(cast, plan):
    giang, lo, *_ = cast.cadres_a1
    row = carry(plan, cast.household_a1, giang)
    assert "helps this household already" in refused(
        lambda: hand_over(assignment=row, helper=giang, day=MAY, by=cast.office)
    )
    assert "choose a later day" in refused(lambda: hand_over(assignment=row, helper=lo, day=FEB, by=cast.office))
    hand_over(assignment=row, helper=lo, day=MAY, by=cast.office)
    assert periods() == [("Thử", FEB, MAY - DAY, "handed_over"), ("Mẫu", MAY, None, "")]


@pytest.fixture
def proposal(cast, plan):
    row = carry(plan, cast.household_a1, cast.cadres_a1[0])
    made = AssignmentProposal(
        plan=plan, household=cast.household_a1, replaces=row, cadre=cast.cadres_a1[2], takes_over_on=TODAY - 3 * DAY
    )
    return propose_helper(proposal=made, by=cast.leader_a1)


def test_accepted_it_takes_effect_on_one_day(cast, proposal):
    assert periods() == [("Thử", FEB, None, "")]
    accept_proposal(proposal=proposal, by=cast.member_a1)
    # The day that was proposed has passed: till today the household was the other's.
    assert periods() == [("Thử", FEB, TODAY - DAY, "handed_over"), ("Dụ", TODAY, None, "")]
    assert AssignmentProposal.objects.live().get().state == "accepted"


def test_declined_it_changes_nothing_and_asks_why(cast, proposal):
    assert "Say why" in refused(lambda: decline_proposal(proposal=proposal, by=cast.member_a1, answer=" "))
    decline_proposal(proposal=proposal, by=cast.member_a1, answer="Đi học dài hạn")
    assert periods() == [("Thử", FEB, None, "")]
    assert "answered on" in refused(lambda: accept_proposal(proposal=proposal, by=cast.member_a1))


def test_withdrawn_meanwhile(cast, proposal):
    seen_before = AssignmentProposal.objects.live().get()
    withdraw_proposal(proposal=proposal, by=cast.leader_a1)
    assert "withdrawn meanwhile" in refused(lambda: accept_proposal(proposal=seen_before, by=cast.member_a1))
    assert periods() == [("Thử", FEB, None, "")]


def test_nobody_is_asked_twice_and_what_nobody_answers_comes_back(cast, plan, proposal):
    again = AssignmentProposal(plan=plan, household=cast.household_a1, cadre=cast.cadres_a1[1], takes_over_on=TODAY)
    assert "asked to take this household already" in refused(lambda: propose_helper(proposal=again, by=cast.office))
    due = TODAY + plan.answer_days * DAY
    assert proposal.answer_due_on == due
    assert not AssignmentProposal.objects.unanswered_on(due).exists()
    assert AssignmentProposal.objects.unanswered_on(due + DAY).get() == proposal


# --- what must have a helper ------------------------------------------------------------------------------------------


def assess(household, day, result):
    review = history.create(Review(year=day.year, kind="ad_hoc"), by=None)
    return history.create(Assessment(household=household, review=review, assessed_on=day, result=result), by=None)


def must(day=TODAY):
    return set(Household.objects.must_be_helped(day).values_list("pk", flat=True))


def test_which_households_a_plan_asks_for(cast):
    a1, a2, b1 = cast.household_a1.pk, cast.household_a2.pk, cast.household_b1.pk
    assert must() == set()
    plan = make_plan(must_help_near_poor=False, months_after_exit=0)
    assert must() == {a1, b1}
    plan.area = cast.areas.new_a
    history.change(plan, by=None)
    assert must() == {a1}
    make_plan(number="41-KH/TH", must_help_poor=False, area=cast.areas.new_a)
    assert must() == {a1, a2}
    assert must(dt.date(2024, 12, 31)) == set()


def test_after_an_exit_it_is_helped_for_the_months_of_the_plan(cast):
    make_plan(months_after_exit=12, valid_from=dt.date(2020, 1, 1))
    out = dt.date(cast.review.year, 12, 31)
    assess(cast.household_a1, out, "neither")
    pk = cast.household_a1.pk
    after = out.replace(year=out.year + 1)
    assert [pk in must(day) for day in (out, after - DAY, after)] == [True, True, False]


# --- to be settled --------------------------------------------------------------------------------------------------


def troubles():
    return dict(Assignment.objects.unsettled().values_list("household", "trouble"))


def test_nothing_is_ended_silently_and_each_has_its_way_out(cast):
    plan = make_plan()
    running_out = make_plan(number="41-KH/TH", valid_to=TODAY - DAY)
    a1, a2, b1 = cast.household_a1, cast.household_a2, cast.household_b1
    carry(plan, a1, cast.cadres_a1[0])
    carry(running_out, a2, cast.cadres_a2[0])
    carry(plan, b1, cast.cadres_b1[0])
    assert troubles() == {a2.pk: "plan_ended"}
    stopped = cast.cadres_a1[0].memberships.get()
    stopped.valid_to = TODAY - 5 * DAY
    history.change(stopped, by=None)
    b1.left_on, b1.leaving_reason = TODAY - 2 * DAY, "moved"
    history.change(b1, by=None)
    assert troubles() == {a1.pk: "helper_stopped", a2.pk: "plan_ended", b1.pk: "household_left"}
    assert Assignment.objects.current().count() == 3
    assert settle(assignments=Assignment.objects.unsettled(), by=cast.office) == 3
    ends = dict(Assignment.objects.live().values_list("household", "valid_to"))
    assert ends == {a1.pk: TODAY - 5 * DAY, a2.pk: TODAY - DAY, b1.pk: TODAY - 3 * DAY}
    assert set(Assignment.objects.live().values_list("end_reason", flat=True)) == {
        "helper_stopped", "plan_ended", "household_left",
    }  # fmt: skip
    assert troubles() == {}


def test_a_class_that_left_the_plan_is_settled_but_one_helped_on_purpose_is_not(cast):
    plan = make_plan(months_after_exit=0)
    carry(plan, cast.household_a1, cast.cadres_a1[0])
    assess(cast.household_a1, TODAY - 10 * DAY, "neither")
    # Helped from the beginning although its class is not the plan's.
    assess(cast.household_a2, dt.date(2024, 6, 1), "neither")
    history.void(cast.household_a2.assessments.exclude(result="neither").get(), by=None, reason="thử")
    carry(plan, cast.household_a2, cast.cadres_a2[0])
    assert troubles() == {cast.household_a1.pk: "class_left"}


def test_what_would_end_before_it_began_never_was(cast, plan):
    cast.household_a1.left_on, cast.household_a1.leaving_reason = MAY, "moved"
    history.change(cast.household_a1, by=None)
    row = carry(plan, cast.household_a1, cast.cadres_a1[0], since=MAY)
    settle(assignments=[row], by=cast.office)
    row.refresh_from_db()
    assert (row.is_voided, row.void_reason) == (True, "the household left")


# --- random histories -----------------------------------------------------------------------------------------------


steps = st.lists(
    st.tuples(st.sampled_from(["assign", "hand_over", "end", "settle", "leave", "stop"]), st.integers(0, 9)), max_size=8
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_is_done_a_household_has_one_main_helper_a_day(cast, plan, steps):
    """No order of acts makes two main helpers of a day, or an end before a beginning."""
    with transaction.atomic():
        for place, (act, number) in enumerate(steps):
            day = FEB + 20 * place * DAY
            row = Assignment.objects.active_on(day).first()
            helper = cast.cadres_a1[number % 3]
            try:
                with transaction.atomic():
                    if act == "assign":
                        assign_helper(assignment=wanted(plan, cast.household_a1, helper, day), by=cast.office)
                    elif act == "settle":
                        settle(assignments=Assignment.objects.unsettled(), by=cast.office)
                    elif act == "stop":
                        member = helper.memberships.get()
                        member.valid_to = member.valid_to or day
                        history.change(member, by=None)
                    elif row is not None and act == "hand_over":
                        hand_over(assignment=row, helper=helper, day=day, by=cast.office)
                    elif row is not None and act == "end":
                        end_assignment(
                            assignment=row, valid_to=day, end_reason="other", version=row.version, by=cast.office
                        )
            except Refused:
                continue
        rows = list(Assignment.objects.live().order_by("valid_from", "pk"))
        for one, other in pairwise(rows):
            assert (one.valid_to or FOREVER) < other.valid_from
        transaction.set_rollback(True)


# --- two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_spread_one_village_at_the_same_time(cast):
    plan = make_plan()
    results = []

    def spread(helper):
        chosen = [(cast.household_a1, helper)]
        results.append(confirm_spread(plan=plan, day=TODAY, chosen=chosen, by=cast.office))

    overlap(lambda: spread(cast.cadres_a1[0]), lambda: spread(cast.cadres_a1[1]))
    assert results == [(1, []), (0, [cast.household_a1])]
    assert Assignment.objects.live().get().cadre == cast.cadres_a1[0]
