"""The proof finds every kind of fault that is planted."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import F

from households.models import Assessment, VillageSnapshot
from plumbing import history
from plumbing.dates import add_months
from reports import rollups
from reports.models import Figure
from reports.verify import differences
from teams.models import AreaPath, Containment
from tests.conftest import LAST_MONTH, MERGER


def found():
    return [str(one) for one in differences()]


def figures(area, code="poor_households"):
    return Figure.objects.filter(area=area, month=LAST_MONTH, indicator=code)


MONTH = f"{LAST_MONTH:%Y-%m}"


def test_a_stale_figure_of_a_village(counted):
    figures(counted.areas.a1).update(value=7)
    assert f"Huổi Thử (03156.a1) · {MONTH} · poor_households: stored 7, counted 1" in found()


def test_a_figure_that_is_missing_or_should_not_be(counted):
    figures(counted.areas.a1).delete()
    Figure.objects.create(area=counted.areas.a2, month=LAST_MONTH, indicator="poor_households", value=0)
    assert found()[:2] == [
        f"Huổi Thử (03156.a1) · {MONTH} · poor_households: stored 0, counted 1",
        f"Nà Ví Dụ (03156.a2) · {MONTH} · poor_households: stored 0, counted 0",
    ]


def test_a_figure_above_that_is_no_sum(counted):
    figures(counted.areas.region).update(value=F("value") + 1)
    assert found() == [
        f"Khu vực Nậm Pồ (huyện cũ) (103) · {MONTH} · poor_households: stored 3, counted 2",
        f"parts of Khu vực Nậm Pồ (huyện cũ) (103) · {MONTH} · poor_households: stored 3, counted 2",
    ]


def test_a_wrong_path(counted):
    lower = AreaPath.objects.filter(descendant=counted.areas.a1, ancestor=counted.areas.new_a)
    lower.update(ancestor=counted.areas.new_b)
    lines = found()
    assert lines[0] == (
        "paths of Huổi Thử (03156.a1) on 2025-07-01: "
        "stored 0 Huổi Thử (03156.a1), 1 Khu vực Nậm Pồ (huyện cũ) (103), 1 Xã Nà Hỳ (03169), 2 Tỉnh Điện Biên (11), "
        "counted 0 Huổi Thử (03156.a1), 1 Khu vực Nậm Pồ (huyện cũ) (103), 1 Xã Mường Chà (03166), "
        "2 Tỉnh Điện Biên (11)"
    )
    # Whoever asks over a time in which the commune moved reads along the paths.
    assert any(line.startswith("reading of Xã Mường Chà (03166) · 2024-Q1") for line in lines)


def test_a_path_that_is_there_twice_or_too_long(counted):
    path = AreaPath.objects.get(descendant=counted.areas.a1, ancestor=counted.areas.old_a)
    AreaPath.objects.filter(pk=path.pk).update(valid_to=MERGER)
    first, *others = found()
    assert first.startswith("paths of Huổi Thử (03156.a1) on 2025-07-01:")
    # On that day the village lies in two communes: in their sum it counts twice.
    assert others
    assert all(one.startswith("parts of Khu vực Nậm Pồ") for one in others)
    AreaPath.objects.filter(pk=path.pk).update(valid_to=path.valid_to)
    path.pk, path.valid_from = None, dt.date(2024, 1, 1)
    path.save()
    first, *others = found()
    assert first.startswith("paths of Huổi Thử (03156.a1) on 2024-01-01:")
    assert all(one.startswith("parts of ") for one in others)


def test_a_containment_that_is_missing(counted):
    Containment.objects.filter(child=counted.areas.a1, parent=counted.areas.new_a).delete()
    lines = found()
    assert lines[0].startswith("paths of Huổi Thử (03156.a1) on 2025-07-01: stored 0 Huổi Thử")
    assert f"Xã Mường Chà (03166) · {MONTH} · poor_households: stored 1, counted 0" in lines
    # Its district counts it still: by the region.
    assert not [line for line in lines if line.startswith("Khu vực")]


def test_a_containment_that_was_added(counted):
    new = Containment(child=counted.areas.old_b, parent=counted.areas.new_a, valid_from=MERGER)
    Containment.objects.filter(child=counted.areas.b1, parent=counted.areas.new_b).update(parent=counted.areas.new_a)
    new.save()
    lines = found()
    assert lines[0].startswith("paths of Mẫu Đá (03173.b1) on 2025-07-01")
    assert f"Xã Nà Hỳ (03169) · {MONTH} · poor_households: stored 1, counted 0" in lines
    assert f"Xã Mường Chà (03166) · {MONTH} · poor_households: stored 1, counted 2" in lines


def test_parts_that_do_not_add_up(counted):
    """As if a village had been counted in two communes."""
    figures(counted.areas.new_b, "activities_held").update(value=F("value") + 1)
    lines = found()
    assert f"parts of Tỉnh Điện Biên (11) · {MONTH} · activities_held: stored 3, counted 4" in lines


def test_a_wrong_day_in_a_ledger(counted):
    row = Assessment.objects.get(household=counted.household_a1)
    Assessment.objects.filter(pk=row.pk).update(superseded_on=LAST_MONTH)
    assert found() == [
        f"household {row.household_id} · assessment of {row.assessed_on} · superseded_on: "
        f"stored {LAST_MONTH}, counted 9999-12-31"
    ]


def test_a_share_that_is_divided_wrongly(counted, monkeypatch):
    monkeypatch.setattr("reports.figures.divide", lambda above, below: below / above if above else None)
    assert f"reading of Xã Nà Hỳ (03169) · {MONTH[:4]} · poverty_rate: stored 60, counted" in " ".join(found())


def test_a_period_that_is_read_wrongly(counted, monkeypatch):
    """As if a stock were added up over the months."""
    history.create(
        VillageSnapshot(village=counted.areas.b1, month=add_months(LAST_MONTH, -1), households=9, people=9), by=None
    )
    rollups.take_waiting()
    assert found() == []
    monkeypatch.setattr("reports.figures._stored_codes", lambda wanted: dict.fromkeys(wanted, False))
    assert any(" · households_total: stored 129, counted 60" in one for one in found())


def test_the_command_names_them_and_fails(counted, capsys):
    figures(counted.areas.region).update(value=Decimal(5))
    with pytest.raises(SystemExit):
        call_command("verify_figures")
    answer = capsys.readouterr()
    assert "Khu vực Nậm Pồ (huyện cũ) (103)" in answer.out
    assert "2 differences" in answer.err


def test_the_command_says_when_everything_is_right(counted, capsys):
    call_command("verify_figures")
    assert capsys.readouterr().out == "every figure is right\n"
