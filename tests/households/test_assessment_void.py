from households.models import Household
from tests.closed import check_refused, check_visitor_signs_in


def url(household):
    return f"/assessments/{household.assessments.get().pk}/void/"


def test_the_result_does_not_count_any_more(cast, sign_in):
    response = sign_in(cast.officer_a).post(url(cast.household_a1), {"reason": "nhập nhầm hộ"})
    assert response.url == f"/households/{cast.household_a1.pk}/"
    assert Household.objects.with_result().get(pk=cast.household_a1.pk).result is None


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(url(cast.household_a1), [cast.leadership, cast.member_a1], status=403)
    check_refused(url(cast.household_b1), [cast.officer_a, cast.leader_a1, cast.stranger], status=404)
