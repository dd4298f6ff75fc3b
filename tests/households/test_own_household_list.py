from plumbing import history
from tests.closed import check_queries_do_not_grow, check_visitor_signs_in, names_in
from tests.households.helping import carry, make_households

URL = "/my-households/"


def heads(response):
    return {row.head_name for row in response.context["table"].records}


def test_shows_the_own_households_wherever_they_are(cast, sign_in):
    household = make_households(cast.areas.b1, 1)[0]
    household.phone = "0999123456; 0999000111"
    history.change(household, by=None)
    carry(cast.plan, household, cast.cadres_a1[2])
    page = sign_in(cast.member_a1).get(URL)
    assert heads(page) == {"Thào A Thử", "Chủ hộ 0"}
    assert 'href="tel:0999123456"' in names_in(page)
    assert "Bí Mật" not in names_in(page)


def test_whoever_helps_nobody_sees_nothing(cast, sign_in):
    for account in (cast.office, cast.agency_lead, cast.leader_a1):
        assert heads(sign_in(account).get(URL)) == set()


def test_the_menu_offers_it_to_cadres(cast, sign_in):
    assert "/my-households/" in names_in(sign_in(cast.member_a1).get("/tasks/"))
    assert "/my-households/" not in names_in(sign_in(cast.office).get("/tasks/"))


def test_closed_to_visitors(cast):
    check_visitor_signs_in(URL)


def test_queries(cast, sign_in):
    def add(n):
        for household in make_households(cast.areas.b1, n):
            carry(cast.plan, household, cast.cadres_a1[2])

    check_queries_do_not_grow(sign_in(cast.member_a1), URL, add)
