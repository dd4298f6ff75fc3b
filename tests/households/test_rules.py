"""The rules that forms and imports share."""

import datetime as dt

import pytest

from households import rules
from households.models import Household, PovertyStandard, Review
from plumbing.problems import Problem

TODAY = dt.date(2026, 6, 1)
STANDARD = PovertyStandard(name="Thử", rural_points=140, urban_points=175, deprivation_points=30)
UNKNOWN = PovertyStandard(name="Chưa biết")


def fields(problems: list[Problem]) -> list[str | None]:
    return [p.field for p in problems]


@pytest.mark.parametrize(
    ("size", "is_good"), [(None, True), (1, True), (50, True), (0, False), (51, False), (-3, False)]
)
def test_size(size, is_good):
    assert (rules.size_problems(size) == []) is is_good


@pytest.mark.parametrize(
    ("day", "is_good"),
    [
        (None, True),
        (TODAY, True),
        (dt.date(1900, 1, 1), True),
        (dt.date(2026, 6, 2), False),
        (dt.date(1899, 12, 31), False),
    ],
)
def test_birth(day, is_good):
    assert (rules.birth_problems(day, TODAY) == []) is is_good


@pytest.mark.parametrize(
    ("b1", "b2", "is_urban", "expected"),
    [
        (140, 30, False, "poor"),
        (140, 29, False, "near_poor"),
        (141, 90, False, "neither"),
        (175, 30, True, "poor"),
        (176, 30, True, "neither"),
        (0, 0, False, "near_poor"),
    ],
)
def test_the_class_by_points(b1, b2, is_urban, expected):
    """The limits of Circular 07/2021, at the limit itself and one point beyond."""
    assert rules.result_by_points(b1, b2, STANDARD, is_urban=is_urban) == expected
    for result in ("poor", "near_poor", "neither"):
        conflicts = rules.result_conflicts(result, b1, b2, STANDARD, is_urban)
        assert [p.is_warning for p in conflicts] == ([] if result == expected else [True])


def test_what_is_not_known_contradicts_nothing():
    assert rules.result_conflicts("poor", 400, 0, UNKNOWN, False) == []
    assert rules.result_conflicts("poor", 400, 0, None, False) == []
    assert rules.result_conflicts("poor", None, 0, STANDARD, False) == []
    # Without B2 poor and near-poor cannot be told apart, but "neither" can.
    assert rules.result_conflicts("poor", 100, None, STANDARD, False) == []
    assert fields(rules.result_conflicts("neither", 100, None, STANDARD, False)) == ["result"]
    assert fields(rules.result_conflicts("poor", 141, None, STANDARD, False)) == ["result"]


def test_points_income_and_causes():
    assert rules.points_problems(0, 0) == rules.points_problems(500, 120) == rules.points_problems(None, None) == []
    assert fields(rules.points_problems(501, 121)) == ["b1", "b2"]
    assert fields(rules.points_problems(-1, None)) == ["b1"]
    assert rules.income_problems(1_500_000) == []
    assert fields(rules.income_problems(100_000_001)) == ["income"]
    assert rules.cause_problems(["no_land", "illness"], "poor") == []
    assert fields(rules.cause_problems(["no_land"], "neither")) == ["causes"]
    assert fields(rules.cause_problems(["lazy"], "poor")) == ["causes"]


def test_leaving():
    assert rules.leaving_problems(None, TODAY, "moved", TODAY) == []
    assert fields(rules.leaving_problems(None, TODAY, "", TODAY)) == ["leaving_reason"]
    assert fields(rules.leaving_problems(None, None, "moved", TODAY)) == ["left_on"]
    assert fields(rules.leaving_problems(None, dt.date(2026, 6, 2), "moved", TODAY)) == ["left_on"]
    assert fields(rules.leaving_problems(TODAY, dt.date(2026, 5, 31), "moved", TODAY)) == ["left_on"]


def test_a_result_belongs_to_its_review():
    review = Review(year=2025, kind="yearly")
    for day in (dt.date(2025, 1, 1), dt.date(2025, 12, 14), dt.date(2026, 3, 31)):
        assert rules.assessed_on_problems(day, review, TODAY) == []
    for day in (dt.date(2024, 12, 31), dt.date(2026, 4, 1), dt.date(2026, 6, 2)):
        assert fields(rules.assessed_on_problems(day, review, TODAY)) == ["assessed_on"]
    assert fields(rules.review_twice_problems(Household(code="7"), review, True)) == ["review"]


def test_on_each_day_one_standard_holds():
    old = PovertyStandard(name="Cũ", valid_from=dt.date(2022, 1, 1), valid_to=dt.date(2025, 12, 31))
    assert rules.standard_problems(dt.date(2026, 1, 1), None, [old]) == []
    assert fields(rules.standard_problems(dt.date(2025, 12, 31), None, [old])) == ["valid_from"]
    assert fields(rules.standard_problems(dt.date(2021, 1, 1), None, [old])) == ["valid_from"]
    assert fields(rules.standard_problems(dt.date(2026, 1, 1), dt.date(2025, 1, 1), [old])) == ["valid_to"]
