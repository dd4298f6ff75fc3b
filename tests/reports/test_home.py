"""The first page of each role: what it comes for, nothing of anybody else's, and few queries."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Meeting, TeamMonth
from plumbing import history
from plumbing.dates import add_months
from plumbing.models import ImportBatch, Job
from reports import data_checks, rollups
from reports.views.homes.parts import days_left, days_waiting
from teams.models import Membership, Team
from tests.conftest import LAST_MONTH

ROLES = ["administrator", "office", "leadership", "officer_a", "agency_lead", "leader_a1", "member_a1", "stranger"]
TEMPLATES = {
    "administrator": "administrator", "office": "office", "leadership": "leadership", "officer_a": "commune",
    "agency_lead": "agency", "leader_a1": "team", "member_a1": "team", "stranger": "commune",
}  # fmt: skip
HOME = "/"


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_home_within_twelve_queries(cast, client, role, django_assert_max_num_queries):
    data_checks.run()
    client.force_login(getattr(cast, role))
    with django_assert_max_num_queries(12):
        response = client.get(HOME)
    assert f"reports/homes/{TEMPLATES[role]}.html" in {template.name for template in response.templates}


@pytest.mark.parametrize("role", ["officer_a", "agency_lead", "leader_a1", "member_a1", "stranger"])
def test_nothing_of_another_scope_is_on_a_home(cast, client, role):
    """B1 has something of every kind: a month that waits, a team without leader, an overdue task, a household."""
    row = TeamMonth.objects.get(team=cast.team_b1, month=LAST_MONTH)
    row.state, row.submitted_at = "submitted", timezone.now()
    history.change(row, by=None)
    Membership.objects.filter(team=cast.team_b1, role="leader").update(valid_to=LAST_MONTH)
    job = Job.objects.create(kind="import_commit", dedupe_key="BÍ MẬT", state="running", message="BÍ MẬT")
    ImportBatch.objects.create(kind="teams", filename="BÍ MẬT.xlsx", digest="0", uploaded_by=cast.office, job=job)
    data_checks.run()
    client.force_login(getattr(cast, role))
    body = client.get(HOME).content.decode()
    assert [bait for bait in ["BÍ MẬT", "Bí Mật", "Mẫu Đá", "Chảo A", "team_without_leader"] if bait in body] == []


def test_visitors_sign_in_first(db, cast, client):
    assert reverse("account_login") in client.get(HOME).url


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("role", ["administrator", "office", "officer_a", "agency_lead", "leader_a1"])
def test_as_many_queries_for_thirty_teams(cast, client, role, django_assert_num_queries, many_teams, thirty_more):
    client.force_login(getattr(cast, role))
    client.get(HOME)
    before = many_teams.queries(client, HOME)
    thirty_more()
    with django_assert_num_queries(before):
        client.get(HOME)


# --- leadership -------------------------------------------------------------------------------------------------


def test_leadership_sees_the_key_figures_and_who_sleeps(cast, client):
    for meeting in Meeting.objects.filter(team=cast.team_b1):
        history.void(meeting, by=None, reason="thử")
    rollups.take_waiting()
    client.force_login(cast.leadership)
    page = client.get(HOME)
    values = {k["href"].split("/")[2]: k["value"] for k in page.context["key_figures"]}
    assert (values["poor_households"], values["teams_met"]) == ("2", "2")
    assert [team.pk for team in page.context["asleep"]] == [cast.team_b1.pk]
    assert [line.label for line in page.context["lines"]] == ["Xã Mường Chà", "Xã Nà Hỳ"]
    assert "Tổ dân vận bản Mẫu Đá" in page.content.decode()


@pytest.mark.usefixtures("counted")
def test_a_young_team_does_not_sleep(cast, client):
    young = Team(village=cast.areas.b1, kind="youth_shock", name="Đội trẻ", active_from=LAST_MONTH)
    old = Team(village=cast.areas.b1, kind="womens_club", name="Đội cũ", active_from=dt.date(2024, 1, 1))
    history.create_many([young, old], by=None)
    client.force_login(cast.leadership)
    assert [team.pk for team in client.get(HOME).context["asleep"]] == [old.pk]


# --- an agency --------------------------------------------------------------------------------------------------


def test_an_agency_lead_sees_who_serves_where_and_who_came(cast, client):
    client.force_login(cast.agency_lead)
    page = client.get(HOME).context
    assert [row.team.pk for row in page["rows"]] == [cast.team_a1.pk]
    # The cast's second member of each team was absent.
    assert {one.membership.cadre: one.came for one in page["services"]} == {
        cast.cadres_a1[0]: True,
        cast.cadres_a1[1]: False,
        cast.cadres_a1[2]: True,
    }
    assert (page["present"], page["expected"], page["cadre_count"]) == (2, 3, 3)
    assert page["rate"] == pytest.approx(2 / 3)


def test_an_agency_lead_sees_the_overdue_tasks_of_the_own_cadres_alone(cast, client):
    task = cast.team_a1.tasks.get()
    task.due_on = timezone.localdate() - dt.timedelta(days=2)
    history.change(task, by=None)
    client.force_login(cast.agency_lead)
    assert client.get(HOME).context["tasks"] == [task]
    # Somebody of another agency in the same team.
    task.assignee = cast.cadres_b1[0]
    history.change(task, by=None)
    assert client.get(HOME).context["tasks"] == []


def test_an_agency_lead_is_led_to_the_villages_figures_and_to_no_dead_end(cast, client):
    client.force_login(cast.agency_lead)
    page = client.get("/").content.decode()
    assert f'href="/dashboard/{cast.team_a1.village_id}/?month=' in page
    assert 'href="/dashboard/"' not in page
    assert 'href="/reports/"' not in page


# --- days in words ----------------------------------------------------------------------------------------------


def test_days_in_words(settings):
    today = dt.date(2026, 11, 22)
    words = [days_left(today + dt.timedelta(days=n), today) for n in (3, 1, 0, -1, -2)]
    assert words == ["còn 3 ngày", "còn 1 ngày", "hạn hôm nay", "quá hạn 1 ngày", "quá hạn 2 ngày"]
    assert days_waiting(None, today) == ""
    assert "4" in days_waiting(timezone.make_aware(dt.datetime(2026, 11, 18, 23, 30)), today)


def test_the_month_before_is_asked_for_by_the_address(cast, client):
    client.force_login(cast.office)
    before = add_months(LAST_MONTH, -1)
    page = client.get(f"/?month={before:%Y-%m}").context
    assert page["board"].month == before
    assert page["board"].done == 0
