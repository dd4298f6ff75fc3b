from plumbing.models import Change
from tests.closed import check_only_takes
from tests.teams.test_session_list import signed_in


def url(account):
    return f"/accounts/{account.pk}/sign-out/"


def test_the_administrator_sees_and_ends_sessions(cast, sign_in):
    theirs = signed_in("totruong.a1")
    admin = sign_in(cast.administrator)
    assert "Chrome, Android – 127.0.0.1" in admin.get(f"/accounts/{cast.leader_a1.pk}/edit/").content.decode()
    admin.post(url(cast.leader_a1))
    assert theirs.get("/me/").url.startswith("/accounts/login/")
    assert Change.objects.about(cast.leader_a1).first().reason == "Đã đăng xuất khỏi mọi thiết bị"


def test_where_somebody_is_signed_in_is_the_administrator_s_to_know(cast, sign_in):
    theirs = signed_in("totruong.a1")
    assert "127.0.0.1" not in sign_in(cast.office).get(f"/accounts/{cast.leader_a1.pk}/edit/").content.decode()
    assert sign_in(cast.office).post(url(cast.leader_a1)).status_code == 403
    assert theirs.get("/me/").status_code == 200
    check_only_takes(sign_in(cast.administrator).get(url(cast.leader_a1)), "POST")


def test_closing_ends_them_for_good(cast, sign_in):
    theirs = signed_in("totruong.a1")
    admin = sign_in(cast.administrator)
    for _open_again in range(2):
        page = admin.get(f"/accounts/{cast.leader_a1.pk}/edit/").context["form"]
        data = {"full_name": "Thử", "username": "totruong.a1", "role": "team_leader", "team": cast.team_a1.pk,
                "cadre": cast.cadres_a1[0].pk, "language": "vi", "version": page.instance.version}  # fmt: skip
        admin.post(f"/accounts/{cast.leader_a1.pk}/edit/", data | ({"is_active": "on"} if _open_again else {}))
    assert theirs.get("/me/").status_code == 302
