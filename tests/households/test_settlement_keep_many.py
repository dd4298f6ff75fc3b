import datetime as dt

from households.actions.residences import move_household
from households.models import Assignment, Household
from tests.closed import check_refused

URL = "/assignments/unsettled/keep/"
TODAY = dt.date.today()
MOVED = TODAY - dt.timedelta(days=9)


def test_a_helper_whose_household_moved_goes_on(cast, sign_in):
    household = Household.objects.get(pk=cast.household_a1.pk)
    move_household(household=household, village=cast.areas.a2, on=MOVED, version=household.version, by=cast.office)
    assert [row.trouble for row in Assignment.objects.unsettled()] == ["household_moved"]
    client = sign_in(cast.officer_a)
    page = client.get(f"{URL}?all=1")
    assert client.post(f"{URL}?all=1", {"seen": page.context["seen"]}).status_code == 302
    rows = Assignment.objects.filter(household=household).order_by("valid_from")
    assert [(row.cadre, row.valid_from, row.valid_to) for row in rows] == [
        (cast.cadres_a1[2], dt.date(2025, 3, 1), MOVED - dt.timedelta(days=1)),
        (cast.cadres_a1[2], MOVED, None),
    ]
    assert not Assignment.objects.unsettled().exists()


def test_closed_to_others(cast):
    check_refused(URL, [cast.leadership, cast.leader_a1, cast.agency_lead], status=403)
