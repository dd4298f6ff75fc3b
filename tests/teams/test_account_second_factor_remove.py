from allauth.mfa.models import Authenticator

from plumbing.models import Change
from tests.closed import check_only_takes
from tests.teams.test_second_factor import enter, set_up


def url(account):
    return f"/accounts/{account.pk}/second-factor/remove/"


def test_for_whoever_lost_phone_and_codes(cast, sign_in):
    theirs, _ = enter("vanphong")
    set_up(theirs)
    admin = sign_in(cast.administrator)
    assert url(cast.office) in admin.get(f"/accounts/{cast.office.pk}/edit/").content.decode()
    admin.post(url(cast.office))
    assert not Authenticator.objects.filter(user=cast.office).exists()
    assert theirs.get("/me/").status_code == 302
    assert Change.objects.about(cast.office).first().by == cast.administrator
    assert enter("vanphong")[1].url == "/"
    assert "không có xác thực hai lớp" in admin.post(url(cast.office), follow=True).content.decode()


def test_nobody_else_does_it(cast, sign_in):
    set_up(enter("totruong.a1")[0])
    for account, status in [(cast.office, 403), (cast.officer_a, 403), (cast.leader_a1, 403)]:
        assert sign_in(account).post(url(cast.leader_a1)).status_code == status
    assert Authenticator.objects.filter(user=cast.leader_a1).exists()
    check_only_takes(sign_in(cast.administrator).get(url(cast.leader_a1)), "POST")
