import datetime as dt

from teams.models import Membership
from tests.closed import check_refused, check_visitor_signs_in

TODAY = dt.date.today()


def url(team):
    return f"/teams/{team.pk}/leader/"


def test_hands_the_leadership_over(cast, sign_in):
    deputy = cast.cadres_a1[1]
    data = {"cadre": deputy.pk, "day": TODAY.strftime("%d/%m/%Y"), "former_stays": "on"}
    assert sign_in(cast.officer_a).post(url(cast.team_a1), data).status_code == 302
    now = {m.cadre.name: m.role for m in Membership.objects.current().filter(team=cast.team_a1)}
    assert now == {"Lò Văn Mẫu": "leader", "Giàng A Thử": "member", "Vàng Thị Ví Dụ": "member"}
    before = Membership.objects.active_on(TODAY - dt.timedelta(days=1)).filter(team=cast.team_a1, role="leader")
    assert [m.cadre.name for m in before] == ["Giàng A Thử"]


def test_says_which_team_it_is_about_and_the_way_back(cast, sign_in):
    page = sign_in(cast.officer_a).get(url(cast.team_a1)).content.decode()
    assert f'<a href="/teams/{cast.team_a1.pk}/">{cast.team_a1}</a>' in page
    assert "---------" not in page


def test_the_former_leader_may_leave(cast, sign_in):
    data = {"cadre": cast.cadres_a1[1].pk, "day": TODAY.strftime("%d/%m/%Y")}
    sign_in(cast.officer_a).post(url(cast.team_a1), data)
    names = {m.cadre.name for m in Membership.objects.current().filter(team=cast.team_a1)}
    assert names == {"Lò Văn Mẫu", "Vàng Thị Ví Dụ"}


def test_names_a_first_leader(cast, sign_in):
    row = cast.team_a1.memberships.get(role="leader")
    row.valid_to = TODAY - dt.timedelta(days=10)
    row.save()
    data = {"cadre": cast.cadres_a1[2].pk, "day": TODAY.strftime("%d/%m/%Y")}
    assert sign_in(cast.office).post(url(cast.team_a1), data).status_code == 302
    assert Membership.objects.current().get(team=cast.team_a1, role="leader").cadre == cast.cadres_a1[2]


def test_bad_input(cast, sign_in):
    client = sign_in(cast.officer_a)

    def answer(cadre, day):
        response = client.post(url(cast.team_a1), {"cadre": cadre.pk, "day": day})
        assert response.status_code == 422
        return response.content.decode()

    tomorrow = (TODAY + dt.timedelta(days=1)).strftime("%d/%m/%Y")
    assert "chưa đến. Hãy ghi từ ngày hôm nay trở về trước." in answer(cast.cadres_a1[1], tomorrow)
    assert "Hãy chọn ngày từ 02/01/2024 trở đi." in answer(cast.cadres_a1[1], "01/01/2024")
    # Neither the leader nor somebody of another team can be chosen.
    for cadre in (cast.cadres_a1[0], cast.cadres_b1[0]):
        assert "id_cadre_error" in answer(cadre, TODAY.strftime("%d/%m/%Y"))
    assert Membership.objects.current().get(team=cast.team_a1, role="leader").cadre == cast.cadres_a1[0]


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.team_a1))
    check_refused(url(cast.team_a1), [cast.leadership, cast.leader_a1], status=403)
    check_refused(url(cast.team_b1), [cast.officer_a, cast.stranger], status=404)
