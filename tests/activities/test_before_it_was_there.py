"""Whatever lies before its village, team or service exists is refused by the actions too, whoever calls them."""

import copy
import datetime as dt

import pytest
from django.utils import translation

from activities.actions.activities import record_activity
from activities.actions.contributions import record_contribution
from activities.actions.meetings import MeetingContent, record_meeting
from activities.actions.snapshots import record_snapshot
from activities.actions.tasks import record_task
from activities.models import Activity, Contribution, Task
from households.actions.assessments import record_assessment
from households.actions.households import register_household, save_households
from households.actions.residences import correct_residence, move_household
from households.models import Assessment, Household
from plumbing import history
from plumbing.dates import add_months
from plumbing.problems import Refused
from teams.actions.memberships import save_membership
from teams.actions.teams import save_teams
from teams.models import Membership, Team
from tests.conftest import LAST_MONTH

EVE = LAST_MONTH - dt.timedelta(days=1)
BEFORE = add_months(LAST_MONTH, -1)


def changed(row, **values):
    new = copy.copy(row)
    for name, value in values.items():
        setattr(new, name, value)
    return new


def at(village, **fields):
    return Household(village=village, size=4, **fields)


def found(household, review, day):
    return Assessment(household=household, review=review, assessed_on=day, result="poor")


def attend(c, cadre):
    content = MeetingContent(held_on=LAST_MONTH.replace(day=3), present={cadre.pk}, done="họp")
    meeting = c.meeting_a1
    record_meeting(
        team=c.team_a1, month=LAST_MONTH, content=content, by=None, uuid=meeting.uuid, version=meeting.version
    )


# Village B1 and team A1 begin with the last month.
DOORS = {
    "an activity": lambda c: record_activity(
        activity=Activity(team=c.team_a1, held_on=EVE, field="outreach", title="x", attended=1), quantities={}, by=None
    ),
    "a contribution": lambda c: record_contribution(
        contribution=Contribution(team=c.team_a1, donor="x", kind="money", amount=5, received_on=EVE), by=None
    ),
    "a task": lambda c: record_task(task=Task(team=c.team_a1, title="x", due_on=EVE), by=None),
    "a task that was finished": lambda c: record_task(
        task=Task(team=c.team_a1, title="x", due_on=LAST_MONTH, state="done", finished_on=EVE), by=None
    ),
    "a meeting": lambda c: record_meeting(
        team=c.team_a1, month=BEFORE, content=MeetingContent(held_on=BEFORE, present=set(), done="x"), by=None
    ),
    "somebody who serves later": lambda c: attend(c, c.cadres_a2[0]),
    "a membership": lambda c: save_membership(
        membership=Membership(team=c.team_a1, cadre=c.cadres_b1[0], valid_from=EVE), by=None
    ),
    "a team": lambda c: save_teams([(None, Team(village=c.areas.b1, name="x", active_from=EVE))], by=None),
    "a team that begins after its members": lambda c: save_teams(
        [(c.team_a2, changed(c.team_a2, active_from=LAST_MONTH))], by=None
    ),
    "village figures": lambda c: record_snapshot(
        village_id=c.areas.b1.pk, month=BEFORE, values={"households": 5, "people": 20}, by=None
    ),
    "a household that came": lambda c: register_household(
        household=at(c.areas.b1, arrived_on=EVE), head_name="x", by=None
    ),
    "a known household that came": lambda c: save_households(
        [(c.household_b1, changed(c.household_b1, arrived_on=EVE))], by=None
    ),
    "a result": lambda c: record_assessment(assessment=found(c.newcomer, c.review, EVE), by=None),
    "a household that moved": lambda c: move_household(household=c.household_a1, village=c.areas.b1, on=EVE, by=None),
    "a household that never lived elsewhere": lambda c: correct_residence(
        household=c.household_a1, village=c.areas.b1, by=None
    ),
}


REASONS = (
    "not there yet|not exist yet|existed only|exists from|before it was given|was given on|not a member|serve since"
)


@pytest.fixture
def young(cast):
    cast.areas.b1.valid_from = LAST_MONTH
    history.change(cast.areas.b1, by=None)
    cast.team_a1.active_from = LAST_MONTH
    history.change(cast.team_a1, by=None)
    cast.newcomer = history.create(at(cast.areas.b1), by=None)
    service = Membership(team=cast.team_a1, cadre=cast.cadres_a2[0], valid_from=LAST_MONTH.replace(day=4))
    history.create(service, by=None)
    return cast


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_what_lies_before_it_was_there_is_refused(door, young):
    with translation.override("en"), pytest.raises(Refused, match=REASONS):
        door(young)
