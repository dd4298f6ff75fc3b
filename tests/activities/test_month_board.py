import datetime as dt
import io

import openpyxl
import pytest

from activities.models import TeamMonth
from plumbing import history
from plumbing.dates import add_months
from teams import tree
from teams.models import Area, Team
from tests.activities.pages import asks_to_sign_in, queries, text_of
from tests.conftest import LAST_MONTH, THIS_MONTH

URL = "/board/"


@pytest.fixture
def district(cast):
    """121 teams."""
    for i in range(118):
        village = history.create(Area(level="village", code=f"03156.x{i}", name=f"Bản Mẫu {i}"), by=None)
        for row in tree.containments_of(village, cast.areas.old_a):
            history.create(row, by=None)
        team = history.create(Team(village=village, name=f"Tổ mẫu {i}", active_from=dt.date(2022, 1, 1)), by=None)
        TeamMonth.objects.create(team=team, month=LAST_MONTH, state=["draft", "submitted", "accepted"][i % 3])
    tree.rebuild_paths()


def test_every_team_by_commune_with_its_state(cast, sign_in):
    page = text_of(sign_in(cast.office).get(URL))
    for words in ["Huổi Thử", "Nà Ví Dụ", "Mẫu Đá", "Xã Mường Chà", "Xã Nà Hỳ", "Đã nộp", "Đã duyệt"]:
        assert words in page
    assert f"/months/{cast.team_a1.pk}/{LAST_MONTH:%Y-%m}/" in page


def test_commune_is_that_of_the_months_last_day(cast, sign_in):
    page = text_of(sign_in(cast.office).get(URL + "?month=2025-06"))
    assert "Xã Nậm Tin" in page
    assert "Xã Mường Chà" not in page.split("cn-wall-group", 1)[1]


def test_late_is_seen_and_filtered(cast, sign_in):
    month = add_months(THIS_MONTH, -4)
    TeamMonth.objects.create(team=cast.team_a1, month=month, state="accepted")
    client = sign_in(cast.office)
    page = text_of(client.get(f"{URL}?month={month:%Y-%m}"))
    assert page.count('class="cn-tile cn-bad"') == 2
    page = text_of(client.get(f"{URL}?month={month:%Y-%m}&state=late"))
    assert "Mẫu Đá" in page
    assert "Huổi Thử" not in page
    assert "Huổi Thử" not in text_of(client.get(f"{URL}?month={month:%Y-%m}&state=missing"))


@pytest.mark.parametrize(
    ("query", "found", "gone"),
    [
        ("q=huoi+thu", "Huổi Thử", "Mẫu Đá"),
        ("q=na+hy", "Mẫu Đá", "Huổi Thử"),
        ("state=accepted", "Nà Ví Dụ", "Huổi Thử"),
        ("state=accepted&view=table", "Nà Ví Dụ", "Huổi Thử"),
    ],
)
def test_filters(cast, sign_in, query, found, gone):
    page = text_of(sign_in(cast.office).get(f"{URL}?{query}"))
    assert found in page
    assert gone not in page


def test_filter_by_commune(cast, sign_in):
    page = text_of(sign_in(cast.office).get(f"{URL}?commune={cast.areas.new_b.pk}"))
    assert "Mẫu Đá" in page
    assert "Huổi Thử" not in page


def test_team_that_did_not_exist_yet_is_not_on_it(cast, sign_in):
    cast.team_b1.active_from = THIS_MONTH
    cast.team_b1.save()
    assert "Mẫu Đá" not in text_of(sign_in(cast.office).get(URL))


def test_excel_of_those_who_have_not_handed_in(cast, sign_in):
    response = sign_in(cast.office).get(URL + "?state=missing&export=xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert [row[1] for row in rows[4:]] == ["Tổ dân vận bản Mẫu Đá"]


@pytest.mark.parametrize(
    ("who", "accepts", "locks"),
    [("office", True, True), ("officer_a", True, True), ("leadership", False, False), ("leader_a1", False, False)],
)
def test_bulk_steps_are_for_those_who_may(cast, sign_in, who, accepts, locks):
    page = text_of(sign_in(getattr(cast, who)).get(URL))
    assert (f"/board/{LAST_MONTH:%Y-%m}/accept/" in page) is accepts
    assert (f"/board/{LAST_MONTH:%Y-%m}/lock/" in page) is (locks and who == "office")


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("officer_a", {"Huổi Thử", "Nà Ví Dụ"}),
        ("officer_b", {"Mẫu Đá"}),
        ("agency_lead", {"Huổi Thử"}),
        ("leader_a1", {"Huổi Thử"}),
        ("stranger", set()),
    ],
)
def test_only_teams_in_scope(cast, sign_in, who, seen):
    page = text_of(sign_in(getattr(cast, who)).get(URL)).split("<main", 1)[1]
    assert {name for name in ("Huổi Thử", "Nà Ví Dụ", "Mẫu Đá") if f"<b>{name}</b>" in page} == seen


def test_nonsense_in_the_address_shows_the_month_that_is_due(cast, sign_in):
    client = sign_in(cast.office)
    for query in ("month=2024-99", "month=abc", "state=nothing&view=x", "commune=999999"):
        page = client.get(f"{URL}?{query}")
        assert page.status_code == 200, query
        assert (page.context["month"], page.context["table"]) == (LAST_MONTH, None), query
    # One that has not begun gives way to the month that runs.
    assert client.get(f"{URL}?month=2090-01").context["month"] == THIS_MONTH


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


def test_queries_stay_few_for_121_teams(cast, sign_in, district):
    client = sign_in(cast.office)
    assert text_of(client.get(URL)).count('class="cn-tile') == 121
    many = queries(client, URL)
    assert many == queries(client, URL + "?q=mau+da") <= 12
    assert queries(client, URL + "?view=table") <= 12
