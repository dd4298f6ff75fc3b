import datetime as dt

from plumbing import history
from teams.models import Cadre, Membership
from tests.closed import check_queries_do_not_grow, check_visitor_signs_in, names_in
from tests.households.helping import carry, make_households

URL = "/assignments/helpers/"


def names(response):
    return {row.name: row.load for row in response.context["table"].records}


def test_shows_who_carries_nothing_too_much_or_serves_no_more(cast, sign_in):
    client = sign_in(cast.officer_a)
    assert names(client.get(URL + "?carries=some")) == {"Vàng Thị Ví Dụ": 1}
    assert set(names(client.get(URL + "?carries=none"))) == {
        "Giàng A Thử", "Lò Văn Mẫu", "Sùng A Mẫu", "Quàng Văn Thử",
    }  # fmt: skip
    assert names(client.get(URL + "?carries=over")) == {}
    for household in make_households(cast.areas.a1, 3):
        carry(cast.plan, household, cast.cadres_a1[2])
    assert names(client.get(URL + "?carries=over")) == {"Vàng Thị Ví Dụ": 4}
    serving = Membership.objects.get(cadre=cast.cadres_a1[2])
    serving.valid_to = dt.date.today() - dt.timedelta(days=1)
    history.change(serving, by=None)
    assert names(client.get(URL + "?carries=gone")) == {"Vàng Thị Ví Dụ": 4}


def test_a_leader_is_told_of_the_own_village_only(cast, sign_in):
    for household in make_households(cast.areas.b1, 2):
        carry(cast.plan, household, cast.cadres_a1[2])
    assert names(sign_in(cast.leader_a1).get(URL + "?carries=some")) == {"Vàng Thị Ví Dụ": 1}
    assert names(sign_in(cast.office).get(URL + "?carries=some"))["Vàng Thị Ví Dụ"] == 3
    assert "Bí Mật" not in names_in(sign_in(cast.leader_a1).get(URL))


def test_closed_to_visitors(cast):
    check_visitor_signs_in(URL)


def test_queries(cast, sign_in):
    def add(n):
        for i in range(n):
            cadre = history.create(Cadre(name=f"Thêm {i}"), by=None)
            history.create(Membership(team=cast.team_a1, cadre=cadre, valid_from=dt.date(2025, 1, 1)), by=None)

    check_queries_do_not_grow(sign_in(cast.office), URL, add)
