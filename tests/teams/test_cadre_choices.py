"""What the chooser of cadres finds while somebody types."""

from tests.closed import check_queries_do_not_grow, check_visitor_signs_in
from tests.conftest import make_team

URL = "/cadres/choices/"


def found(client, q):
    return client.get(URL, {"q": q}).json()["choices"]


def test_finds_by_name_position_or_agency_without_marks(cast, sign_in):
    client = sign_in(cast.office)
    giang = cast.cadres_a1[0]
    assert found(client, "giang a") == [[giang.pk, "Giàng A Thử", "Cán bộ thử · Phòng Mẫu A"]]
    assert {row[1] for row in found(client, "phong mau a")} >= {c.name for c in cast.cadres_a1}
    assert [row[1] for row in found(client, "can bo giang")] == ["Giàng A Thử"]
    assert found(client, "g") == []


def test_nobody_of_other_teams(cast, sign_in):
    for account in (cast.officer_a, cast.agency_lead, cast.leader_a1, cast.member_a1, cast.stranger):
        for q in ("bi mat", "ho a", "tan a"):
            assert [row for row in found(sign_in(account), q) if "Bí Mật" in row[1]] == [], (account, q)
    assert len(found(sign_in(cast.office), "bi mat")) == 2


def test_visitors_sign_in_and_nothing_is_kept(cast, sign_in):
    check_visitor_signs_in(URL)
    assert "no-store" in sign_in(cast.office).get(URL)["Cache-Control"]


def test_queries(cast, sign_in):
    def add(n):
        make_team(cast.areas.a2, cast.agency_a, [f"Thử {i}" for i in range(2)], cast.team_a1.active_from)

    cast.team_a2.active_to = cast.team_a1.active_from
    cast.team_a2.save()
    check_queries_do_not_grow(sign_in(cast.office), f"{URL}?q=thu", add)
