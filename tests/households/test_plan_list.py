from tests.closed import check_queries_do_not_grow, check_visitor_signs_in, sheet
from tests.households.helping import make_plan

URL = "/help-plans/"


def test_shows_how_many_each_plan_carries(cast, sign_in):
    page = sign_in(cast.leader_a1).get(URL)
    row = page.context["table"].records[0]
    assert (row.number, row.running) == ("40-KH/TH", 2)
    assert "/help-plans/new/" not in page.content.decode()
    assert "/help-plans/new/" in sign_in(cast.office).get(URL).content.decode()


def test_as_excel(cast, sign_in):
    assert "40-KH/TH" in [cell for row in sheet(sign_in(cast.office).get(URL + "?export=xlsx")) for cell in row]


def test_closed_to_visitors(cast):
    check_visitor_signs_in(URL)


def test_queries(cast, sign_in):
    check_queries_do_not_grow(sign_in(cast.office), URL, lambda n: [make_plan(number=f"{i}-KH/TH") for i in range(n)])
