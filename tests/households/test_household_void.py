from households.models import Assessment, Person
from tests.closed import check_refused, check_visitor_signs_in


def url(household):
    return f"/households/{household.pk}/void/"


def test_takes_out_the_household_with_all_that_hangs_on_it(cast, sign_in):
    client = sign_in(cast.officer_a)
    assert client.post(url(cast.household_a1), {"reason": "nhập trùng"}).url == "/households/"
    assert not Person.objects.live().filter(household=cast.household_a1).exists()
    assert not Assessment.objects.live().filter(household=cast.household_a1).exists()
    page = client.get(f"/households/{cast.household_a1.pk}/").content.decode()
    assert "Hộ này đã được đưa ra khỏi danh sách." in page
    assert "/edit/" not in page
    # The ID number is free for the household as it should have been entered.
    data = {"name": "Thào A Thử", "relation": "child", "birth_precision": "day", "national_id": "011078000001"}
    assert client.post(f"/households/{cast.household_a2.pk}/persons/new/", data).status_code == 302


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(url(cast.household_a1), [cast.leadership, cast.member_a1], status=403)
    check_refused(url(cast.household_b1), [cast.officer_a, cast.leader_a1, cast.stranger], status=404)
