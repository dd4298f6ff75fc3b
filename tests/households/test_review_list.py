from households.models import Review
from plumbing import history
from tests.closed import check_queries_do_not_grow, check_refused, check_visitor_signs_in

URL = "/reviews/"


def test_counts_the_households(cast, sign_in):
    table = sign_in(cast.office).get(URL).context["table"]
    assert [(row, row.assessed_count) for row in table.page] == [(cast.review, 3)]


def test_closed_to_others(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.officer_a, cast.leadership, cast.leader_a1], status=403)


def test_queries(cast, sign_in):
    def add(n):
        history.create_many([Review(year=2010 + i, kind="ad_hoc") for i in range(n)], by=None)

    check_queries_do_not_grow(sign_in(cast.office), URL, add)
