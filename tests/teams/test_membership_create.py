import datetime as dt

from plumbing import history
from teams.models import Cadre, Membership
from tests.closed import check_refused, check_visitor_signs_in


def url(team):
    return f"/teams/{team.pk}/members/new/"


def test_finds_the_cadre_first(cast, sign_in):
    client = sign_in(cast.office)
    found = client.get(url(cast.team_a1), {"q": "phong mau b sung"}).context["found"]
    assert [c.name for c in found] == ["Sùng A Mẫu"]
    assert client.get(url(cast.team_a1), {"q": ""}).context["found"] == []
    assert client.get(url(cast.team_a1), {"cadre": "x"}).status_code == 302


def test_adds_a_member(cast, sign_in):
    cadre = cast.cadres_a2[1]
    page = url(cast.team_a1) + f"?cadre={cadre.pk}"
    assert sign_in(cast.officer_a).post(page, {"role": "secretary", "valid_from": "01/02/2025"}).status_code == 302
    row = Membership.objects.get(team=cast.team_a1, cadre=cadre)
    assert (row.role, row.valid_from, row.created_by) == ("secretary", dt.date(2025, 2, 1), cast.officer_a)


def test_bad_input(cast, sign_in):
    client = sign_in(cast.office)

    def answer(cadre, **data):
        response = client.post(url(cast.team_a1) + f"?cadre={cadre.pk}", data)
        assert response.status_code == 422
        return response.content.decode()

    assert "đã là thành viên tổ từ ngày 01/01/2024" in answer(cast.cadres_a1[2], role="member", valid_from="01/01/2025")
    assert "Giàng A Thử là tổ trưởng từ ngày" in answer(cast.cadres_a2[1], role="leader", valid_from="01/01/2025")
    assert "Tổ chỉ hoạt động từ ngày 01/01/2024" in answer(cast.cadres_a2[1], role="member", valid_from="01/01/2020")
    assert "Ngày kết thúc trước" in answer(
        cast.cadres_a2[1], role="member", valid_from="01/01/2025", valid_to="01/01/2024"
    )
    assert cast.team_a1.memberships.count() == 3


def test_cadres_of_other_areas_are_not_found(cast, sign_in):
    client = sign_in(cast.officer_a)
    assert "Bí Mật" not in client.get(url(cast.team_a1), {"q": "bi mat"}).content.decode()
    assert client.get(url(cast.team_a1), {"cadre": cast.cadres_b1[0].pk}).status_code == 404


def test_somebody_just_entered_is_found_by_who_entered_them(cast, sign_in):
    history.create(Cadre(name="Lầu A Mới"), by=cast.officer_a)
    assert sign_in(cast.officer_a).get(url(cast.team_a1), {"q": "lau moi"}).context["found"]
    assert not sign_in(cast.officer_b).get(url(cast.team_b1), {"q": "lau moi"}).context["found"]


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.team_a1))
    check_refused(url(cast.team_a1), [cast.leadership, cast.leader_a1], status=403)
    check_refused(url(cast.team_b1), [cast.officer_a, cast.stranger], status=404)
