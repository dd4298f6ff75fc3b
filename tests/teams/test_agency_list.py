from plumbing import history
from teams.models import Agency
from tests.closed import check_queries_do_not_grow, check_visitor_signs_in

URL = "/agencies/"


def test_lists_with_the_cadres_in_scope(cast, sign_in):
    table = sign_in(cast.officer_a).get(URL, {"q": "phong mau"}).context["table"]
    # Agency B also sends two cadres to a team of the other commune: they do not count here.
    assert {row.name: row.cadre_count for row in table.page} == {"Phòng Mẫu A": 3, "Phòng Mẫu B": 2}


def test_only_those_who_may_edit_get_links(cast, sign_in):
    link = f"/agencies/{cast.agency_a.pk}/edit/"
    assert link in sign_in(cast.office).get(URL).content.decode()
    assert link not in sign_in(cast.officer_a).get(URL).content.decode()


def test_visitors_sign_in(cast):
    check_visitor_signs_in(URL)


def test_queries(cast, sign_in):
    def add(n):
        history.create_many([Agency(name=f"Cơ quan {i}") for i in range(n)], by=None)

    check_queries_do_not_grow(sign_in(cast.office), URL, add)


def test_the_table_for_those_who_may_edit_looks_like_any_other(cast, sign_in):
    for account in (cast.office, cast.officer_a):
        assert 'class="cn-table"' in sign_in(account).get(URL).content.decode()
