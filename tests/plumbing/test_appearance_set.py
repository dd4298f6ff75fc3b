"""The look of a device: chosen once, written into every page by the server, light on paper."""

import pytest
from django.urls import reverse

from plumbing.appearance import COOKIE, LOOKS


def test_chosen_look_stands_in_every_page(client, cast):
    response = client.post(reverse("plumbing:appearance_set"), {"look": "dark", "next": "/accounts/login/"})
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/"
    assert client.cookies[COOKIE]["httponly"]
    assert 'data-look="dark"' in client.get("/accounts/login/").content.decode()


def test_as_this_device_forgets_the_choice(client, cast):
    client.cookies[COOKIE] = "dark"
    client.post(reverse("plumbing:appearance_set"), {"look": "auto"})
    assert client.cookies[COOKIE].value == ""
    assert "data-look" not in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("cookie", ['"><script>', "nonsense", ""])
def test_an_unknown_look_is_none(client, cast, cookie):
    client.cookies[COOKIE] = cookie
    page = client.get("/accounts/login/").content.decode()
    assert "data-look" not in page


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_never_leads_elsewhere(client, cast, back):
    response = client.post(reverse("plumbing:appearance_set"), {"look": "light", "next": back})
    assert response["Location"] == "/"


def test_menu_offers_every_look_and_marks_the_chosen_one(client, cast):
    client.force_login(cast.office)
    client.cookies[COOKIE] = "contrast"
    page = client.get("/").content.decode()
    for code in LOOKS:
        assert f'name="look" value="{code}"' in page
    assert 'value="contrast" aria-pressed="true"' in page
    assert page.count('aria-pressed="true"') == 1
