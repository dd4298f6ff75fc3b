"""What changed since the month before: only what is true, in words that fit the number."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from activities.models import Contribution
from households.models import Assessment, Review
from plumbing import history
from plumbing.dates import Period, add_months
from reports import figures, rollups
from reports.changes_in_words import CODES, Changes, inside, known_line
from reports.figures import Place
from reports.indicators import BUILT_IN
from reports.rollups.months import current_month
from tests.conftest import LAST_MONTH, make_household, make_month

EARLIER = add_months(LAST_MONTH, -1)


def changes(cast, month=LAST_MONTH):
    rollups.take_waiting()
    place, period = Place(cast.areas.region), Period.of_month(month)
    before = figures.previous(period)
    now, was = figures.read(place, period, CODES), figures.read(place, before, CODES)
    parts, were = figures.read_parts(place, period, CODES), figures.read_parts(place, before, CODES)
    return Changes(cast.areas.region, month, now, was, parts, were)


def texts(cast, month=LAST_MONTH):
    with translation.override("en"):
        return [one.text for one in changes(cast, month).sentences()]


def numbers(**given):
    return dict.fromkeys(CODES, Decimal(0)) | {code: Decimal(str(value)) for code, value in given.items()}


def of(now, before, parts=(), parts_before=(), month=LAST_MONTH):
    area = SimpleNamespace(pk=1)
    with translation.override("en"):
        return [one.text for one in Changes(area, month, now, before, parts, parts_before).sentences()]


def parts_of(**given):
    return [
        (SimpleNamespace(pk=place, name=name.replace("_", " ")), numbers(**values))
        for place, (name, values) in enumerate(given.items())
    ]


KEPT = {"near_poor_households": 500, "teams_active": 3}


@pytest.mark.parametrize(
    ("now", "then", "answer"),
    [
        ((0.56, 56), (0.62, 62), "Within a year the poverty rate fell from 62.00% to 56.00% (−6 households)."),
        ((0.62, 62), (0.56, 56), "Within a year the poverty rate rose from 56.00% to 62.00% (+6 households)."),
        ((0.56, 56), (0.62, 56), "Within a year the poverty rate fell from 62.00% to 56.00% (0 households)."),
        ((0.56, 56), (0.56, 57), None),
        ((0.56, 56), (0, 0), None),
    ],
)
def test_poverty_is_held_against_the_year_before(now, then, answer):
    month, before = ({"poverty_rate": rate, "poor_households": poor} for rate, poor in (now, then))
    kept = numbers(near_poor_households=5 if then[1] else 0, **before)
    same = numbers(near_poor_households=5, **month)
    with translation.override("en"):
        found = Changes(SimpleNamespace(pk=1), LAST_MONTH, same, same, year_before=kept).sentences()
    assert [one.text for one in found] == ([answer] if answer else [])


def test_a_household_that_escaped_is_said_once_with_its_commune(cast):
    for name in ("Một", "Hai"):
        make_household(cast.areas.b1, name, "poor", cast.review)
    Assessment.objects.filter(household__village=cast.areas.b1).update(assessed_on=EARLIER - dt.timedelta(days=40))
    Assessment.objects.filter(household__village=cast.areas.a1).update(assessed_on=EARLIER - dt.timedelta(days=40))
    before = changes(cast, LAST_MONTH)
    assert before.now["poor_households"] == before.before["poor_households"] == 4
    assert not any("poor household" in text for text in texts(cast))
    review = Review(year=LAST_MONTH.year, kind="yearly", standard=cast.review.standard)
    history.create(review, by=None)
    left = Assessment(
        household=cast.household_b1, review=review, result="neither", assessed_on=LAST_MONTH.replace(day=10)
    )
    history.create(left, by=None)
    found = texts(cast)
    assert found[0] == "There is 1 poor household fewer; 3 households are left; most of it in xã Nà Hỳ (−1 household)."
    assert found[1] == "1 household escaped poverty; most of them in xã Nà Hỳ (1 household)."
    answer = changes(cast).sentences()[0]
    assert answer.url == f"/figures/poor_households/{cast.areas.region.pk}/{LAST_MONTH:%Y-%m}/"
    assert answer.verdict == "is-good"


@pytest.mark.usefixtures("counted")
def test_what_teams_did_is_compared_with_the_month_before(cast):
    make_month(cast.team_a1, cast.cadres_a1, EARLIER, "accepted", "trước")
    gift = Contribution(
        team=cast.team_b1, donor="B", kind="money", amount=5_000_000, value=5_000_000, received_on=LAST_MONTH
    )
    history.create(gift, by=None)
    found = texts(cast)
    assert "3 of 3 teams met, up by 2 teams on the month before." in found
    assert any(
        text.startswith("Outreach sessions reached 120 people, up by 80 people on the month bef") for text in found
    )
    assert (
        "Resources worth 11.0 million đồng were mobilised, up by 9.0 million đồng on the month before; "
        "most in xã Nà Hỳ (7.0 million đồng)."
    ) in found


@pytest.mark.usefixtures("counted")
def test_a_month_before_that_nobody_worked_on_is_no_comparison(cast):
    found = texts(cast)
    assert "3 of 3 teams met." in found
    assert not any("month before" in text for text in found)


def test_a_commune_is_named_only_when_it_stands_alone():
    now, before = numbers(**KEPT, poor_households=6), numbers(**KEPT, poor_households=10)
    was = parts_of(Xã_A={"poor_households": 5}, Xã_B={"poor_households": 5})
    tie = parts_of(Xã_A={"poor_households": 3}, Xã_B={"poor_households": 3})
    assert of(now, before, tie, was) == ["There are 4 poor households fewer; 6 households are left."]
    one = parts_of(Xã_A={"poor_households": 4}, Xã_B={"poor_households": 2})
    assert of(now, before, one, was)[0].endswith("most of it in xã B (−3 households).")
    # A commune in which it went the other way is never "most of it".
    more = numbers(**KEPT, poor_households=11)
    rose = parts_of(Xã_A={"poor_households": 7}, Xã_B={"poor_households": 4})
    assert of(more, before, rose, was) == [
        "There is 1 poor household more; it is 11 households now; most of it in xã A (+2 households)."
    ]


def test_after_a_reorganisation_no_commune_is_named():
    now, before = numbers(**KEPT, poor_households=6), numbers(**KEPT, poor_households=10)
    was = parts_of(Xã_A={"poor_households": 5}, Xã_B={"poor_households": 5})
    merged = parts_of(Xã_A={"poor_households": 6})
    assert of(now, before, merged, was) == ["There are 4 poor households fewer; 6 households are left."]


def test_what_was_not_kept_is_silent():
    now = numbers(**KEPT, poor_households=2431, poor_exited=4)
    assert of(now, numbers(teams_active=3)) == []
    assert of(now, now | {"poor_exited": Decimal(0)}) == ["4 households escaped poverty."]
    lines = {"poor_households": [Decimal(n) for n in (0, 5, 0)], "near_poor_households": [Decimal(0)] * 3}
    # The first zero is "not known yet", the last one is good news.
    assert known_line(BUILT_IN["poor_households"], lines) == [None, Decimal(5), Decimal(0)]
    nobody = {code: [Decimal(0)] * 2 for code in lines}
    assert known_line(BUILT_IN["poor_households"], nobody) == [Decimal(0)] * 2


def test_the_last_poor_household_is_said():
    assert of(numbers(teams_active=3), numbers(teams_active=3, poor_households=1)) == [
        "There is 1 poor household fewer; 0 households are left."
    ]


def test_a_month_that_is_not_over_is_not_compared():
    now = numbers(**KEPT, teams_met=1, poor_households=9)
    before = numbers(**KEPT, teams_met=3, poor_households=10)
    assert of(now, before, month=current_month()) == ["There is 1 poor household fewer; 9 households are left."]
    assert "1 of 3 teams met, down by 2 teams on the month before." in of(now, before)


@pytest.mark.parametrize(
    ("now", "month", "words"),
    [
        (numbers(), LAST_MONTH, "no figures"),
        (numbers(**KEPT), LAST_MONTH, "not logged anything"),
        (numbers(**KEPT, teams_met=1), current_month(), "not over"),
    ],
)
def test_an_empty_month_says_why(now, month, words):
    with translation.override("en"):
        found = Changes(SimpleNamespace(pk=1), month, now, now)
        assert words in found.note()
        assert found.sentences() == []


def test_nobody_sleeps_in_a_month_of_which_nothing_is_known():
    area = SimpleNamespace(pk=1)
    assert Changes(area, LAST_MONTH, numbers(**KEPT), numbers()).asleep(3) == []
    with translation.override("en"):
        worked = Changes(area, LAST_MONTH, numbers(**KEPT, teams_met=1), numbers())
        assert [one.text for one in worked.asleep(1)] == ["1 team has not met for two months or longer."]
        assert worked.asleep(0) == []


def test_names_inside_a_sentence():
    assert [inside(name) for name in ("Xã Nà Hỳ", "Huổi Thử", "Khu vực Nậm Pồ")] == [
        "xã Nà Hỳ", "Huổi Thử", "khu vực Nậm Pồ",
    ]  # fmt: skip


def test_a_share_says_its_points_and_where_it_is_lowest():
    month = add_months(LAST_MONTH, -2)
    now = numbers(**KEPT, teams_met=3, tasks_done_rate="0.8", months_on_time_rate="0.9")
    before = numbers(**KEPT, teams_met=3, tasks_done_rate="0.5", months_on_time_rate="0.9")
    kept = {"teams_active": 1}
    parts = parts_of(Xã_A=kept | {"tasks_done_rate": "0.7"}, Xã_B=kept | {"tasks_done_rate": "0.9"})
    assert of(now, before, parts, parts, month) == [
        "3 of 3 teams met, the same as in the month before.",
        "The share of tasks done rose by 30.0 points to 80.0%; lowest in xã A (70.0%).",
    ]
