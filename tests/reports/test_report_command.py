"""manage.py report: the fixed form of the JSON, and a workbook that an office can print."""

import json
from io import BytesIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from plumbing import history
from reports import figures
from reports.report import Report
from tests.conftest import LAST_MONTH

MONTH = f"{LAST_MONTH:%Y-%m}"


def report(tmp_path, *args, **options):
    file = tmp_path / "report"
    call_command("report", *args, output=str(file), **options)
    return file.read_bytes()


@pytest.mark.usefixtures("counted")
def test_json_has_the_fixed_form_and_fresh_numbers(cast, tmp_path):
    found = json.loads(report(tmp_path, "103", MONTH, format="json"))
    assert list(found) == ["area", "period", "figures", "children"]
    assert found["area"] == {"code": "103", "name": "Khu vực Nậm Pồ (huyện cũ)", "level": "region"}
    assert found["period"] == MONTH
    assert found["figures"]["money_mobilised"] == 6_000_000
    assert isinstance(found["figures"]["money_mobilised"], int)
    assert found["figures"]["poverty_rate"] == pytest.approx(2 / 150)
    assert found["figures"]["tasks_done_rate"] == 0
    assert found["figures"]["gifts"] == 36
    assert [(c["code"], c["figures"]["meetings_held"]) for c in found["children"]] == [("03166", 2), ("03169", 1)]
    assert list(found["children"][0]) == ["code", "name", "figures"]
    assert found["children"][0]["figures"].keys() == found["figures"].keys()


@pytest.mark.usefixtures("counted")
def test_what_is_not_known_is_null(cast, tmp_path):
    found = json.loads(report(tmp_path, "03166", "2021", format="json"))
    assert found["area"]["name"] == "Xã Mường Chà"
    assert found["figures"]["attendance_rate"] is None
    # Long before the data begin nothing is known, not even that nobody met.
    assert found["figures"]["meetings_held"] is None


@pytest.mark.usefixtures("counted")
def test_the_area_is_the_one_that_had_the_code_then(cast, capsys):
    call_command("report", "103", "2025-06")
    assert json.loads(capsys.readouterr().out)["area"]["level"] == "district"
    call_command("report", "103", "2025-06", as_of="2025-07-01")
    assert json.loads(capsys.readouterr().out)["area"]["level"] == "region"
    # Abolished since: the version nearest to the period.
    call_command("report", "03156", MONTH)
    assert json.loads(capsys.readouterr().out)["area"]["name"] == "Xã Nậm Tin"


@pytest.mark.usefixtures("counted")
def test_a_village_has_no_children(cast, capsys):
    call_command("report", cast.areas.a1.code, MONTH)
    assert json.loads(capsys.readouterr().out)["children"] == []


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("args", [("4711", MONTH), ("103", "2025-13"), ("103", "June")])
def test_what_does_not_exist_is_said(cast, args):
    with pytest.raises(CommandError):
        call_command("report", *args)


@pytest.mark.usefixtures("counted")
def test_word_and_pdf_are_not_there_yet(cast, capsys):
    with pytest.raises(SystemExit) as stopped:
        call_command("report", "103", MONTH, format="pdf")
    assert stopped.value.code == 2
    assert "pdf is not available yet" in capsys.readouterr().err


@pytest.mark.usefixtures("counted")
def test_the_workbook_has_the_parts_all_indicators_and_the_teams(cast, tmp_path):
    village = cast.areas.a1
    village.name = "=HYPERLINK(1)"
    history.change(village, by=None)
    book = load_workbook(BytesIO(report(tmp_path, "103", MONTH, format="xlsx")))
    areas, indicators, teams = book.worksheets
    rows = [[cell.value for cell in row] for row in areas.iter_rows()]
    table = {row[1]: row for row in rows if row[1]}
    head = next(row for row in rows if row[0] and "(1)" not in str(row[0]) and row[1] and "\n" in str(row[2]))
    poor = next(i for i, text in enumerate(head) if text and str(text).startswith(("Số hộ nghèo", "Poor households")))
    assert (table["Xã Mường Chà"][poor], table["Xã Nà Hỳ"][poor]) == (1, 1)
    total = next(row for row in rows if row[0] in ("Tổng cộng", "Total"))
    assert total[poor] == 2
    values = {row[1].value: row[3].value for row in indicators.iter_rows() if row[3].value is not None}
    assert 6_000_000 in values.values()
    names = [row[1].value for row in teams.iter_rows(min_row=9)]
    assert "Tổ dân vận bản Mẫu Đá" in names
    assert settings.REPORT_SIGNER in [cell for row in rows for cell in row]
    of_a_team = load_workbook(BytesIO(report(tmp_path, village.code, MONTH, format="xlsx"))).worksheets[0]
    assert "TỔ TRƯỞNG" in [cell for row in of_a_team.iter_rows(values_only=True) for cell in row]
    assert areas.page_setup.orientation == "landscape"
    assert areas.print_title_rows
    assert "&P" in areas.oddFooter.center.text
    formulas = [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == []
    assert any(c.value == "=HYPERLINK(1)" for row in teams.iter_rows() for c in row)


@pytest.mark.usefixtures("counted")
def test_the_report_reads_each_number_once(cast, django_assert_max_num_queries):
    one = Report(figures.Place(cast.areas.region), figures.Period.parse(MONTH))
    with django_assert_max_num_queries(6):
        assert one.figures
        assert one.parts
        assert list(one.teams())
