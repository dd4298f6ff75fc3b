from households.models import Assignment
from tests.closed import check_refused


def url(plan):
    return f"/help-plans/{plan.pk}/void/"


def test_voided_its_assignments_wait_to_be_settled(cast, sign_in):
    assert sign_in(cast.office).post(url(cast.plan), {"reason": "nhập nhầm"}).status_code == 302
    cast.plan.refresh_from_db()
    assert cast.plan.is_voided
    assert set(Assignment.objects.unsettled().values_list("trouble", flat=True)) == {"plan_ended"}


def test_closed_to_others(cast):
    check_refused(url(cast.plan), [cast.leadership, cast.officer_a, cast.leader_a1], status=403)
