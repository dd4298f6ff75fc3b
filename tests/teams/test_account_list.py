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


def test_shows_the_accounts_that_one_gives(cast, sign_in):
    page = sign_in(cast.officer_a).get(URL).content.decode()
    assert ("totruong.a1" in page, "thanhvien.a1" in page) == (True, True)
    # Of others nothing is said, not even that they are there.
    assert [name for name in ("totruong.b1", "vanphong", "quantri", "xa.b") if name in page] == []
    page = sign_in(cast.office).get(URL).content.decode()
    assert [name for name in ("totruong.b1", "xa.b", "lanhdao") if name not in page] == []
    assert "quantri" not in page


def test_only_for_who_gives_accounts(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.leadership, cast.agency_lead, cast.leader_a1, cast.member_a1], status=403)


def test_queries(cast, sign_in):
    def add(n):
        for i in range(n):
            make_account(f"them{i}", "x", full_name=f"Thêm {i}", role="member", team=cast.team_a1)

    check_queries_do_not_grow(sign_in(cast.administrator), URL, add)
