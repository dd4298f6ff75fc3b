import datetime as dt

from plumbing import history
from plumbing.models import Change
from teams.models import Area, Membership, Team
from tests.closed import check_queries_do_not_grow, check_visitor_signs_in, sheet

URL = "/teams/"


def test_shows_leader_members_and_today_s_commune(cast, sign_in):
    page = sign_in(cast.office).get(URL).content.decode()
    for word in ("Tổ dân vận bản Huổi Thử", "Giàng A Thử", "Xã Mường Chà", "Tổ dân vận bản Mẫu Đá"):
        assert word in page
    assert "Xã Nậm Tin" not in page


def test_search_without_accents(cast, sign_in):
    village = cast.areas.a2
    village.name = "Nà Điện"
    history.change(village, by=None)
    client = sign_in(cast.office)

    def found(q, **more):
        return [str(row) for row in client.get(URL, {"q": q, **more}).context["table"].page]

    assert found("dien") == [str(cast.team_a2)]
    assert found("Điện") == [str(cast.team_a2)]
    assert found("giang thu") == [str(cast.team_a1)]
    assert found("na hy") == [str(cast.team_b1)]
    assert found("", commune=cast.areas.new_a.pk) == [str(cast.team_a1), str(cast.team_a2)]
    assert found("khong co ai") == []


def test_filters_by_kind_and_state(cast, sign_in):
    cast.team_a2.active_to = dt.date(2024, 1, 1)
    history.change(cast.team_a2, by=None)
    client = sign_in(cast.office)
    assert list(client.get(URL, {"state": "ended"}).context["table"].page) == [cast.team_a2]
    assert cast.team_a2 not in list(client.get(URL, {"state": "active"}).context["table"].page)
    assert not client.get(URL, {"kind": "womens_club"}).context["table"].page


def test_other_areas_are_not_listed(cast, sign_in):
    for account in (cast.officer_a, cast.leader_a1, cast.agency_lead, cast.stranger):
        assert "Mẫu Đá" not in sign_in(account).get(URL).content.decode(), account
    # Nor can a filter reach them.
    page = sign_in(cast.officer_a).get(URL, {"commune": cast.areas.new_b.pk}).content.decode()
    assert "Mẫu Đá" not in page


def test_excel_as_filtered_and_logged(cast, sign_in):
    rows = sheet(sign_in(cast.officer_a).get(URL, {"export": "xlsx", "q": "huoi"}))
    assert rows[4][1:5] == ["Tổ dân vận bản Huổi Thử", "Huổi Thử", "Xã Mường Chà", "Giàng A Thử"]
    assert len(rows) == 5
    change = Change.objects.first()
    assert (change.action, change.by) == ("exported", cast.officer_a)


def test_a_leader_takes_only_the_own_team_along(cast, sign_in):
    rows = sheet(sign_in(cast.leader_a1).get(URL, {"export": "xlsx"}))
    assert [row[1] for row in rows[4:]] == ["Tổ dân vận bản Huổi Thử"]


def test_visitors_sign_in(cast):
    check_visitor_signs_in(URL)


def test_queries(cast, sign_in):
    def add(n):
        for i in range(n):
            village = history.create(Area(level="village", code=f"x{i}", name=f"Thêm {i}"), by=None)
            team = history.create(Team(village=village, name=f"Tổ {i}", active_from=dt.date(2022, 1, 1)), by=None)
            member = Membership(team=team, cadre=cast.cadres_a1[0], role="leader", valid_from=dt.date(2022, 1, 1))
            history.create(member, by=None)

    check_queries_do_not_grow(sign_in(cast.administrator), URL, add)
