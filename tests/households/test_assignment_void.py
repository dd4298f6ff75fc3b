from households.models import Household
from tests.closed import check_refused


def url(row):
    return f"/assignments/{row.pk}/void/"


def test_what_was_entered_by_mistake_is_voided(cast, sign_in):
    assert sign_in(cast.officer_a).post(url(cast.assignment_a1), {"reason": "nhập nhầm"}).status_code == 302
    cast.assignment_a1.refresh_from_db()
    assert cast.assignment_a1.is_voided
    assert cast.household_a1 in Household.objects.must_be_helped().with_nobody_on()


def test_closed_to_others(cast):
    check_refused(url(cast.assignment_a1), [cast.leadership, cast.leader_a1, cast.agency_lead], status=403)
    check_refused(url(cast.assignment_b1), [cast.officer_a, cast.stranger], status=404)
