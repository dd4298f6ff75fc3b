import datetime as dt

from plumbing import history
from teams.models import Membership
from tests.closed import check_answer, check_visitor_signs_in
from tests.households.helping import carry, make_households


def url(cadre):
    return f"/cadres/{cadre.pk}/"


def test_shows_the_cadre_and_the_teams(cast, sign_in):
    cadre = cast.cadres_a1[0]
    cadre.birth_date, cadre.birth_precision, cadre.phone = dt.date(1980, 1, 1), "year", "0912345678"
    history.change(cadre, by=cast.office)
    page = sign_in(cast.office).get(url(cadre)).content.decode()
    for word in ("Phòng Mẫu A", "0912345678", "<dd>1980</dd>", "Tổ dân vận bản Huổi Thử", "0912345678</ins>"):
        assert word in page


def test_teams_out_of_scope_are_not_shown(cast, sign_in):
    row = Membership(team=cast.team_b1, cadre=cast.cadres_a1[0], valid_from=dt.date(2024, 1, 1))
    history.create(row, by=None)
    assert "Mẫu Đá" in sign_in(cast.office).get(url(cast.cadres_a1[0])).content.decode()
    assert "Mẫu Đá" not in sign_in(cast.officer_a).get(url(cast.cadres_a1[0])).content.decode()


def test_whoever_gives_accounts_is_led_to_one(cast, sign_in):
    client = sign_in(cast.administrator)
    assert f"/accounts/new/?cadre={cast.cadres_a1[1].pk}" in client.get(url(cast.cadres_a1[1])).content.decode()
    assert f"/accounts/{cast.leader_a1.pk}/edit/" in client.get(url(cast.cadres_a1[0])).content.decode()
    assert (
        f"/accounts/{cast.leader_a1.pk}/edit/" in sign_in(cast.officer_a).get(url(cast.cadres_a1[0])).content.decode()
    )
    assert "/accounts/" not in sign_in(cast.leader_a1).get(url(cast.cadres_a1[1])).content.decode().split("<main")[1]


def test_closed_to_others(cast, sign_in):
    check_visitor_signs_in(url(cast.cadres_a1[0]))
    for account in (cast.officer_a, cast.leader_a1, cast.agency_lead, cast.stranger):
        check_answer(sign_in(account).get(url(cast.cadres_b1[0])), 404, account)


def test_the_households_helped_are_shown_as_far_as_the_reader_may_see_them(cast, sign_in):
    far = make_households(cast.areas.b1, 1)[0]
    carry(cast.plan, far, cast.cadres_a1[2])
    page = url(cast.cadres_a1[2])
    assert "Chủ hộ 0" in sign_in(cast.office).get(page).content.decode()
    leader = sign_in(cast.leader_a1).get(page).content.decode()
    assert ("Thào A Thử" in leader, "Chủ hộ 0" in leader) == (True, False)
    lead = sign_in(cast.agency_lead).get(page).content.decode()
    assert ("Chủ hộ 0" in lead, f"/households/{far.pk}/" in lead) == (True, False)
