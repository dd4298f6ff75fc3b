import datetime as dt

from households.models import PovertyStandard
from tests.closed import check_refused, check_visitor_signs_in, form_data


def url():
    return f"/poverty-standards/{PovertyStandard.objects.get(valid_from=dt.date(2027, 1, 1)).pk}/edit/"


def test_its_points_are_entered_when_they_are_known(cast, sign_in):
    client = sign_in(cast.office)
    data = form_data(client.get(url()).context["form"])
    assert client.post(url(), data | {"rural_points": "150"}).status_code == 302
    assert PovertyStandard.objects.get(valid_from=dt.date(2027, 1, 1)).rural_points == 150


def test_closed_to_others(cast):
    check_visitor_signs_in(url())
    check_refused(url(), [cast.officer_a, cast.leadership, cast.leader_a1], status=403)
