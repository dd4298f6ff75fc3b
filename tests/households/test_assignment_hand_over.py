import datetime as dt

from households.models import Assignment
from tests.closed import check_refused

TODAY = dt.date.today()


def url(row):
    return f"/assignments/{row.pk}/hand-over/"


def test_one_ends_and_the_other_begins(cast, sign_in):
    data = {"cadre": cast.cadres_a1[0].pk, "day": f"{TODAY:%d/%m/%Y}"}
    assert sign_in(cast.officer_a).post(url(cast.assignment_a1), data).status_code == 302
    rows = Assignment.objects.filter(household=cast.household_a1).order_by("valid_from")
    assert [(row.cadre, row.valid_from, row.valid_to) for row in rows] == [
        (cast.cadres_a1[2], dt.date(2025, 3, 1), TODAY - dt.timedelta(days=1)),
        (cast.cadres_a1[0], TODAY, None),
    ]


def test_bad_input(cast, sign_in):
    client = sign_in(cast.officer_a)
    same = client.post(url(cast.assignment_a1), {"cadre": cast.cadres_a1[2].pk, "day": f"{TODAY:%d/%m/%Y}"})
    assert (same.status_code, "đang giúp đỡ hộ này rồi" in same.content.decode()) == (422, True)
    nobody = client.post(url(cast.assignment_a1), {"day": f"{TODAY:%d/%m/%Y}"})
    assert (nobody.status_code, "không chọn cả hai" in nobody.content.decode()) == (422, True)
    # Somebody out of the officer's area cannot be chosen.
    other = client.post(url(cast.assignment_a1), {"cadre": cast.cadres_b1[0].pk, "day": f"{TODAY:%d/%m/%Y}"})
    assert (other.status_code, "Bí Mật" in other.content.decode()) == (422, False)


def test_closed_to_others(cast):
    check_refused(url(cast.assignment_a1), [cast.leadership, cast.leader_a1, cast.agency_lead], status=403)
    check_refused(url(cast.assignment_b1), [cast.officer_a, cast.stranger], status=404)
