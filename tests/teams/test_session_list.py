from allauth.usersessions.models import UserSession
from django.test import Client

from tests.closed import check_visitor_signs_in
from tests.conftest import PASSWORD

URL = "/me/sessions/"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


def signed_in(username: str, agent: str = PHONE) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": username, "password": PASSWORD})
    return client


def test_shows_one_s_own_devices(cast):
    client = signed_in("totruong.a1")
    signed_in("totruong.a1", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/132.0")
    signed_in("vanphong")
    page = client.get(URL).content.decode()
    assert ("Chrome, Android" in page, "Firefox, Windows" in page, page.count("127.0.0.1")) == (True, True, 2)
    assert UserSession.objects.count() == 3


def test_visitors_sign_in(cast):
    check_visitor_signs_in(URL)
