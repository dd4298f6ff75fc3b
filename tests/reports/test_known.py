"""What is not known is not zero: months that are not due, villages without figures, a time before the data."""

import datetime as dt
from decimal import Decimal

import pytest

from activities.models import TeamMonth
from households.models import VillageSnapshot
from plumbing import history
from plumbing.dates import Period
from reports import figures, rollups
from reports.display import change_in_words, change_of, coverage_note, name_of
from reports.figures import last_due_month
from reports.indicators import BUILT_IN
from reports.verify import differences
from tests.conftest import LAST_MONTH, THIS_MONTH

ON_TIME = ["months_due", "months_on_time", "months_on_time_rate", "months_handed_in"]


@pytest.fixture
def due_until(monkeypatch):
    """Set the newest month whose due day has passed."""

    def set_month(month):
        monkeypatch.setattr(figures, "last_due_month", lambda: month)

    return set_month


@pytest.mark.parametrize(
    ("today", "month"), [("2026-11-05", "2026-09"), ("2026-11-06", "2026-10"), ("2026-12-01", "2026-10")]
)
def test_a_month_is_due_until_the_end_of_its_day(today, month, monkeypatch):
    monkeypatch.setattr(figures.timezone, "localdate", lambda: dt.date.fromisoformat(today))
    assert f"{last_due_month():%Y-%m}" == month


@pytest.mark.usefixtures("counted")
def test_a_month_that_is_not_due_is_neither_on_time_nor_late(cast, due_until):
    both = [LAST_MONTH, THIS_MONTH]
    due_until(LAST_MONTH)
    lines = figures.series(cast.areas.region, both, ON_TIME)
    assert lines["months_due"] == [3, None]
    assert lines["months_on_time_rate"][1] is None
    assert lines["months_handed_in"][1] == 0
    # A longer period leaves it out on both sides of the line.
    year = Period(f"{LAST_MONTH:%Y}", LAST_MONTH, THIS_MONTH)
    numbers = figures.read(cast.areas.region, year, ON_TIME)
    assert numbers["months_due"] == 3
    assert numbers["months_on_time_rate"] == lines["months_on_time_rate"][0]
    parts = figures.read_parts(cast.areas.region, year, ON_TIME)
    assert sum(n["months_due"] for _, n in parts) == 3
    due_until(THIS_MONTH)
    assert figures.read(cast.areas.region, year, ON_TIME)["months_due"] == 6


@pytest.mark.usefixtures("counted")
def test_rates_are_those_of_villages_with_figures(cast):
    VillageSnapshot.objects.all().delete()
    history.create(VillageSnapshot(village=cast.areas.a1, month=LAST_MONTH, households=50, people=250), by=None)
    rollups.roll_up_all()
    month = Period.of_month(LAST_MONTH)
    whole, one = (figures.read(area, month) for area in (cast.areas.region, cast.areas.a1))
    assert whole["poor_households"] > one["poor_households"] > 0
    assert whole["poverty_rate"] == one["poverty_rate"] == one["poor_households"] / 50
    assert figures.read(cast.areas.b1, month)["poverty_rate"] is None
    assert figures.read(cast.areas.b1, month)["households_total"] is None
    assert differences() == []
    note = coverage_note(whole)
    assert "1/3" in note
    assert coverage_note(one) == ""


@pytest.mark.usefixtures("counted")
def test_a_village_in_which_nobody_was_assessed_is_in_no_rate(cast):
    """Above the line it has nobody, so below it has none either: nobody knows who is poor there."""
    history.void(cast.household_b1.assessments.get(), by=None, reason="thử")
    rollups.take_waiting()
    month = Period.of_month(LAST_MONTH)
    whole, unknown = (figures.read(area, month) for area in (cast.areas.region, cast.areas.b1))
    assert (whole["households_total"], whole["households_rated"]) == (150, 90)
    assert whole["poverty_rate"] == whole["poor_households"] / Decimal(90)
    assert (unknown["poverty_rate"], unknown["near_poverty_rate"], unknown["households_total"]) == (None, None, 60)
    assert "2/3" in coverage_note(whole)
    assert differences() == []


@pytest.mark.usefixtures("counted")
def test_poverty_is_not_known_before_the_first_review(cast):
    # Reviewed in November of the year before last month; figures are kept since then.
    early = Period.of_month(dt.date(cast.review.year, 10, 1))
    numbers = figures.read(cast.areas.region, early)
    assert numbers["poor_households"] is None
    assert numbers["poor_exited"] is None


def test_a_running_period_says_how_many_months_it_holds():
    year = Period.parse(f"{THIS_MONTH.year}")
    if THIS_MONTH.month < 12:
        assert name_of(year) == f"Năm {THIS_MONTH.year} ({THIS_MONTH.month} tháng)"
    assert name_of(Period.parse("2022")) == "Năm 2022"
    assert name_of(Period.of_month(THIS_MONTH)) == str(Period.of_month(THIS_MONTH))


def test_differences_are_those_of_the_values_shown():
    rate = BUILT_IN["poverty_rate"]
    line = [Decimal("0.106349"), Decimal("0.095651")]
    assert [rate.show(value) for value in line] == ["10,63%", "9,57%"]
    assert change_in_words(rate, change_of(rate, line)) == "1,06 điểm phần trăm"
    assert change_of(rate, [Decimal("0.10631"), Decimal("0.10634")]) == 0


@pytest.mark.usefixtures("counted")
def test_one_word_counts_the_same_on_every_page(cast, sign_in):
    """Submitted, being logged, late: on board, wall, home and report, of months in every state."""
    rows = {row.team_id: row for row in TeamMonth.objects.filter(month=LAST_MONTH)}
    returned = rows[cast.team_a2.pk]
    returned.state, returned.state_reason = "returned", "thiếu"
    history.change(returned, by=None)
    rollups.take_waiting()
    client = sign_in(cast.office)
    board = {key: number for key, _w, number, _u in client.get(f"/board/?month={LAST_MONTH:%Y-%m}").context["counts"]}
    wall = client.get(f"/wall/?month={LAST_MONTH:%Y-%m}&measure=state").context["wall"]
    tiles = {step.key: number for step, number in wall.counts}
    assert tiles == {key: number for key, number in board.items() if key != "missing"}
    assert sum(tiles.values()) == 3
    home = client.get(f"/?month={LAST_MONTH:%Y-%m}").context["board"]
    handed_in = sum(tiles.get(state, 0) for state in ("submitted", "accepted", "locked"))
    assert home.done == handed_in == 3 - board.get("missing", 0)
    assert figures.read(cast.areas.region, Period.of_month(LAST_MONTH))["months_handed_in"] == handed_in
    report = client.get(f"/reports/{cast.areas.region.pk}/{LAST_MONTH:%Y-%m}/").context
    shown = {cell.one.code: cell.value for _head, cells in report["heads"] for cell in cells}
    assert (shown["months_handed_in"], shown["teams_active"]) == (handed_in, 3)
