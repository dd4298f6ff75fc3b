from plumbing.models import Change
from teams.models import Account
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


def test_only_for_who_manages_accounts(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.office, cast.leadership, cast.officer_a, cast.leader_a1], status=403)
