import pytest
from django.test import Client

from households.models import Viewing
from plumbing.models import Change
from tests.closed import check_answer, check_visitor_signs_in

WHY = {"reason": "so với thẻ khi chi trả"}


def person(household):
    return household.persons.get()


def url(household):
    return f"/persons/{person(household).pk}/id/"


def test_shows_it_once_and_writes_that_down(cast, sign_in):
    response = sign_in(cast.officer_a).post(url(cast.household_a1), WHY)
    assert response.status_code == 200
    assert "011078000001" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    change = Change.objects.about(person(cast.household_a1)).first()
    assert (change.action, change.by, change.area_id) == ("viewed", cast.officer_a, cast.areas.a1.pk)
    assert change.reason == WHY["reason"]
    assert "011078000001" not in str(change.after)
    assert Viewing.objects.filter(how="id").get().keys() == [cast.household_a1.pk]


@pytest.mark.parametrize("method", ["get", "post"])
def test_not_without_a_reason(cast, sign_in, method):
    page = getattr(sign_in(cast.officer_a), method)(url(cast.household_a1)).content.decode()
    assert "011078000001" not in page
    assert 'name="reason"' in page
    assert not Change.objects.filter(action="viewed").exists()


def test_only_so_many_an_hour(cast, sign_in, settings):
    settings.IDS_SHOWN_PER_HOUR = 2
    client = sign_in(cast.officer_a)
    answers = [client.post(url(cast.household_a1), WHY) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert "011078000001" not in answers[2].content.decode()
    assert Change.objects.filter(action="viewed").count() == 2
    # Somebody else has an hour of their own.
    assert sign_in(cast.office).post(url(cast.household_a1), WHY).status_code == 200


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.household_a1))
    for account, household, status in [
        (cast.leadership, cast.household_a1, 403),
        (cast.leader_a1, cast.household_a1, 403),
        (cast.member_a1, cast.household_a1, 403),
        (cast.officer_a, cast.household_b1, 404),
        (cast.stranger, cast.household_a1, 404),
    ]:
        client = Client()
        client.force_login(account)
        check_answer(client.post(url(household), WHY), status, account)
    assert not Change.objects.filter(action="viewed").exists()
