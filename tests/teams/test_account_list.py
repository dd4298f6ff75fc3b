from tests.accounts import make_account
from tests.closed import check_queries_do_not_grow, check_refused, check_visitor_signs_in, sheet

URL = "/accounts/"


def test_lists_and_finds_without_accents(cast, sign_in):
    client = sign_in(cast.administrator)
    assert "totruong.b1" in client.get(URL).content.decode()
    page = client.get(URL, {"q": "thu totruong"}).content.decode()
    assert "totruong.a1" in page
    assert "lanhdao" not in page
    assert "coquan.a" in client.get(URL, {"role": "agency_lead"}).content.decode()


def test_excel(cast, sign_in):
    rows = sheet(sign_in(cast.administrator).get(URL, {"export": "xlsx", "role": "team_leader"}))
    text = str(rows)
    assert "totruong.a1" in text
    assert "pbkdf2" not in text
    assert "md5" not in text


def test_only_for_who_manages_accounts(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.office, cast.leadership, cast.officer_a, cast.agency_lead, cast.leader_a1], status=403)


def test_queries(cast, sign_in):
    def add(n):
        for i in range(n):
            make_account(f"them{i}", "x", full_name=f"Thêm {i}", role="member", team=cast.team_a1)

    check_queries_do_not_grow(sign_in(cast.administrator), URL, add)
