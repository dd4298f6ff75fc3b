"""Signing in in two steps: who must, how it is set up, that no code can be guessed, and the ways back."""

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import call_command
from django.test import Client

from plumbing.models import Change
from teams.models import SignIn
from tests.conftest import PASSWORD

APP = "/me/second-factor/app/"


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def enter(username: str, client: Client | None = None) -> tuple[Client, object]:
    client = client or Client()
    return client, client.post("/accounts/login/", {"login": username, "password": PASSWORD})


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set up an app for whoever has just signed in. Return its secret and the recovery codes."""
    secret = re.search(r'id="totp-secret">([A-Z2-7]+)<', client.get(APP).content.decode())[1]
    answer = client.post(APP, {"code": code_for(secret)})
    assert answer.url == "/me/second-factor/codes/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get(answer.url).content.decode())
    assert len(codes) == 10
    return secret, codes


@pytest.fixture
def enforced(settings):
    settings.SECOND_FACTOR_ROLES = ["administrator", "office"]


def test_whoever_must_have_one_comes_nowhere_without(cast, enforced):
    client, answer = enter("vanphong")
    assert answer.url == "/"
    assert {client.get(url).url for url in ("/", "/teams/", "/me/")} == {"/me/second-factor/"}
    assert client.post(f"/teams/{cast.team_a1.pk}/void/", {"reason": "Thử thử"}).url == "/me/second-factor/"
    # The password was typed just now: it is not asked for once more.
    _secret, codes = set_up(client)
    assert client.get("/teams/").status_code == 200
    assert "Mã dự phòng" in client.get("/me/second-factor/").content.decode()
    # Codes are shown once.
    assert codes[0] not in client.get("/me/second-factor/codes/").content.decode()
    page = client.post("/me/second-factor/app/remove/").content.decode()
    assert "phải có xác thực hai lớp" in page
    assert Authenticator.objects.filter(user=cast.office, type="totp").exists()
    assert enter("totruong.a1")[0].get("/").status_code == 200


def test_signs_in_with_app_or_recovery_code_each_once(cast, django_capture_on_commit_callbacks):
    client, _ = enter("vanphong")
    with django_capture_on_commit_callbacks(execute=True):
        secret, codes = set_up(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    client, answer = enter("vanphong")
    assert answer.url == "/accounts/login/code/"
    assert client.get("/teams/").url.startswith("/accounts/login/")
    assert "Bước thứ hai" in client.get(answer.url).content.decode()
    assert "Mã không đúng" in client.post(answer.url, {"code": "000000"}).content.decode()
    assert client.post(answer.url, {"code": codes[0]}).url == "/"
    assert client.get("/teams/").status_code == 200
    again, answer = enter("vanphong")
    assert again.post(answer.url, {"code": codes[0]}).status_code == 200
    outcomes = SignIn.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["signed_in", "half", "wrong", "signed_in", "half", "wrong"]
    assert Change.objects.about(cast.office).filter(reason="Đã cài ứng dụng mã xác thực").exists()


def test_secrets_outlive_the_key_that_encrypts_them(cast, settings):
    settings.FIELD_KEY = "a" * 40
    secret, codes = set_up(enter("vanphong")[0])
    settings.FIELD_KEY = f"{'b' * 40},{'a' * 40},{settings.SECRET_KEY}"
    call_command("rotate_field_key", stdout=io.StringIO())
    settings.FIELD_KEY = "b" * 40
    app, kept = (Authenticator.objects.get(user=cast.office, type=kind).wrap() for kind in ("totp", "recovery_codes"))
    assert app.validate_code(code_for(secret))
    assert kept.validate_code(codes[3])


def test_codes_cannot_be_guessed(cast):
    set_up(enter("vanphong")[0])
    client, answer = enter("vanphong")
    pages = [client.post(answer.url, {"code": f"{number:06}"}).content.decode() for number in range(6)]
    assert ["Hãy chờ năm phút" in page for page in pages] == [False] * 5 + [True]


def test_an_open_browser_is_not_enough(cast, sign_in):
    """Whoever signed in long ago shows once more that it is them."""
    client = sign_in(cast.office)
    assert client.get(APP).url == f"/accounts/password-again/?next={APP.replace('/', '%2F')}"
    page = client.post(client.get(APP).url, {"password": "sai"}).content.decode()
    assert "Mật khẩu hiện tại không đúng." in page
    assert client.post(client.get(APP).url, {"password": PASSWORD}).url == APP
    assert client.get(APP).status_code == 200
