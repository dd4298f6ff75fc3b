"""The first page of each role: what it comes for, nothing of anybody else's, and few queries."""

import pytest
from django.urls import reverse

from activities.models import Meeting, TeamMonth
from households.models import Household
from plumbing import history
from plumbing.dates import add_months
from reports import rollups
from teams.models import Team
from tests.conftest import LAST_MONTH

ROLES = ["administrator", "office", "leadership", "officer_a", "agency_lead", "leader_a1", "member_a1", "stranger"]
HOME = "/"


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_home_within_twelve_queries(cast, client, role, django_assert_max_num_queries):
    rollups.take_waiting()
    client.force_login(getattr(cast, role))
    with django_assert_max_num_queries(12):
        response = client.get(HOME)
    assert response.status_code == 200


def test_visitors_sign_in_first(db, cast, client):
    assert reverse("account_login") in client.get(HOME).url


def test_leadership_sees_the_key_figures_and_who_sleeps(cast, client):
    for meeting in Meeting.objects.filter(team=cast.team_b1):
        history.void(meeting, by=None, reason="thử")
    rollups.take_waiting()
    client.force_login(cast.leadership)
    page = client.get(HOME)
    values = {str(k["label"]): k["value"] for k in page.context["key_figures"]}
    assert "2" in values.values()  # poor households, teams that met
    assert [team.pk for team in page.context["asleep"]] == [cast.team_b1.pk]
    assert [line.label for line in page.context["lines"]] == ["Xã Mường Chà", "Xã Nà Hỳ"]
    assert "Tổ dân vận bản Mẫu Đá" in page.content.decode()


def test_a_young_team_does_not_sleep(cast, client):
    young = Team(village=cast.areas.b1, kind="youth_shock", name="Đội trẻ", active_from=LAST_MONTH)
    history.create(young, by=None)
    client.force_login(cast.leadership)
    assert young.pk not in [team.pk for team in client.get(HOME).context["asleep"]]


def test_the_office_sees_what_waits_and_who_is_late(cast, client):
    client.force_login(cast.office)
    page = client.get(HOME)
    assert page.context["team_count"] == 3
    assert page.context["handed_in"] == 2
    assert [row.team.pk for row in page.context["submitted"]] == [cast.team_a1.pk]
    assert page.content.decode().count("Mẫu Đá") >= 1


def test_a_commune_officer_sees_only_the_own_commune(cast, client):
    client.force_login(cast.officer_a)
    page = client.get(HOME)
    assert page.context["team_count"] == 2
    assert "Mẫu Đá" not in page.content.decode()


def test_a_team_leader_sees_what_the_month_lacks(cast, client):
    row = TeamMonth.objects.get(team=cast.team_a1, month=LAST_MONTH)
    row.state, row.state_reason = "returned", "Thiếu biên bản họp"
    history.change(row, by=None)
    client.force_login(cast.leader_a1)
    page = client.get(HOME)
    assert page.context["month"] == LAST_MONTH
    body = page.content.decode()
    assert "Thiếu biên bản họp" in body
    assert reverse("activities:month_log", args=[cast.team_a1.pk, LAST_MONTH]) in body
    assert [task.title for task in page.context["tasks"]] == ["Nhiệm vụ A1"]
    assert page.context["team"].activity_count == 1


def test_after_the_month_is_handed_in_the_next_one_is_at_hand(cast, client):
    client.force_login(cast.leader_a1)
    assert client.get(HOME).context["month"] == add_months(LAST_MONTH, 1)


def test_a_member_is_not_offered_to_submit(cast, client):
    client.force_login(cast.member_a1)
    page = client.get(HOME)
    body = page.content.decode()
    assert reverse("activities:activity_create") in body
    assert reverse("activities:month_submit", args=[cast.team_a1.pk, page.context["month"]]) not in body


def test_an_agency_lead_sees_the_teams_of_the_agency(cast, client):
    client.force_login(cast.agency_lead)
    assert [row.team.pk for row in client.get(HOME).context["rows"]] == [cast.team_a1.pk]


@pytest.mark.parametrize("role", ["office", "leadership", "leader_a1"])
def test_as_many_queries_for_thirty_teams(cast, client, role, django_assert_num_queries, many_teams):
    rollups.take_waiting()
    client.force_login(getattr(cast, role))
    client.get(HOME)
    before = many_teams.queries(client, HOME)
    many_teams.add(30)
    rollups.take_waiting()
    with django_assert_num_queries(before):
        client.get(HOME)
    assert Household.objects.exists()


def test_an_agency_lead_is_led_to_the_villages_figures_and_to_no_dead_end(cast, client):
    client.force_login(cast.agency_lead)
    page = client.get("/").content.decode()
    assert f'href="/dashboard/{cast.team_a1.village_id}/?month=' in page
    assert 'href="/dashboard/"' not in page
    assert 'href="/reports/"' not in page
