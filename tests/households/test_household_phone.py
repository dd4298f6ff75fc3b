from plumbing import history
from plumbing.models import Change
from tests.activities.bulk import take_back
from tests.closed import check_refused, check_visitor_signs_in, form_data


def url(household):
    return f"/households/{household.pk}/phone/"


def test_one_field_with_an_undo(cast, sign_in):
    client, household = sign_in(cast.officer_a), cast.household_a1
    page = client.get(f"/households/{household.pk}/")
    assert url(household) in page.content.decode()
    was, data = household.phone, form_data(page.context["phone_form"])
    answer = client.post(url(household), data | {"phone": "0912 345 678"})
    assert answer.status_code == 302
    assert Change.objects.about(household).first().after == {"phone": "0912345678"}
    take_back(client, answer)
    household.refresh_from_db()
    assert household.phone == was
    # The page was opened before all that: both are shown, nothing is lost.
    household.phone = "0987654321"
    history.change(household, by=cast.office)
    assert client.post(url(household), data | {"phone": "0912345678"}).status_code == 409


def test_what_is_no_number_comes_back(cast, sign_in):
    client = sign_in(cast.officer_a)
    data = form_data(client.get(url(cast.household_a1)).context["form"])
    answer = client.post(url(cast.household_a1), data | {"phone": "12"})
    assert answer.status_code == 422
    assert 'value="12"' in answer.content.decode()


def test_who(cast):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(url(cast.household_a1), [cast.leadership], status=403)
    check_refused(url(cast.household_b1), [cast.officer_a], status=404)
