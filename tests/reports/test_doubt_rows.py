"""The page of one data check: its rows, those of the reader's scope alone, for whoever checks data."""

import datetime as dt

import pytest
from django.urls import reverse

from activities.models import Attendance
from reports.data_checks import DATA_CHECKS
from tests.closed import check_answer, sheet

YESTERDAY = dt.date.today() - dt.timedelta(days=1)


def rows(client, who, code):
    client.force_login(who)
    return client.get(reverse("reports:doubt_rows", args=[code]))


@pytest.fixture
def odd(cast):
    """Make a row of each kind odd in A1 and, as bait, in B1."""
    for team in (cast.team_a1, cast.team_b1):
        team.memberships.filter(role="leader").update(valid_to=YESTERDAY)
    for household in (cast.household_a1, cast.household_b1):
        type(household).objects.filter(pk=household.pk).update(size=17)
    Attendance.objects.update(was_present=False)
    for village in (cast.areas.a1, cast.areas.b1):
        first = village.snapshots.get()
        type(first).objects.create(village=village, month=first.month.replace(year=first.month.year - 1),
                                   households=9, people=40)  # fmt: skip
        before = first.month.replace(day=1) - dt.timedelta(days=1)
        type(first).objects.create(village=village, month=before.replace(day=1), households=50, people=60)
    return cast


@pytest.mark.parametrize(
    ("code", "own"),
    [
        ("team_without_leader", "Huổi Thử"),
        ("large_household", "Thào A Thử"),
        ("empty_meeting", "Huổi Thử"),
        ("jumping_figures", "Huổi Thử"),
        ("people_do_not_follow", "Huổi Thử"),
    ],
)
def test_rows_of_the_own_scope_alone(odd, client, code, own):
    page = rows(client, odd.officer_a, code)
    body = page.content.decode()
    assert own in body
    assert [bait for bait in ("Mẫu Đá", "Bí Mật", "Chảo A") if bait in body] == []
    assert "Mẫu Đá" in rows(client, odd.office, code).content.decode()


@pytest.mark.parametrize("code", DATA_CHECKS)
def test_every_doubt_has_its_page_and_its_file(odd, client, code, django_assert_max_num_queries):
    client.force_login(odd.office)
    url = reverse("reports:doubt_rows", args=[code])
    with django_assert_max_num_queries(12):
        page = client.get(url)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert len(sheet(client.get(f"{url}?export=xlsx&export_reason=thử"))) == 4 + page.context["total"]


@pytest.mark.parametrize("role", ["leadership", "agency_lead", "leader_a1", "member_a1"])
def test_only_who_checks_data_may_look(odd, client, role):
    check_answer(rows(client, getattr(odd, role), "team_without_leader"), 403)


def test_what_is_no_doubt_is_not_found(odd, client):
    check_answer(rows(client, odd.office, "nothing"), 404)


def test_a_search_narrows_the_rows(odd, client):
    client.force_login(odd.office)
    url = reverse("reports:doubt_rows", args=["large_household"])
    assert client.get(f"{url}?q=thao").context["total"] == 1
    assert client.get(url).context["total"] == 2
