"""Figures of who helps whom: whatever is done, counted as it comes is what a recount says, and each opens its rows."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from households.actions.assignments import assign_helper, hand_over, one_of, settle
from households.actions.residences import move_household
from households.models import Assignment, Household
from plumbing import history, undo
from plumbing.dates import Period
from plumbing.models import Change
from plumbing.problems import Refused
from reports import figures, rollups
from reports.drilldown import rows_behind
from reports.figures import Place
from reports.indicators import BUILT_IN
from reports.verify import differences
from reports.verify.villages import wrong_villages
from tests.conftest import LAST_MONTH, THIS_MONTH

pytestmark = pytest.mark.django_db
CODES = ["households_assigned", "households_to_help", "households_to_help_assigned", "helpers_active"]


def read(cast, month=LAST_MONTH):
    found = figures.read(cast.areas.region, Period.of_month(month))
    return [int(found[code]) for code in CODES]


def test_counted_by_plan_and_opened_row_by_row(counted, sign_in):
    cast = counted
    assert read(cast) == [2, 3, 2, 2]
    rate = figures.read(cast.areas.region, Period.of_month(LAST_MONTH))["assignment_rate"]
    assert round(float(rate or 0), 4) == 0.6667
    for code in CODES:
        rows = rows_behind(cast.office, BUILT_IN[code], Place(cast.areas.region), Period.of_month(LAST_MONTH))
        assert rows.count() == dict(zip(CODES, read(cast), strict=True))[code], code
    cast.plan.must_help_near_poor = False
    history.change(cast.plan, by=None)
    rollups.take_waiting()
    assert read(cast) == [2, 2, 2, 2]
    assert differences() == []


acts = st.lists(st.tuples(st.sampled_from(["assign", "hand_over", "move", "stop", "settle", "undo", "plan"]),
                          st.integers(0, 5)), min_size=1, max_size=7)  # fmt: skip


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts)
def test_after_random_acts_the_figures_are_those_of_a_recount(counted, acts):
    cast = counted
    people = [*cast.cadres_a1, *cast.cadres_a2, *cast.cadres_b1]
    for act, number in acts:
        day = dt.date.today() - dt.timedelta(days=number)
        household = Household.objects.order_by("pk")[number % 3]
        row = Assignment.objects.current().filter(household=household).first()
        try:
            if act == "assign":
                new = Assignment(plan=cast.plan, household=household, valid_from=day, is_main=False,
                                 **one_of(people[number]))  # fmt: skip
                assign_helper(assignment=new, by=cast.administrator)
            elif act == "hand_over" and row is not None:
                hand_over(assignment=row, helper=people[number], day=day, by=cast.administrator)
            elif act == "move":
                village = [cast.areas.a1, cast.areas.a2, cast.areas.b1][number % 3]
                move_household(household=household, village=village, on=day, by=cast.administrator)
            elif act == "stop":
                member = people[number].memberships.order_by("-valid_from").first()
                member.valid_to = member.valid_to or day
                history.change(member, by=None)
            elif act == "settle":
                settle(assignments=Assignment.objects.unsettled(), by=cast.administrator)
            elif act == "plan":
                cast.plan.refresh_from_db()
                cast.plan.months_after_exit, cast.plan.must_help_near_poor = number, bool(number % 2)
                history.change(cast.plan, by=None)
            else:
                last = Change.objects.filter(by=cast.administrator).order_by("-id")[:1]
                undo.undo(list(last), by=cast.administrator, reason="thử")
        except Refused:
            continue
    rollups.take_waiting()
    assert [str(one) for one in wrong_villages()] == []
    assert read(cast, THIS_MONTH)
