from plumbing import history
from tests.closed import check_queries_do_not_grow, check_refused, check_visitor_signs_in

URL = "/history/"


def titles(client, **query):
    return [entry.title for entry in client.get(URL, query).context["entries"]]


def test_says_what_changed_in_words(cast, sign_in):
    row = cast.team_a1.memberships.get(role="member")
    row.role = "secretary"
    history.change(row, by=cast.officer_a)
    household = cast.household_a1
    household.village = cast.areas.a2
    history.change(household, by=cast.officer_a)
    entries = sign_in(cast.officer_a).get(URL).context["entries"]
    assert entries[0].changes == [("Bản", "Huổi Thử", "Nà Ví Dụ")]
    assert entries[1].changes == [("Nhiệm vụ trong tổ", "thành viên tổ", "thư ký tổ")]
    assert entries[1].by == str(cast.officer_a)


def test_filters(cast, sign_in):
    history.void(cast.team_a2, by=cast.officer_a, reason="thử")
    client = sign_in(cast.administrator)
    assert len(titles(client, action="voided")) == 1
    assert len(titles(client, q="thu xa.a")) == 1
    assert titles(client, q="khong ai") == []
    assert len(titles(client, model="teams.team", action="created")) == 3
    assert titles(client, until="01/01/2000") == []
    assert len(titles(client, model="teams.team", since="01/01/2000")) == 4


def test_other_areas_and_rows_without_an_area_are_not_shown(cast, sign_in):
    history.void(cast.team_b1, by=cast.administrator, reason="chuyện BÍ MẬT")
    client = sign_in(cast.officer_a)
    page = client.get(URL).content.decode()
    assert "BÍ MẬT" not in page
    assert "Mẫu Đá" not in page
    assert titles(client, model="teams.account") == []
    cast.leader_a1.full_name = "Tên Khác"
    history.change(cast.leader_a1, by=cast.administrator)
    assert titles(client, model="teams.account") == []
    assert len(titles(sign_in(cast.administrator), model="teams.account", action="changed")) == 1


def test_closed_to_others(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.agency_lead, cast.leader_a1, cast.member_a1], status=403)


def test_queries(cast, sign_in):
    row = cast.team_a1.memberships.get(role="member")
    row.role = "deputy"
    history.change(row, by=cast.office)

    def add(n):
        for i in range(n):
            row.role = "secretary" if i % 2 else "member"
            history.change(row, by=cast.office)

    # Of memberships alone: of people in households it is written down too who saw them.
    check_queries_do_not_grow(sign_in(cast.administrator), f"{URL}?model=teams.membership", add)


def test_older_entries_are_found_by_their_day(cast, sign_in, monkeypatch):
    monkeypatch.setattr("teams.views.history.MAX_PAGED", 3)
    for user in (cast.administrator, cast.officer_a):
        client = sign_in(user)
        page = client.get(URL)
        assert page.context["total"] == len(page.context["entries"]) == 3
        assert "Ở đây chỉ có các mục mới nhất" in page.content.decode()
        newest = [entry.title for entry in page.context["entries"]]
        monkeypatch.setattr("teams.views.history.MAX_PAGED", 10_000)
        page = client.get(URL)
        assert [entry.title for entry in page.context["entries"]][:3] == newest
        assert "Ở đây chỉ có các mục mới nhất" not in page.content.decode()
        monkeypatch.setattr("teams.views.history.MAX_PAGED", 3)
