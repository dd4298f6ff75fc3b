import datetime as dt

from households.models import PovertyStandard
from plumbing import history
from tests.closed import check_queries_do_not_grow, check_refused, check_visitor_signs_in

URL = "/poverty-standards/"


def test_shows_the_limits_as_written_here(cast, sign_in):
    page = sign_in(cast.office).get(URL).content.decode()
    assert "Nghị định 07/2021/NĐ-CP" in page
    assert "1.500.000" in page
    assert "01/01/2022" in page


def test_closed_to_others(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.officer_a, cast.leadership, cast.leader_a1], status=403)


def test_queries(cast, sign_in):
    def add(n):
        rows = [
            PovertyStandard(name=f"Thêm {i}", valid_from=dt.date(1950 + i, 1, 1), rural_income=1, urban_income=1)
            for i in range(n)
        ]
        history.create_many(rows, by=None)

    check_queries_do_not_grow(sign_in(cast.office), URL, add)
