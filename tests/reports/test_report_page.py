"""The report as a page and as files."""

import json
from io import BytesIO

from django.urls import reverse
from openpyxl import load_workbook

from plumbing.models import Change
from tests.closed import check_answer
from tests.conftest import LAST_MONTH

MONTH = f"{LAST_MONTH:%Y-%m}"


def page_of(area, period=MONTH):
    return reverse("reports:report_page", args=[area.pk, period])


def test_all_indicators_under_their_heads(counted, client, django_assert_max_num_queries):
    client.force_login(counted.office)
    with django_assert_max_num_queries(12):
        page = client.get(page_of(counted.areas.region))
    shown = {cell.one.code: cell.text for _, cells in page.context["heads"] for cell in cells}
    assert shown["poor_households"] == "2"
    assert shown["money_mobilised"] == "6.000.000"
    assert shown["newly_poor"] == "0"
    assert [line.label for line in page.context["lines"]] == ["Xã Mường Chà", "Xã Nà Hỳ"]


def test_the_way_in_leads_to_the_own_area_and_the_last_month(counted, client):
    client.force_login(counted.officer_a)
    assert client.get(reverse("reports:report_page")).url == page_of(counted.areas.new_a)
    assert client.get(page_of(counted.areas.new_a), {"period": "2025-Q3"}).url == page_of(
        counted.areas.new_a, "2025-Q3"
    )
    client.force_login(counted.agency_lead)
    assert client.get(reverse("reports:report_page")).url == reverse("home")


def test_files_are_logged_and_hold_the_same_numbers(counted, client):
    client.force_login(counted.office)
    url = page_of(counted.areas.region)
    assert "format=json" in client.get(url).content.decode()
    answer = json.loads(client.get(url, {"format": "json"}).content)
    assert answer["figures"]["poor_households"] == 2
    book = load_workbook(BytesIO(client.get(url, {"format": "xlsx"}).content))
    assert len(book.worksheets) == 3
    assert Change.objects.filter(action="exported", by=counted.office).count() == 2


def test_a_file_of_an_area_out_of_scope_is_not_found(counted, client):
    client.force_login(counted.leader_a1)
    book = load_workbook(BytesIO(client.get(page_of(counted.areas.a1), {"format": "xlsx"}).content))
    assert "Huổi Thử" in str(list(book.worksheets[0].values))
    # A file for other programs is for those who hand reports in.
    assert "format=json" not in client.get(page_of(counted.areas.a1)).content.decode()
    check_answer(client.get(page_of(counted.areas.b1), {"format": "xlsx"}), 404)
    check_answer(client.get(page_of(counted.areas.new_a), {"format": "json"}), 404)


def test_other_areas_and_nonsense_are_not_found(counted, client):
    client.force_login(counted.officer_a)
    check_answer(client.get(page_of(counted.areas.b1)), 404)
    check_answer(client.get(page_of(counted.areas.region)), 404)
    check_answer(client.get(page_of(counted.areas.a1, "2025-Q5")), 404)
    assert "Mẫu Đá" not in client.get(page_of(counted.areas.new_a)).content.decode()


def test_as_many_queries_for_thirty_villages(counted, client, many_teams, thirty_more, django_assert_num_queries):
    client.force_login(counted.officer_a)
    url = page_of(counted.areas.new_a)
    client.get(url)
    before = many_teams.queries(client, url)
    thirty_more()
    with django_assert_num_queries(before):
        client.get(url)


def test_teams_that_met_are_counted_otherwise_over_several_months(counted, client):
    """One team that met in three months counts as three: not as three teams."""
    client.force_login(counted.office)
    for period, unit in [(MONTH, "tổ"), (f"{LAST_MONTH.year}", "lượt tổ")]:
        page = client.get(page_of(counted.areas.region, period))
        [shown] = [c.one.unit for _, cells in page.context["heads"] for c in cells if c.one.code == "teams_met"]
        assert shown == unit
        page = client.get(reverse("reports:figure_rows", args=["teams_met", counted.areas.region.pk, period]))
        assert page.context["unit"] == unit
        page = client.get(reverse("reports:dashboard", args=[counted.areas.region.pk]), {"period": period})
        [shown] = [k["unit"] for k in page.context["key_figures"] if "teams_met" in k["href"]]
        assert shown == unit
