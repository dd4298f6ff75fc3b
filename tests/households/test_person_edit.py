from households.models import Person
from tests.closed import check_refused, check_visitor_signs_in, form_data


def url(household):
    return f"/persons/{household.persons.get(relation='head').pk}/edit/"


def head(household):
    return Person.objects.get(household=household, relation="head")


def test_changes_and_keeps_the_hidden_number(cast, sign_in):
    client = sign_in(cast.leader_a1)
    response = client.get(url(cast.household_a1))
    assert "011078000001" not in response.content.decode()
    data = form_data(response.context["form"])
    assert client.post(url(cast.household_a1), data | {"sex": "male"}).status_code == 302
    assert (head(cast.household_a1).sex, head(cast.household_a1).national_id) == ("male", "011078000001")


def test_replaces_or_deletes_the_number(cast, sign_in):
    client = sign_in(cast.leader_a1)
    data = form_data(client.get(url(cast.household_a1)).context["form"])
    client.post(url(cast.household_a1), data | {"national_id": "011078000077"})
    assert head(cast.household_a1).national_id == "011078000077"
    data = form_data(client.get(url(cast.household_a1)).context["form"])
    client.post(url(cast.household_a1), data | {"forget_national_id": "on"})
    assert (head(cast.household_a1).national_id, head(cast.household_a1).blind_index) == ("", "")


def test_a_second_editor_sees_both_versions(cast, sign_in):
    client = sign_in(cast.leader_a1)
    old = form_data(client.get(url(cast.household_a1)).context["form"])
    client.post(url(cast.household_a1), old | {"name": "Tên Một"})
    page = client.post(url(cast.household_a1), old | {"name": "Tên Hai"})
    text = page.content.decode()
    assert page.status_code == 409
    assert [name in text for name in ("Tên Một", "Tên Hai", "011078000001")] == [True, True, False]


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(url(cast.household_a1), [cast.leadership, cast.member_a1], status=403)
    check_refused(url(cast.household_b1), [cast.officer_a, cast.leader_a1, cast.stranger], status=404)
