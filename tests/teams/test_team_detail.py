import datetime as dt

from plumbing import history
from teams.models import Cadre, Membership
from tests.closed import check_answer, check_queries_do_not_grow, check_visitor_signs_in


def url(team):
    return f"/teams/{team.pk}/"


def test_shows_members_today_and_before(cast, sign_in):
    row = cast.team_a1.memberships.get(role="member")
    row.valid_to = dt.date(2024, 5, 1)
    history.change(row, by=None)
    response = sign_in(cast.leader_a1).get(url(cast.team_a1))
    assert [m.cadre.name for m in response.context["current"]] == ["Giàng A Thử", "Lò Văn Mẫu"]
    assert [m.cadre.name for m in response.context["past"]] == ["Vàng Thị Ví Dụ"]
    assert "01/05/2024" in response.content.decode()


def test_history_only_for_those_who_may_see_it(cast, sign_in):
    assert "Đã thêm" in sign_in(cast.office).get(url(cast.team_a1)).content.decode()
    assert "Đã thêm" not in sign_in(cast.leader_a1).get(url(cast.team_a1)).content.decode()


def test_a_team_without_leader_says_so(cast, sign_in):
    history.void(cast.team_a1.memberships.get(role="leader"), by=None, reason="thử")
    assert "Tổ này chưa có tổ trưởng." in sign_in(cast.office).get(url(cast.team_a1)).content.decode()


def test_buttons_only_for_editors(cast, sign_in):
    edit = f"/teams/{cast.team_a1.pk}/edit/"
    assert edit in sign_in(cast.officer_a).get(url(cast.team_a1)).content.decode()
    assert edit not in sign_in(cast.leadership).get(url(cast.team_a1)).content.decode()


def test_other_teams_do_not_exist(cast, sign_in):
    for account in (cast.officer_a, cast.leader_a1, cast.member_a1, cast.agency_lead, cast.stranger):
        check_answer(sign_in(account).get(url(cast.team_b1)), 404, account)


def test_visitors_sign_in(cast):
    check_visitor_signs_in(url(cast.team_a1))


def test_queries(cast, sign_in):
    def add(n):
        for i in range(n):
            cadre = history.create(Cadre(name=f"Thêm {i}", agency=cast.agency_a), by=None)
            row = Membership(team=cast.team_a1, cadre=cadre, role="member", valid_from=dt.date(2023, 1, 1))
            history.create(row, by=None)
            if i % 2:
                row.valid_from = dt.date(2023, 2, 1)
                history.change(row, by=cast.office)

    check_queries_do_not_grow(sign_in(cast.office), url(cast.team_a1), add)
