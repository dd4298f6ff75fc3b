"""Each assessment knows from which day on a later one holds, whichever verb wrote last."""

import datetime as dt

import pytest

from households.actions.assessments import record_assessment
from households.models import Assessment, Household, Review
from plumbing import history, undo
from plumbing.models import Change
from reports.verify.ledger import wrong_ledgers
from teams.models import FOREVER, Area
from tests.overlapping import overlap

pytestmark = pytest.mark.django_db


def assess(household, day, result="poor", by=None):
    review = history.create(Review(year=day.year, kind="ad_hoc"), by=None)
    row = Assessment(household=household, review=review, assessed_on=day, result=result)
    return record_assessment(assessment=row, by=by)


def ledger(household):
    rows = household.assessments.live().order_by("assessed_on", "id")
    return [(row.assessed_on, row.superseded_on) for row in rows]


@pytest.fixture
def household(cast):
    return history.create(Household(village=cast.areas.a1), by=None)


MARCH, JUNE, YULE = dt.date(2025, 3, 4), dt.date(2025, 6, 5), dt.date(2025, 12, 1)


def test_a_later_one_ends_what_was_before_and_an_earlier_one_ends_when_the_next_begins(household):
    assess(household, MARCH)
    assert ledger(household) == [(MARCH, FOREVER)]
    assess(household, YULE)
    assess(household, JUNE)
    assert ledger(household) == [(MARCH, JUNE), (JUNE, YULE), (YULE, FOREVER)]


def test_of_two_on_one_day_the_one_entered_later_holds(household):
    assess(household, MARCH)
    assess(household, MARCH, "neither")
    assert ledger(household) == [(MARCH, MARCH), (MARCH, FOREVER)]
    assert Household.objects.with_result(MARCH).get(pk=household.pk).result == "neither"


def test_voiding_and_restoring(cast, household):
    assess(household, MARCH)
    middle = assess(household, JUNE, by=cast.office)
    assess(household, YULE)
    history.void(middle, by=cast.office, reason="nhập nhầm")
    assert ledger(household) == [(MARCH, YULE), (YULE, FOREVER)]
    undo.undo(list(Change.objects.about(middle)[:1]), by=cast.office, reason="trả lại")
    assert ledger(household) == [(MARCH, JUNE), (JUNE, YULE), (YULE, FOREVER)]


def test_another_day_or_another_household(cast, household):
    row = assess(household, MARCH)
    assess(household, JUNE)
    row.assessed_on = YULE
    history.change(row, by=None)
    assert ledger(household) == [(JUNE, YULE), (YULE, FOREVER)]
    row.household = cast.household_a2
    history.change(row, by=None)
    assert ledger(household) == [(JUNE, FOREVER)]
    assert list(wrong_ledgers()) == []


def test_many_at_once(cast, household):
    review = history.create(Review(year=2024, kind="yearly"), by=None)
    rows = [
        Assessment(household=one, review=review, assessed_on=MARCH, result="poor")
        for one in (household, cast.household_a1, cast.household_b1)
    ]
    assess(household, YULE)
    history.create_many(rows, by=None)
    assert ledger(household) == [(MARCH, YULE), (YULE, FOREVER)]
    history.void_many(rows, by=None, reason="thử")
    assert ledger(household) == [(YULE, FOREVER)]
    assert list(wrong_ledgers()) == []


def test_the_history_tells_only_what_people_entered(household):
    row = assess(household, MARCH)
    assess(household, JUNE)
    assert "superseded_on" not in Change.objects.about(row).get().after


def test_the_proof_finds_a_wrong_day(cast, household):
    assess(household, MARCH)
    Assessment.objects.filter(household=household).update(superseded_on=JUNE)
    assert [str(one) for one in wrong_ledgers()] == [
        f"household {household.pk} · assessment of 2025-03-04 · superseded_on: stored 2025-06-05, counted 9999-12-31"
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_write_into_one_ledger_at_the_same_time():
    village = history.create(Area(level="village", code="1", name="Bản"), by=None)
    household = history.create(Household(village=village), by=None)
    reviews = [history.create(Review(year=year, kind="ad_hoc"), by=None) for year in (2024, 2025)]

    def write(review):
        row = Assessment(household=household, review=review, assessed_on=dt.date(review.year, 3, 1), result="poor")
        history.create(row, by=None)

    overlap(lambda: write(reviews[0]), lambda: write(reviews[1]))
    assert ledger(household) == [(dt.date(2024, 3, 1), dt.date(2025, 3, 1)), (dt.date(2025, 3, 1), FOREVER)]
