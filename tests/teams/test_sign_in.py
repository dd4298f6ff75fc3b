"""Signing in and out: by user name or telephone, with limits, back to where one came from."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from plumbing import history
from teams.actions.sign_ins import begin_sign_in
from teams.models import Account, SignIn
from tests.conftest import PASSWORD

URL = "/accounts/login/"


def sign_in(client, login, password=PASSWORD, **more):
    return client.post(URL, {"login": login, "password": password, "remember": "on", **more})


def test_by_user_name_and_back_to_the_page(cast, client):
    response = client.get(reverse("teams:team_list"))
    assert "Vui lòng đăng nhập" in client.get(response.url).content.decode()
    response = sign_in(client, "VanPhong", next="/teams/")
    assert (response.status_code, response.url) == (302, "/teams/")
    assert client.get("/teams/").status_code == 200


def test_never_leads_to_another_site(cast, client):
    assert sign_in(client, "vanphong", next="https://example.org/").url == "/"


@pytest.mark.parametrize("typed", ["0912345678", "0912 345 678", "+84 912.345.678"])
def test_by_telephone(cast, client, typed):
    cadre = cast.leader_a1.cadre
    cadre.phone = "0912345678; 0987654321"
    history.change(cadre, by=None)
    sign_in(client, typed)
    assert int(client.session["_auth_user_id"]) == cast.leader_a1.pk


def test_a_shared_telephone_signs_nobody_in(cast, client):
    for account in (cast.leader_a1, cast.member_a1):
        account.cadre.phone = "0912345678"
        history.change(account.cadre, by=None)
    assert sign_in(client, "0912345678").status_code == 200
    assert "_auth_user_id" not in client.session


def test_wrong_password_is_said_clearly(cast, client):
    page = sign_in(client, "vanphong", "sai").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in page
    assert 'value="vanphong"' in page


def test_five_failures_close_the_account_for_a_while(cast, client):
    for _ in range(5):
        sign_in(client, "vanphong", "sai")
    response = sign_in(client, "vanphong")
    assert "Hãy chờ năm phút" in response.content.decode()
    assert "_auth_user_id" not in client.session
    # Somebody else at the same address still comes in.
    assert sign_in(client, "quantri").status_code == 302


def test_another_port_in_the_host_header_is_not_another_counter(cast, client, settings):
    settings.ALLOWED_PORTS = [str(port) for port in range(8001, 8006)]
    for port in settings.ALLOWED_PORTS:
        client.post(URL, {"login": "vanphong", "password": "sai"}, headers={"Host": f"testserver:{port}"})
    assert "_auth_user_id" not in client.session
    assert "Hãy chờ năm phút" in sign_in(client, "vanphong").content.decode()


def test_many_at_once_are_counted_one_by_one(cast):
    """What limits is the row that each attempt writes before its password is looked at."""
    attempts = [begin_sign_in(account=cast.office, address="10.0.0.9", device="") for _ in range(8)]
    assert [one.outcome for one in attempts] == ["trying"] * 5 + ["blocked"] * 3


def test_somebody_elses_guesses_do_not_lock_out_a_device_that_is_known(cast, client):
    sign_in(client, "vanphong")
    client.post("/accounts/logout/")
    stranger = Client(REMOTE_ADDR="10.0.0.7")
    for _ in range(40):
        sign_in(stranger, "vanphong", "sai")
    assert "Hãy chờ năm phút" in sign_in(stranger, "vanphong").content.decode()
    assert sign_in(client, "vanphong").status_code == 302


def test_a_device_of_another_account_is_a_stranger(cast, client):
    sign_in(client, "quantri")
    client.post("/accounts/logout/")
    for _ in range(5):
        sign_in(client, "vanphong", "sai")
    assert sign_in(client, "vanphong").status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_present_password_cannot_be_guessed_from_an_open_browser(cast, sign_in):
    client = sign_in(cast.office)
    new = "mot-mat-khau-moi-2026"
    guesses = {"old_password": "sai", "password": new, "password_again": new}
    for _ in range(5):
        client.post(reverse("teams:password_change"), guesses)
    page = client.post(reverse("teams:password_change"), guesses | {"old_password": PASSWORD})
    assert "Hãy chờ năm phút" in page.content.decode()
    cast.office.refresh_from_db()
    assert cast.office.check_password(PASSWORD)


def test_each_attempt_is_written_down_with_its_address(cast, client):
    sign_in(client, "vanphong", "sai")
    sign_in(client, "nobody-of-this-name", "sai")
    sign_in(client, "vanphong")
    client.get(reverse("teams:sign_in_list"))  # not for the office
    found = list(SignIn.objects.order_by("pk").values_list("account__username", "address", "outcome", "path"))
    assert found == [
        ("vanphong", "127.0.0.1", "wrong", ""),
        (None, "127.0.0.1", "wrong", ""),
        ("vanphong", "127.0.0.1", "signed_in", ""),
        ("vanphong", "127.0.0.1", "refused", "/accounts/sign-ins/"),
    ]


def test_failures_by_telephone_count_with_those_by_name(cast, client):
    cast.leader_a1.cadre.phone = "0912345678"
    history.change(cast.leader_a1.cadre, by=None)
    for typed in ["totruong.a1", "0912345678"] * 3:
        sign_in(client, typed, "sai")
    assert "Hãy chờ năm phút" in sign_in(client, "totruong.a1").content.decode()


def test_a_closed_account_is_told_so(cast, client):
    cast.leader_a1.is_active = False
    history.change(cast.leader_a1, by=None)
    response = client.post(URL, {"login": "totruong.a1", "password": PASSWORD}, follow=True)
    assert "Tài khoản này đã bị khóa." in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_post(cast, sign_in):
    client = sign_in(cast.office)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "page", ["signup", "password/reset", "email", "password/change", "reauthenticate", "password/set"]
)
def test_no_other_page_of_allauth_exists(cast, client, page):
    client.force_login(cast.office)
    assert client.get(f"/accounts/{page}/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_the_language_of_the_account_counts_on_every_device(cast, client, settings):
    page = client.get(URL, headers={"Accept-Language": "en"}).content.decode()
    assert 'lang="vi"' in page
    client.post("/i18n/setlang/", {"language": "en", "next": URL})
    assert '<html lang="en">' in client.get(URL).content.decode()
    client.force_login(cast.office)
    assert '<html lang="vi">' in client.get("/me/").content.decode()
    client.post("/i18n/setlang/", {"language": "en", "next": "/me/"})
    assert Account.objects.get(pk=cast.office.pk).language == "en"
    client.cookies.pop(settings.LANGUAGE_COOKIE_NAME)
    assert '<html lang="en">' in client.get("/me/").content.decode()


def test_an_unknown_language_changes_nothing(cast, client):
    client.force_login(cast.office)
    client.post("/i18n/setlang/", {"language": "xx", "next": "/me/"})
    assert Account.objects.get(pk=cast.office.pk).language == "vi"


def test_redis_is_not_needed_to_sign_in(cast, client, settings):
    """Sessions and the limits on guesses stand in the database; a cache that does not answer stops nobody."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    assert client.post("/accounts/login/", {"login": "vanphong", "password": "sai"}).status_code == 200
    assert client.post("/accounts/login/", {"login": "vanphong", "password": PASSWORD}).status_code == 302
    assert client.get("/households/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
