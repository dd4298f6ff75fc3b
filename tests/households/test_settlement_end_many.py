from households.models import Assignment
from tests.closed import check_refused
from tests.households.test_settlement_list import YESTERDAY, stop

URL = "/assignments/unsettled/end/"


def test_ends_what_was_ticked_and_takes_it_back(cast, sign_in):
    stop(cast.cadres_a1[2], cast.cadres_b1[1])
    client = sign_in(cast.officer_a)
    address = f"{URL}?row={cast.assignment_a1.pk}&row={cast.assignment_b1.pk}"
    page = client.get(address)
    assert page.context["count"] == 1
    done = client.post(address, {"seen": page.context["seen"]}, follow=True)
    cast.assignment_a1.refresh_from_db()
    cast.assignment_b1.refresh_from_db()
    assert (cast.assignment_a1.valid_to, cast.assignment_a1.end_reason) == (YESTERDAY, "helper_stopped")
    assert cast.assignment_b1.valid_to is None
    token = done.content.decode().partition('name="token" value="')[2].partition('"')[0]
    client.post("/undo/", {"token": token})
    assert Assignment.objects.get(pk=cast.assignment_a1.pk).valid_to is None


def test_what_changed_since_the_look_is_asked_again(cast, sign_in):
    stop(cast.cadres_a1[2])
    response = sign_in(cast.officer_a).post(f"{URL}?all=1", {"seen": "0"})
    assert response.status_code == 422
    assert Assignment.objects.unsettled().count() == 1


def test_closed_to_others(cast):
    check_refused(URL, [cast.leadership, cast.leader_a1, cast.agency_lead], status=403)
