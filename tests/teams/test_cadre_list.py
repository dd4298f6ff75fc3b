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


def test_a_member_reads_and_takes_along_no_phone_and_no_party_membership(cast, sign_in):
    """Not as a column, not by choosing it, not by its filter or order, not in the file, not on the page of one."""
    row = cast.cadres_a1[1]
    row.phone, row.party_status, row.email = "0912345678", "member", ""
    history.change(row, by=None)
    words = ["0912345678", "đảng viên"]
    client = sign_in(cast.member_a1)
    choice = "columns=name,phone,party_status&sort=-party_status"
    for url in (URL, f"{URL}?{choice}", "/teams/?columns=name,leader_phone"):
        page = client.get(url).content.decode()
        assert [word for word in words if word in page] == []
        assert 'name="party_status"' not in page
    for url in (f"{URL}?export=xlsx", f"{URL}?export=xlsx&{choice}", "/teams/?export=xlsx"):
        assert [word for word in words if word in str(sheet(client.get(url)))] == []
    both = [r.pk for r in client.get(f"{URL}?party_status=member").context["table"].records]
    assert len(both) == len(client.get(URL).context["table"].records) > 1
    assert "đảng viên" not in client.get(f"{URL}{row.pk}/").content.decode()
    assert [word for word in words if word in str(sheet(sign_in(cast.leader_a1).get(f"{URL}?export=xlsx")))] == words
