import datetime as dt

from plumbing import history
from teams.models import Cadre, Membership
from tests.closed import check_queries_do_not_grow, check_visitor_signs_in, sheet

URL = "/cadres/"


def names(response):
    return [row.name for row in response.context["table"].page]


def test_lists_by_given_name_and_finds_without_accents(cast, sign_in):
    client = sign_in(cast.officer_a)
    assert names(client.get(URL)) == ["Vàng Thị Ví Dụ", "Lò Văn Mẫu", "Sùng A Mẫu", "Giàng A Thử", "Quàng Văn Thử"]
    assert names(client.get(URL, {"q": "sung phong"})) == ["Sùng A Mẫu"]
    assert names(client.get(URL, {"agency": cast.agency_a.pk, "serves": "yes"})) == [
        "Vàng Thị Ví Dụ",
        "Lò Văn Mẫu",
        "Giàng A Thử",
    ]
    assert names(client.get(URL, {"serves": "no"})) == []


def test_other_areas_are_not_listed(cast, sign_in):
    for account in (cast.officer_a, cast.leader_a1, cast.agency_lead, cast.stranger):
        page = sign_in(account).get(URL, {"q": "bi mat"})
        assert names(page) == [], account


def test_excel(cast, sign_in):
    rows = sheet(sign_in(cast.officer_a).get(URL, {"export": "xlsx"}))
    assert [row[1] for row in rows[4:]][:2] == ["Vàng Thị Ví Dụ", "Lò Văn Mẫu"]
    assert "Bí Mật" not in str(rows)


def test_visitors_sign_in(cast):
    check_visitor_signs_in(URL)


def test_queries(cast, sign_in):
    def add(n):
        for i in range(n):
            cadre = history.create(Cadre(name=f"Thêm {i}", agency=cast.agency_a), by=None)
            row = Membership(team=cast.team_a1, cadre=cadre, valid_from=dt.date(2023, 1, 1))
            history.create(row, by=None)

    check_queries_do_not_grow(sign_in(cast.office), URL, add)
