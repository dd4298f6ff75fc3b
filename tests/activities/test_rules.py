"""The rules of the month, the meeting, activities and contributions: each by its sentence."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from activities import rules
from activities.models import Contribution, Measure, TeamMonth
from plumbing.dates import add_months
from tests.conftest import LAST_MONTH, THIS_MONTH


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def texts(problems):
    return [p.text for p in problems]


def problems_of(team, month, user):
    return rules.month_problems(team, month, TeamMonth.objects.filter(team=team, month=month).first(), user)


def test_open_month_takes_everything(cast):
    assert problems_of(cast.team_a1, THIS_MONTH, cast.leader_a1) == []


def test_future_month_has_not_begun(cast):
    month = add_months(THIS_MONTH, 1)
    assert texts(problems_of(cast.team_a1, month, cast.office)) == [f"{rules.month_label(month)} has not begun yet."]


def test_month_before_the_team(cast):
    (problem,) = problems_of(cast.team_a1, dt.date(2023, 12, 1), cast.office)
    assert "has existed only since 01/01/2024" in problem.text


def test_team_that_ended(cast):
    cast.team_a1.active_to = dt.date(2024, 5, 20)
    assert rules.calendar_problems(cast.team_a1, dt.date(2024, 5, 1)) == []
    assert "ended on 20/05/2024" in rules.calendar_problems(cast.team_a1, dt.date(2024, 6, 1))[0].text


def test_submitted_month_is_closed_to_the_team_but_not_to_the_office(cast):
    assert "has been submitted" in texts(problems_of(cast.team_a1, LAST_MONTH, cast.leader_a1))[0]
    assert problems_of(cast.team_a1, LAST_MONTH, cast.office) == []
    assert problems_of(cast.team_a1, LAST_MONTH, cast.officer_a) == []
    assert problems_of(cast.team_a1, LAST_MONTH, None) == []


def test_accepted_month_is_closed_to_the_team(cast):
    assert "has been accepted" in texts(problems_of(cast.team_a2, LAST_MONTH, cast.leader_a1))[0]


def test_locked_month_says_who_when_why_and_whom_to_ask(cast):
    row = TeamMonth.objects.get(team=cast.team_a2, month=LAST_MONTH)
    row.state, row.state_by, row.state_reason = "locked", cast.office, "Đã chốt số liệu."
    row.state_at = dt.datetime(2026, 5, 10, 3, tzinfo=dt.UTC)
    row.save()
    sentence = f"{rules.month_label(LAST_MONTH)} was locked by Thử vanphong on 10/05/2026 (Đã chốt số liệu)."
    whom_to_ask = " Ask Thử vanphong or the office to reopen it."
    for user, end in [(cast.leader_a1, whom_to_ask), (cast.officer_a, whom_to_ask), (cast.office, ""), (None, "")]:
        (problem,) = problems_of(cast.team_a2, LAST_MONTH, user)
        assert problem.text == sentence + end, user


def test_meeting_is_held_in_its_month_or_the_next(cast):
    month = add_months(THIS_MONTH, -3)
    following = add_months(month, 1)
    assert rules.meeting_day_problems(cast.team_a1, month, month) == []
    assert rules.meeting_day_problems(cast.team_a1, month, following.replace(day=5)) == []
    for day in (month - dt.timedelta(days=1), add_months(month, 2)):
        (problem,) = rules.meeting_day_problems(cast.team_a1, month, day)
        assert problem.field == "held_on"
        assert "is held between" in problem.text
    tomorrow = dt.date.today() + dt.timedelta(days=1)
    assert "lies in the future" in rules.meeting_day_problems(cast.team_a1, THIS_MONTH, tomorrow)[0].text


def test_somebody_who_was_no_member_is_named(cast):
    ids = {c.pk for c in cast.cadres_a1}
    problems = rules.attendance_problems([cast.cadres_a1[0], cast.cadres_b1[0]], ids, dt.date(2024, 3, 9))
    assert texts(problems) == ["Hờ A Bí Mật was not a member of the team on 09/03/2024."]


def test_task_has_title_and_a_day_after_it_was_given():
    day = dt.date(2024, 3, 9)
    assert rules.task_problems(title="Sửa đường", due_on=dt.date(2024, 4, 30), given_on=day) == []
    wrong = rules.task_problems(title=" ", due_on=dt.date(2024, 3, 8), given_on=day, field="new-0-")
    assert [p.field for p in wrong] == ["new-0-title", "new-0-due_on"]
    assert (
        "too far away"
        in rules.task_problems(title="x", due_on=dt.date.today() + dt.timedelta(days=731), given_on=day)[0].text
    )
    assert "by which it is due" in rules.task_problems(title="x", due_on=None, given_on=day)[0].text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"households": 50, "people": None}, "people"),
        ({"households": None, "people": 10}, "households"),
        ({"households": 50, "people": 49}, "people"),
        ({"households": 5001, "people": 6000}, "households"),
        ({"households": 50, "people": 60_000}, "people"),
        ({"households": 50, "people": 200, "births": 201}, "births"),
        ({"households": 50, "people": 200, "deaths": -1}, "deaths"),
    ],
)
def test_village_figures_that_cannot_be(values, field):
    assert [p.field for p in rules.snapshot_problems(values)] == [field]


def test_village_figures_that_can_be():
    assert rules.snapshot_problems({"households": None, "people": None}) == []
    assert rules.snapshot_problems({"households": 50, "people": 250, "births": 2, "departures": 0}) == []


@pytest.mark.django_db
def test_quantity_is_positive_and_believable(cast):
    gifts = Measure.objects.get(code="gifts")
    assert rules.quantity_problems(gifts, Decimal(5000)) == []
    assert rules.quantity_problems(gifts, None) == []
    for amount, words in [(Decimal(0), "greater than zero"), (Decimal(-3), "greater"), (Decimal(5001), "5,000")]:
        (problem,) = rules.quantity_problems(gifts, amount, field="qty-1-")
        assert words in problem.text
        assert problem.field == "qty-1-amount"


def test_absurd_number_of_people(cast):
    assert rules.activity_problems(cast.team_a1, LAST_MONTH, 20_000) == []
    assert [p.field for p in rules.activity_problems(cast.team_a1, LAST_MONTH, 20_001)] == ["attended"]
    assert [p.field for p in rules.activity_problems(cast.team_a1, LAST_MONTH, -1)] == ["attended"]


def contribution(cast, **fields):
    values = {"team": cast.team_a1, "donor": "Nhà hảo tâm", "kind": "money", "amount": Decimal(100_000)}
    return Contribution(**values | {"received_on": LAST_MONTH} | fields)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"received_on": None}, "received_on"),
        ({"received_on": dt.date(2100, 1, 1)}, "received_on"),
        ({"received_on": dt.date(2020, 1, 1)}, "received_on"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal(-5)}, "amount"),
        ({"amount": Decimal("0.5")}, "amount"),
        ({"amount": Decimal(10**12)}, "amount"),
        ({"kind": "land", "amount": Decimal(5_000_001)}, "amount"),
        ({"kind": "goods"}, "unit"),
        ({"kind": "labour", "amount": Decimal(5), "value": -1}, "value"),
        ({"pledged_on": dt.date.today()}, "received_on"),
    ],
)
def test_contribution_that_cannot_be(cast, fields, field):
    assert [p.field for p in rules.contribution_problems(contribution(cast, **fields))] == [field]


def test_contribution_that_can_be(cast):
    assert rules.contribution_problems(contribution(cast)) == []
    assert rules.contribution_problems(contribution(cast, received_on=None, pledged_on=LAST_MONTH)) == []
    assert rules.contribution_problems(contribution(cast, kind="goods", unit="kg", amount=Decimal("0.5"))) == []


def test_handed_over_once_after_it_was_received(cast):
    row = contribution(cast)
    assert rules.hand_over_problems(row, LAST_MONTH, "Trường mầm non") == []
    assert [p.field for p in rules.hand_over_problems(row, LAST_MONTH - dt.timedelta(days=1), " ")] == [
        "handed_over_on",
        "recipient",
    ]
    row.handed_over_on = LAST_MONTH
    assert "already" in rules.hand_over_problems(row, LAST_MONTH, "x")[0].text
    pledge = contribution(cast, received_on=None, pledged_on=LAST_MONTH)
    assert "only after" in rules.hand_over_problems(pledge, LAST_MONTH, "x")[0].text
