"""Periods of each kind: their neighbours, and the chooser that works without a script."""

import datetime as dt

import pytest
from django.template import RequestContext, Template
from django.utils import translation

from plumbing.dates import Period
from plumbing.periods import PeriodKind, neighbour, period_kind, period_of, periods_between


@pytest.mark.parametrize(
    ("code", "kind", "before", "after"),
    [
        ("2026-01", "month", "2025-12", "2026-02"),
        ("2026-Q1", "quarter", "2025-Q4", "2026-Q2"),
        ("2026-Q4", "quarter", "2026-Q3", "2027-Q1"),
        ("2026-H1", "half", "2025-H2", "2026-H2"),
        ("2026-H2", "half", "2026-H1", "2027-H1"),
        ("2026-9M", "nine", "2025-9M", "2027-9M"),
        ("2026", "year", "2025", "2027"),
    ],
)
def test_neighbours_are_of_the_same_kind(code, kind, before, after):
    period = Period.parse(code)
    assert period_kind(period) == kind
    assert neighbour(period, -1) == Period.parse(before)
    assert neighbour(period, 1) == Period.parse(after)
    assert neighbour(period, 0) == period


@pytest.mark.parametrize("month", [dt.date(2025, number, 1) for number in range(1, 13)])
def test_a_month_lies_in_one_period_of_each_kind(month):
    for kind in set(PeriodKind) - {PeriodKind.NINE}:
        assert month in period_of(kind, month), kind
    assert period_of(PeriodKind.MONTH, month) == Period.of_month(month)
    assert period_of(PeriodKind.NINE, month).code == "2025-9M"


def test_the_latest_come_first_and_what_has_not_begun_is_left_out():
    found = periods_between(PeriodKind.QUARTER, dt.date(2025, 5, 1), dt.date(2026, 2, 1))
    assert [one.code for one in found] == ["2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2"]


def chooser(rf, path, code, **more):
    text = "{% period_chooser period last=last first=first %}"
    values = {"period": Period.parse(code), "last": dt.date(2026, 6, 1), "first": dt.date(2024, 1, 1), **more}
    with translation.override("en"):
        return Template(text).render(RequestContext(rf.get(path), values))


def test_links_and_form_keep_the_rest_of_the_address(rf):
    html = chooser(rf, "/x/?month=2026-05&view=wall&page=3", "2026-Q1")
    assert '<input type="hidden" name="view" value="wall">' in html
    assert 'name="month"' not in html
    assert 'name="page"' not in html
    assert 'href="?view=wall&amp;period=2025-Q4"' in html
    assert 'href="?view=wall&amp;period=2026-Q2"' in html
    assert '<option value="2026-Q1" selected>' in html


def test_a_kind_leads_to_its_period_around_the_last_month(rf):
    html = chooser(rf, "/x/", "2026")
    for code in ("2026-06", "2026-Q2", "2026-H1", "2026-9M"):
        assert f'href="?period={code}"' in html, code
    assert html.count("aria-current") == 1


def test_the_ends_lead_nowhere(rf):
    assert 'rel="next"' not in chooser(rf, "/x/", "2026-06")
    assert 'rel="prev"' not in chooser(rf, "/x/", "2024-Q1")
    assert 'rel="prev"' in chooser(rf, "/x/", "2024-Q2")


def test_a_period_before_all_that_are_offered_is_still_the_chosen_one(rf):
    assert '<option value="2019-Q3" selected>' in chooser(rf, "/x/", "2019-Q3")
    assert '<option value="2031" selected>' in chooser(rf, "/x/", "2031")
