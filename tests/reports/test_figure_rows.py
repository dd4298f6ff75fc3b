"""Every figure opens its rows, and their count or sum is that figure."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.db.models import Sum
from django.urls import reverse
from openpyxl import load_workbook

from activities.models import Activity, Contribution, Measure, Quantity, Task, TeamMonth
from households.models import Assessment, Household, Person, Review
from plumbing import history
from plumbing.dates import Period, add_months
from plumbing.models import Change
from reports import drilldown, figures, rollups
from reports.figures import Place
from reports.indicators import BUILT_IN, Indicator, all_indicators
from tests.closed import check_answer
from tests.conftest import LAST_MONTH

MONTH = Period.of_month(LAST_MONTH)
YEAR = Period.parse("2025")


def page_of(code, area, period=MONTH):
    return reverse("reports:figure_rows", args=[code, area.pk, period.code])


@pytest.fixture
def eventful(cast, prepared_rows):
    """A month in which every indicator has something to count."""
    prepared_rows["eventful"].replace_or_make(lambda: make_events(cast))
    return cast


def make_events(cast):
    day = LAST_MONTH.replace(day=14)
    for kind, amount, value in [("goods", 3, 900_000), ("labour", 12, None), ("land", 250, 5_000_000)]:
        row = Contribution(
            team=cast.team_a1, donor=f"Mẫu {kind}", kind=kind, amount=amount, value=value, received_on=day
        )
        history.create(row, by=None)
    activity = Activity.objects.get(team=cast.team_a2)
    for measure in Measure.objects.exclude(code="gifts"):
        Quantity.objects.create(activity=activity, measure=measure, amount=Decimal("7.5"))
    history.create(Task(team=cast.team_a1, title="Xong", due_on=day, state="done", finished_on=day), by=None)
    row = TeamMonth.objects.get(team=cast.team_a1, month=LAST_MONTH)
    row.submitted_at = dt.datetime.combine(LAST_MONTH, dt.time(8), tzinfo=dt.UTC)
    history.change(row, by=None)
    before = add_months(LAST_MONTH, -1).replace(day=3)
    reviews = [history.create(Review(year=day.year, kind="ad_hoc"), by=None) for _ in range(3)]

    def assess(household, review, on, result):
        row = Assessment(household=household, review=reviews[review], assessed_on=on, result=result)
        history.create(row, by=None)

    assess(cast.household_a1, 0, day, "neither")  # escaped poverty
    assess(cast.household_a2, 0, day, "neither")  # escaped near-poverty
    for name, story in [("Mẫu Mới", [(day, "poor")]), ("Mẫu Tái", [(before, "neither"), (day, "poor")])]:
        household = history.create(Household(village=cast.areas.a2, size=4), by=None)
        history.create(Person(household=household, name=name, relation="head"), by=None)
        if name == "Mẫu Tái":
            assess(household, 2, before.replace(day=1) - dt.timedelta(days=40), "poor")
        for number, (on, result) in enumerate(story):
            assess(household, number, on, result)
    near = history.create(Household(village=cast.areas.b1, size=4), by=None)
    assess(near, 0, day, "near_poor")
    rollups.take_waiting()


def amount_of(one, rows):
    return rows.aggregate(total=Sum(one.amount))["total"] or 0 if one.amount else rows.count()


def test_the_rows_of_every_indicator_make_its_figure(eventful):
    areas = eventful.areas
    for code, one in all_indicators().items():
        if not isinstance(one, Indicator):
            continue
        for area in (areas.a1, areas.a2, areas.b1, areas.new_a, areas.region, areas.province):
            value = figures.read(area, MONTH, [code])[code]
            rows = drilldown.rows_behind(eventful.administrator, one, Place(area), MONTH)
            assert amount_of(one, rows) == value, (code, area)
        assert figures.read(areas.region, MONTH, [code])[code] != 0, f"{code}: nothing was counted"


def test_the_rows_of_a_longer_period_too(eventful):
    period = Period.parse(f"{LAST_MONTH.year}")
    shown = {
        code: one
        for code, one in BUILT_IN.items()
        if isinstance(one, Indicator) and drilldown.shows_rows(eventful.office, one, period)
    }
    assert len(shown) > 10
    for code, one in shown.items():
        rows = drilldown.rows_behind(eventful.office, one, Place(eventful.areas.region), period)
        assert amount_of(one, rows) == figures.read(eventful.areas.region, period, [code])[code], code


def test_every_indicator_has_its_page_within_twelve_queries(eventful, client, django_assert_max_num_queries):
    client.force_login(eventful.office)
    for code in all_indicators():
        for period in (MONTH, YEAR):
            with django_assert_max_num_queries(12):
                page = client.get(page_of(code, eventful.areas.region, period))
            assert page.status_code == 200, code
    page = client.get(page_of("poor_households", eventful.areas.region))
    assert page.context["value"] == "3"
    assert page.context["total"] == 3
    body = page.content.decode()
    assert "Mẫu Mới" in body
    assert reverse("households:household_detail", args=[eventful.household_b1.pk]) in body


def test_a_share_leads_to_its_two_parts(eventful, client):
    client.force_login(eventful.office)
    parts = client.get(page_of("attendance_rate", eventful.areas.region)).context["parts"]
    assert [cell.value for _, cell in parts] == [4, 7]
    assert parts[0][1].url == page_of("attendance_present", eventful.areas.region)


def test_months_or_villages_add_up_where_rows_cannot_be_listed(eventful, client):
    client.force_login(eventful.office)
    period = Period.parse(f"{LAST_MONTH.year}")
    months = client.get(page_of("teams_met", eventful.areas.region, period)).context["parts"]
    assert sum(cell.value or 0 for _, cell in months) == figures.read(eventful.areas.region, period)["teams_met"]


def test_who_may_not_see_households_sees_their_number_by_village(eventful, client):
    client.force_login(eventful.agency_lead)
    page = client.get(page_of("poor_households", eventful.areas.a1))
    assert page.status_code == 200
    assert "Thào A Thử" not in page.content.decode()
    page = client.get(page_of("near_poor_exited", eventful.areas.a1))
    assert page.context["parts"] == []


def test_out_of_scope_or_unknown_is_not_found(eventful, client):
    client.force_login(eventful.officer_a)
    check_answer(client.get(page_of("poor_households", eventful.areas.b1)), 404)
    check_answer(client.get(page_of("poor_households", eventful.areas.region)), 404)
    check_answer(client.get(page_of("no_such_thing", eventful.areas.a1)), 404)
    url = reverse("reports:figure_rows", args=["poor_households", eventful.areas.a1.pk, "2025-13"])
    check_answer(client.get(url), 404)


def test_the_bait_is_in_no_list_of_the_other_commune(eventful, client):
    client.force_login(eventful.officer_a)
    for code in all_indicators():
        body = client.get(page_of(code, eventful.areas.new_a)).content.decode()
        assert "BÍ MẬT" not in body, code
        assert "Bí Mật" not in body, code


def test_search_and_sorting(eventful, client):
    client.force_login(eventful.office)
    url = page_of("poor_households", eventful.areas.region)
    assert client.get(f"{url}?q=mau+moi").context["total"] == 1
    assert client.get(f"{url}?q=mau+da&sort=-size").context["total"] == 1


def test_the_download_is_logged(eventful, client):
    client.force_login(eventful.office)
    response = client.get(page_of("poor_households", eventful.areas.region), {"export": "xlsx", "export_reason": "thử"})
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert len([row for row in rows if row[1] in ("Mẫu Mới", "Mẫu Tái", "Chảo A Bí Mật")]) == 3
    logged = Change.objects.filter(action="exported", by=eventful.office).latest("id")
    assert str(MONTH.label) in logged.title


@pytest.mark.usefixtures("counted")
def test_as_many_queries_for_thirty_rows(cast, client, many_teams, thirty_more, django_assert_num_queries):
    client.force_login(cast.officer_a)
    url = page_of("activities_held", cast.areas.new_a)
    client.get(url)
    before = many_teams.queries(client, url)
    thirty_more()
    with django_assert_num_queries(before):
        assert client.get(url).context["total"] == 32
