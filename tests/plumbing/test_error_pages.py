"""Every page of an error says what is wrong and what to do, in both languages and in the look of the device."""

import errno
import re

import pytest
from django.conf import settings
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from households.models import Viewing
from plumbing.appearance import COOKIE
from teams.models import SignIn
from tests.conftest import PASSWORD

CODES = ["400", "403", "403_csrf", "404", "405", "413", "429", "500", "503", "507"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", [*CODES, "offline"])
def test_says_what_is_wrong_and_the_way_out(db, rf, name, language):
    with translation.override(language):
        html = render_to_string(f"{name}.html", {}, None if name in {"500", "503", "507", "offline"} else rf.get("/"))
    main = html[html.index("<main") :]
    assert f'<html lang="{language}"' in html
    assert main.count("<h1>") == 1
    assert len(re.search(r'<p class="mt-3">([^<]+)', main)[1]) > 30, "a sentence about what is wrong"
    assert 'class="btn btn-primary"' in main, "a way out"
    assert name == "offline" or f">{name[:3]}<" in main


def test_a_fault_keeps_the_look_and_the_language(cast, monkeypatch):
    monkeypatch.setattr("reports.views.home.HOMES", {})
    client = Client(raise_request_exception=False)
    client.force_login(cast.office)
    client.cookies[COOKIE] = "dark"
    response = client.get("/")
    html = response.content.decode()
    assert response.status_code == 500
    assert 'data-look="dark"' in html
    assert f'<html lang="{settings.LANGUAGE_CODE}"' in html


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 507),
        (OperationalError('could not extend file "base/1": No space left on device'), 507),
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OperationalError("database is locked"), 500),
        (OSError(errno.EACCES, "Permission denied"), 500),
    ],
)
def test_a_full_disk_is_called_so_at_sign_in_and_where_people_are_shown(cast, monkeypatch, error, status):
    """Both write before they answer: whoever is kept out reads what to tell the administrator."""

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(SignIn.objects, "create", fail)
    monkeypatch.setattr(Viewing.objects, "create", fail)
    client = Client(raise_request_exception=False)
    answer = client.post("/accounts/login/", {"login": "vanphong", "password": PASSWORD})
    assert answer.status_code == status
    client.force_login(cast.office)
    answer = client.get(f"/households/{cast.household_a1.pk}/")
    assert answer.status_code == status
    assert ("Ổ đĩa của máy chủ đã đầy" in answer.content.decode()) == (status == 507)
    assert "Thào A Thử" not in answer.content.decode()
