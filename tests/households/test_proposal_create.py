import datetime as dt

import pytest

from households.models import AssignmentProposal
from plumbing import history
from tests.closed import check_refused, form_data

TODAY = f"{dt.date.today():%d/%m/%Y}"


def url(row):
    return f"/assignments/{row.pk}/propose/"


@pytest.fixture
def nobody_asked(cast):
    history.void_many(list(AssignmentProposal.objects.all()), by=None, reason="thử")
    return cast


def test_the_helper_and_the_leader_may_ask_somebody_else(nobody_asked, sign_in):
    cast = nobody_asked
    client = sign_in(cast.member_a1)
    data = {"cadre": cast.cadres_a1[1].pk, "takes_over_on": TODAY, "why": "Ở xa hộ"}
    data["uuid"] = form_data(client.get(url(cast.assignment_a1)).context["form"])["uuid"]
    assert [client.post(url(cast.assignment_a1), data).status_code for _ in range(2)] == [302, 302]
    row = AssignmentProposal.objects.live().get()
    assert (row.replaces, row.cadre, row.state) == (cast.assignment_a1, cast.cadres_a1[1], "waiting")
    again = sign_in(cast.leader_a1).post(url(cast.assignment_a1), {k: v for k, v in data.items() if k != "uuid"})
    assert (again.status_code, "đang chờ trả lời" in again.content.decode()) == (422, True)


def test_bad_input(nobody_asked, sign_in):
    cast = nobody_asked
    client = sign_in(cast.leader_a1)
    nobody = client.post(url(cast.assignment_a1), {"takes_over_on": TODAY})
    assert (nobody.status_code, "không chọn cả hai" in nobody.content.decode()) == (422, True)
    same = client.post(url(cast.assignment_a1), {"cadre": cast.cadres_a1[2].pk, "takes_over_on": TODAY})
    assert (same.status_code, "đang giúp đỡ hộ này rồi" in same.content.decode()) == (422, True)


def test_closed_to_others(cast):
    check_refused(url(cast.assignment_a1), [cast.leadership], status=403)
    narrow = [cast.officer_a, cast.leader_a1, cast.member_a1, cast.agency_lead, cast.stranger]
    check_refused(url(cast.assignment_b1), narrow, status=404)
