from django.test import Client

from plumbing.models import Change
from tests.closed import check_answer, check_only_takes, check_visitor_signs_in


def person(household):
    return household.persons.get()


def url(household):
    return f"/persons/{person(household).pk}/id/"


def test_shows_it_once_and_writes_that_down(cast, sign_in):
    response = sign_in(cast.officer_a).post(url(cast.household_a1))
    assert "011078000001" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    change = Change.objects.about(person(cast.household_a1)).first()
    assert (change.action, change.by, change.area_id) == ("viewed", cast.officer_a, cast.areas.a1.pk)
    assert "011078000001" not in str(change.after)


def test_only_by_post(cast, sign_in):
    check_only_takes(sign_in(cast.officer_a).get(url(cast.household_a1)), "POST")
    assert not Change.objects.filter(action="viewed").exists()


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
        check_answer(client.post(url(household)), status, account)
    assert not Change.objects.filter(action="viewed").exists()
