from tests.closed import check_queries_do_not_grow, check_visitor_signs_in, names_in, sheet
from tests.households.helping import carry, make_households

URL = "/assignments/"


def heads(response):
    return {row.head_name for row in response.context["table"].records}


def test_shows_who_carries_whom(cast, sign_in):
    page = sign_in(cast.office).get(URL)
    assert heads(page) == {"Thào A Thử", "Chảo A Bí Mật"}
    assert "Vàng Thị Ví Dụ" in names_in(page)
    assert heads(sign_in(cast.office).get(URL + "?q=thao+a+thu")) == {"Thào A Thử"}
    assert heads(sign_in(cast.office).get(URL + f"?commune={cast.areas.new_b.pk}")) == {"Chảo A Bí Mật"}
    assert heads(sign_in(cast.office).get(URL + f"?agency={cast.agency_a.pk}")) == {"Thào A Thử"}
    assert heads(sign_in(cast.office).get(URL + "?result=near_poor")) == set()
    assert heads(sign_in(cast.office).get(URL + "?state=ended")) == set()


def test_each_sees_the_own_rows_only(cast, sign_in):
    """An agency's lead reads whom its cadres carry, and opens no household."""
    for account in (cast.officer_a, cast.leader_a1, cast.member_a1, cast.agency_lead):
        page = sign_in(account).get(URL)
        assert heads(page) == {"Thào A Thử"}, account
        assert "Bí Mật" not in names_in(page)
        opens = f"/households/{cast.household_a1.pk}/" in names_in(page)
        assert opens is (account is not cast.agency_lead)
    assert heads(sign_in(cast.stranger).get(URL)) == set()


def test_as_excel(cast, sign_in):
    rows = sheet(sign_in(cast.agency_lead).get(URL + "?export=xlsx&export_reason=thu"))
    assert "Thào A Thử" in str(rows)
    assert "Bí Mật" not in str(rows)


def test_closed_to_visitors(cast):
    check_visitor_signs_in(URL)


def test_queries(cast, sign_in):
    def add(n):
        for household in make_households(cast.areas.a1, n):
            carry(cast.plan, household, cast.cadres_a1[0])

    check_queries_do_not_grow(sign_in(cast.office), URL, add)
