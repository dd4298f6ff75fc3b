"""The page that a device keeps for when it cannot reach the portal: nobody's data, in the asked language and look."""

import pytest
from django.urls import reverse

from tests.closed import queries_of

URL = reverse("plumbing:offline")


@pytest.mark.parametrize(("query", "language"), [("", "vi"), ("?lang=en", "en"), ("?lang=xx", "vi")])
def test_speaks_the_asked_language(cast, client, query, language):
    html = client.get(URL + query).content.decode()
    assert f'<html lang="{language}"' in html
    assert 'href=""' in html, "“try again” asks for the address that failed"


def test_what_a_button_sent_is_not_tried_again_by_its_address(cast, client):
    html = client.get(f"{URL}?sent=no").content.decode()
    assert "Thao tác vừa rồi chưa được gửi đi." in html
    assert 'href=""' not in html


def test_has_the_asked_look(cast, client):
    assert 'data-look="dark"' in client.get(f"{URL}?look=dark").content.decode()
    assert "data-look" not in client.get(f"{URL}?look=%22%3E").content.decode()


def test_holds_nothing_of_the_reader(cast, sign_in):
    html = sign_in(cast.office).get(URL).content.decode()
    assert cast.office.full_name not in html
    assert "data-user" not in html
    assert "csrf" not in html


def test_asks_nothing(cast, client):
    client.get(URL)
    assert queries_of(client, URL) == 0
