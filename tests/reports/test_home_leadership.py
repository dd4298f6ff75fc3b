"""The leadership's home: six figures with their past, the wall, and what changed, within few queries."""

import pytest

from activities.models import Meeting
from households.models import Assessment
from plumbing import history
from plumbing.dates import add_months
from reports import rollups
from tests.activities.pages import queries, text_of
from tests.conftest import LAST_MONTH, make_month

HOME = "/"


@pytest.mark.usefixtures("counted")
def test_six_figures_with_change_line_and_the_year_before(cast, client):
    client.force_login(cast.leadership)
    page = client.get(HOME)
    shown = {str(k["label"]): k for k in page.context["key_figures"]}
    assert len(shown) == 6
    body = text_of(page)
    assert body.count('class="cn-kpi"') == 6
    assert "cn-kpis-six" in body
    teams = next(k for k in page.context["key_figures"] if k["href"].startswith("/figures/teams_met/"))
    # The teams were at work a year ago already, and nobody met.
    assert teams["hint"].endswith(" 0")
    assert (teams["value"], teams["change"]) == ("3", 3)
    assert len(teams["spark"]) == 13


def test_what_was_not_known_a_year_ago_is_not_zero(cast, client):
    assessed = LAST_MONTH.replace(day=2)
    Assessment.objects.update(assessed_on=assessed)
    rollups.roll_up_all()
    client.force_login(cast.leadership)
    page = client.get(HOME)
    poor = next(k for k in page.context["key_figures"] if k["href"].startswith("/figures/poor_households/"))
    assert (poor["value"], poor["change"], poor["hint"]) == ("2", None, "")
    assert poor["spark"] == [None] * 12 + [2.0]
    assert page.context["changes"][0].url.startswith("/figures/teams_met/")


@pytest.mark.usefixtures("counted")
def test_the_wall_in_the_measure_asked_for(cast, client):
    client.force_login(cast.leadership)
    page = client.get(f"{HOME}?measure=poverty&month={LAST_MONTH:%Y-%m}")
    body = text_of(page)
    assert body.count('class="cn-tile ') == 3
    assert page.context["wall"].measure.code == "poverty"
    assert f'href="/wall/?measure=poverty&amp;month={LAST_MONTH:%Y-%m}"' in body
    assert [label for label, _url, is_active in page.context["measures"] if is_active] == [
        page.context["wall"].measure.label
    ]
    assert len(page.context["measures"]) == 4
    for _label, url, _is_active in page.context["measures"]:
        assert f"month={LAST_MONTH:%Y-%m}" in url
        assert url.endswith("#wall")


def test_what_changed_stands_in_sentences_that_lead_to_their_rows(cast, client):
    make_month(cast.team_a1, cast.cadres_a1, add_months(LAST_MONTH, -1), "accepted", "trước")
    for meeting in Meeting.objects.filter(team=cast.team_b1):
        history.void(meeting, by=None, reason="thử")
    rollups.take_waiting()
    client.force_login(cast.leadership)
    page = client.get(HOME)
    found = {one.url: one for one in page.context["changes"]}
    met = found[f"/figures/teams_met/{cast.areas.region.pk}/{LAST_MONTH:%Y-%m}/"]
    assert met.verdict == "is-good"
    assert "2" in met.text
    assert "1 " in found["#asleep"].text
    assert page.context["changes_note"] == ""
    led = [url for url in found if url.startswith("/")]
    assert len(led) >= 2
    for url in led:
        assert client.get(url).context["parts"] or client.get(url).context["total"], url
        assert f'href="{url}"' in text_of(page)


@pytest.mark.usefixtures("counted")
def test_a_month_without_data_says_what_to_do(cast, client):
    client.force_login(cast.leadership)
    early = client.get(f"{HOME}?month={add_months(LAST_MONTH, -30):%Y-%m}")
    assert early.context["changes"] == []
    assert early.context["changes_note"] in text_of(early)
    assert "/board/?month=" in text_of(early)


@pytest.mark.usefixtures("counted")
def test_in_a_month_that_is_not_over_nobody_else_falls_asleep(cast, client):
    history.void_many(Meeting.objects.filter(team=cast.team_b1), by=None, reason="thử")
    client.force_login(cast.leadership)
    assert [team.pk for team in client.get(HOME).context["asleep"]] == [cast.team_b1.pk]
    # The others have not met in the month that runs either, and are not told of.
    running = client.get(f"{HOME}?month={add_months(LAST_MONTH, 1):%Y-%m}")
    assert [team.pk for team in running.context["asleep"]] == [cast.team_b1.pk]


@pytest.mark.usefixtures("counted")
def test_twelve_queries_for_any_measure(cast, client):
    client.force_login(cast.leadership)
    asked = {code: queries(client, f"{HOME}?measure={code}") for code in ("state", "meetings", "poverty", "resources")}
    assert max(asked.values()) <= 12, asked
