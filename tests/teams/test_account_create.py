import pytest

from plumbing import history
from plumbing.models import Change
from plumbing.problems import Refused
from teams.actions.accounts import create_account
from teams.models import Account, Agency, Area, Team
from tests.closed import check_refused, check_visitor_signs_in, form_data

URL = "/accounts/new/"


def filled(cast, **changes):
    return {"full_name": "Lò Văn Mẫu", "username": "lo.mau", "role": "team_leader", "team": cast.team_a2.pk,
            "language": "vi", "is_active": "on"} | changes  # fmt: skip


def test_makes_an_account_that_still_needs_a_password(cast, sign_in):
    response = sign_in(cast.administrator).post(URL, filled(cast))
    account = Account.objects.get(username="lo.mau")
    assert response.url == f"/accounts/{account.pk}/password/"
    assert (account.team, account.has_usable_password()) == (cast.team_a2, False)
    change = Change.objects.about(account).get()
    assert "password" not in change.after


def test_from_a_cadre(cast, sign_in):
    cadre = cast.cadres_a1[1]
    page = sign_in(cast.administrator).get(URL, {"cadre": cadre.pk})
    data = form_data(page.context["form"])
    assert (data["full_name"], data["cadre"]) == (cadre.name, str(cadre.pk))
    assert (data["username"], data["role"], data["team"]) == ("lo.van.mau", "member", str(cast.team_a1.pk))


def test_sent_twice_makes_one(cast, sign_in):
    client = sign_in(cast.administrator)
    data = filled(cast, uuid=form_data(client.get(URL).context["form"])["uuid"])
    client.post(URL, data)
    assert client.post(URL, data).status_code == 302
    assert Account.objects.filter(username="lo.mau").count() == 1


def test_bad_input(cast, sign_in):
    client = sign_in(cast.administrator)
    page = client.post(URL, filled(cast, team=""))
    assert (page.status_code, "phải gắn với một tổ" in page.content.decode()) == (422, True)
    assert "phải gắn với một xã" in client.post(URL, filled(cast, role="commune_officer", team="")).content.decode()
    page = client.post(URL, filled(cast, role="commune_officer", team="", area=cast.areas.region.pk)).content.decode()
    assert "không phải là xã" in page
    assert "không dùng mục này" in client.post(URL, filled(cast, area=cast.areas.new_a.pk)).content.decode()
    assert "Ít nhất 3 ký tự" in client.post(URL, filled(cast, username="lò mẫu")).content.decode()
    assert "đã có người dùng" in client.post(URL, filled(cast, username="VANPHONG")).content.decode()
    assert not Account.objects.filter(full_name="Lò Văn Mẫu").exists()


def test_only_for_who_gives_accounts(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.leadership, cast.agency_lead, cast.leader_a1, cast.member_a1], status=403)


# Who gives what: of each role and place, who may. Nobody gives what is above them, or beyond their own scope.
GIVEN = {
    ("administrator", None): {"administrator"},
    ("office", "region"): {"administrator"},
    ("leadership", None): {"administrator"},
    ("leadership", "region"): {"administrator", "office"},
    # All villages of these communes lie in the office's region.
    ("commune_officer", "new_a"): {"administrator", "office"},
    ("commune_officer", "new_b"): {"administrator", "office"},
    ("agency_lead", "agency_a"): {"administrator"},
    ("agency_lead", "agency_of_region"): {"administrator", "office"},
    ("team_leader", "team_a2"): {"administrator", "office", "officer_a"},
    ("member", "team_a2"): {"administrator", "office", "officer_a"},
    ("team_leader", "team_b1"): {"administrator", "office", "officer_b"},
}


def test_nobody_gives_what_is_above_or_beyond_them(cast, sign_in):
    cast.agency_of_region = history.create(Agency(name="Phòng Mẫu C", area=cast.areas.region), by=None)
    who = ["administrator", "office", "leadership", "officer_a", "officer_b", "agency_lead", "leader_a1", "member_a1"]
    given = {}
    for (role, place), _expected in GIVEN.items():
        row = getattr(cast.areas, place, None) or getattr(cast, place) if place else None
        field = {Area: "area", Agency: "agency", Team: "team"}.get(type(row), "")
        data = {"full_name": "Thử Mới", "role": role, "language": "vi", "is_active": "on"} | (
            {field: row.pk} if row else {}
        )
        makers = {
            name
            for name in who
            if sign_in(getattr(cast, name))
            .post(URL, data | {"username": f"moi.{name}.{role}.{place}".lower()})
            .status_code
            == 302
        }
        given[role, place] = makers
    assert given == GIVEN


def test_the_action_refuses_too_what_no_form_offers(cast):
    for account in (Account(role="administrator"), Account(role="team_leader", team=cast.team_b1)):
        account.username = account.full_name = "la"
        with pytest.raises(Refused, match="không được cấp"):
            create_account(account=account, by=cast.officer_a)
    assert not Account.objects.filter(username="la").exists()
