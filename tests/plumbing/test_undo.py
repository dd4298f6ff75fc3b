"""What one request did can be taken back by whoever did it, for some minutes, while nobody has worked on it since."""

import re

import pytest
from django.core import signing

from activities.models import Activity, TeamMonth
from households.models import Assessment, Household, Person
from plumbing import history, undo
from plumbing.models import Change
from tests.conftest import LAST_MONTH

URL = "/undo/"


def token_in(response):
    found = re.search(r'name="token" value="([^"]+)"', response.content.decode())
    return found.group(1) if found else None


def void(client, household):
    return token_in(client.post(f"/households/{household.pk}/void/", {"reason": "nhập trùng"}, follow=True))


def is_live(household):
    return not Household.objects.get(pk=household.pk).is_voided


def test_puts_back_all_that_the_request_did(cast, sign_in):
    client = sign_in(cast.office)
    token = void(client, cast.household_a1)
    assert not is_live(cast.household_a1)
    response = client.post(URL, {"token": token, "next": "/households/?q=thao"})
    assert response.url == "/households/?q=thao"
    assert is_live(cast.household_a1)
    assert Person.objects.live().filter(household=cast.household_a1).count() == 1
    assert Assessment.objects.live().filter(household=cast.household_a1).count() == 1
    assert Change.objects.about(cast.household_a1).first().action == "restored"


def test_sets_fields_back(cast, sign_in):
    client = sign_in(cast.office)
    before = TeamMonth.objects.get(team=cast.team_a1, month=LAST_MONTH)
    url = f"/months/{cast.team_a1.pk}/{LAST_MONTH:%Y-%m}/accept/"
    token = token_in(client.post(url, {"version": before.version}, follow=True))
    client.post(URL, {"token": token})
    after = TeamMonth.objects.get(pk=before.pk)
    assert (after.state, after.state_by, after.state_at) == ("submitted", None, None)
    assert after.version == before.version + 2


def test_refuses_when_somebody_worked_on_it_since(cast, sign_in):
    client = sign_in(cast.office)
    url = f"/months/{cast.team_a1.pk}/{LAST_MONTH:%Y-%m}/accept/"
    row = TeamMonth.objects.get(team=cast.team_a1, month=LAST_MONTH)
    token = token_in(client.post(url, {"version": row.version}, follow=True))
    row.refresh_from_db()
    row.state = "locked"
    history.change(row, by=cast.administrator)
    page = client.post(URL, {"token": token}, follow=True).content.decode()
    assert 'role="alert"' in page
    row.refresh_from_db()
    assert row.state == "locked"


def test_twice_is_refused(cast, sign_in):
    client = sign_in(cast.office)
    token = void(client, cast.household_a1)
    client.post(URL, {"token": token})
    entries = Change.objects.count()
    assert 'role="alert"' in client.post(URL, {"token": token}, follow=True).content.decode()
    assert Change.objects.count() == entries


def test_rows_of_a_month_that_was_closed_meanwhile_stay(cast, sign_in):
    client = sign_in(cast.office)
    activity = Activity.objects.get(team=cast.team_a1)
    url = f"/activities/{activity.pk}/void/"
    token = token_in(client.post(url, {"reason": "nhập trùng", "version": activity.version}, follow=True))
    TeamMonth.objects.filter(team=cast.team_a1).update(state="locked", state_reason="hết hạn")
    # The office is asked why; until it says so, the row stays.
    assert 'name="correction_reason"' in client.post(URL, {"token": token}, follow=True).content.decode()
    assert Activity.objects.get(pk=activity.pk).is_voided


def test_what_was_taken_meanwhile_stays_taken(cast, sign_in):
    """The ID number of a voided person went to another one: nothing is put back, not even the household."""
    client = sign_in(cast.office)
    token = void(client, cast.household_a1)
    history.create(Person(household=cast.household_a2, name="Thào", national_id="011078000001"), by=cast.office)
    assert 'role="alert"' in client.post(URL, {"token": token}, follow=True).content.decode()
    assert not is_live(cast.household_a1)


@pytest.mark.parametrize("who", ["administrator", "officer_a", "officer_b", "leader_a1"])
def test_belongs_to_one_account(cast, sign_in, who):
    token = void(sign_in(cast.office), cast.household_a1)
    sign_in(getattr(cast, who)).post(URL, {"token": token})
    assert not is_live(cast.household_a1)


def test_whoever_lost_the_role_or_the_area_takes_nothing_back(cast, sign_in):
    client = sign_in(cast.officer_a)
    token = void(client, cast.household_a1)
    cast.officer_a.area = cast.areas.new_b
    cast.officer_a.save()
    client.post(URL, {"token": token})
    cast.officer_a.area, cast.officer_a.role = cast.areas.new_a, "leadership"
    cast.officer_a.save()
    client.post(URL, {"token": token})
    assert not is_live(cast.household_a1)


def test_holds_for_some_minutes_and_only_as_it_was_signed(cast, sign_in, monkeypatch):
    client = sign_in(cast.office)
    token = void(client, cast.household_a1)
    client.post(URL, {"token": token + "x"})
    client.post(URL, {"token": signing.dumps(["", 0, 9**9, cast.office.pk, "office"], salt="other")})
    client.post(URL)
    monkeypatch.setattr(undo, "MINUTES", -1)
    client.post(URL, {"token": token})
    assert not is_live(cast.household_a1)


def test_goes_nowhere_else(cast, sign_in):
    assert sign_in(cast.office).post(URL, {"next": "https://example.org/"}).url == "/"


def test_a_look_is_refused_and_a_visitor_signs_in(cast, client, sign_in):
    assert client.post(URL).url.startswith("/accounts/login/")
    assert sign_in(cast.office).get(URL).status_code == 405
