import datetime as dt

from households.models import Assignment
from tests.closed import check_refused
from tests.households.test_settlement_list import stop

URL = "/assignments/unsettled/hand-over/"
TODAY = dt.date.today()


def test_somebody_else_takes_over_from_all(cast, sign_in):
    stop(cast.cadres_a1[2])
    client = sign_in(cast.officer_a)
    page = client.get(f"{URL}?all=1")
    data = {"seen": page.context["seen"], "cadre": cast.cadres_a1[1].pk, "day": f"{TODAY:%d/%m/%Y}"}
    assert client.post(f"{URL}?all=1", data).status_code == 302
    assert Assignment.objects.current().get(household=cast.household_a1).cadre == cast.cadres_a1[1]
    assert not Assignment.objects.editable_by(cast.officer_a).unsettled().exists()


def test_closed_to_others(cast):
    check_refused(URL, [cast.leadership, cast.leader_a1, cast.agency_lead], status=403)
