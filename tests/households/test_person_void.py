from households.models import Person
from plumbing import history
from tests.closed import check_refused, check_visitor_signs_in


def url(household):
    return f"/persons/{household.persons.first().pk}/void/"


def test_takes_the_person_out(cast, sign_in):
    person = history.create(Person(household=cast.household_a1, name="Người Thừa"), by=None)
    client = sign_in(cast.leader_a1)
    client.post(f"/persons/{person.pk}/void/", {"reason": "nhập trùng"})
    assert [p["name"] for p in client.get(f"/households/{cast.household_a1.pk}/").context["people"]] == ["Thào A Thử"]


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(url(cast.household_a1), [cast.leadership, cast.member_a1], status=403)
    check_refused(url(cast.household_b1), [cast.officer_a, cast.leader_a1, cast.stranger], status=404)
