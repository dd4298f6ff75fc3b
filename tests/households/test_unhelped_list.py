import datetime as dt

from households.models import Assignment
from tests.closed import check_queries_do_not_grow, check_refused, check_visitor_signs_in, names_in, sheet
from tests.households.helping import make_households

URL = "/assignments/without/"


def heads(response):
    return {row.head_name for row in response.context["table"].records}


def test_shows_who_must_have_a_helper_and_has_none(cast, sign_in):
    client = sign_in(cast.office)
    assert heads(client.get(URL)) == {"Mùa A Ví Dụ"}
    ended = dt.date.today() - dt.timedelta(days=10)
    Assignment.objects.update(valid_to=ended, end_reason="other")
    page = client.get(URL)
    assert heads(page) == {"Mùa A Ví Dụ", "Thào A Thử", "Chảo A Bí Mật"}
    # Since the day after its last helper's last day; the one that never had one, since the plan and its review.
    rows = {row[1]: row for row in sheet(client.get(URL + "?export=xlsx&export_reason=thu"))}
    assert rows["Thào A Thử"][5] == ended + dt.timedelta(days=1)
    assert rows["Mùa A Ví Dụ"][5] == dt.date(cast.review.year, 11, 10)
    assert heads(client.get(URL + "?result=near_poor")) == {"Mùa A Ví Dụ"}
    assert heads(client.get(URL + f"?commune={cast.areas.new_b.pk}")) == {"Chảo A Bí Mật"}


def test_only_who_assigns_is_offered_the_spread(cast, sign_in):
    assert "/assignments/spread/" in names_in(sign_in(cast.officer_a).get(URL))
    assert "/assignments/spread/" not in names_in(sign_in(cast.leader_a1).get(URL))


def test_others_see_their_own(cast, sign_in):
    Assignment.objects.update(valid_to=dt.date(2025, 6, 1), end_reason="other")
    assert heads(sign_in(cast.leader_a1).get(URL)) == {"Thào A Thử"}
    assert heads(sign_in(cast.officer_a).get(URL)) == {"Thào A Thử", "Mùa A Ví Dụ"}
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.agency_lead], status=403)


def test_queries(cast, sign_in):
    check_queries_do_not_grow(sign_in(cast.office), URL, lambda n: make_households(cast.areas.a1, n))
