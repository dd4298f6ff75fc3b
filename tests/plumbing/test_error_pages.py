"""Every page of an error says what is wrong and what to do, in both languages and in the look of the device."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from plumbing.appearance import COOKIE

CODES = ["400", "403", "403_csrf", "404", "405", "413", "429", "500", "503"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", [*CODES, "offline"])
def test_says_what_is_wrong_and_the_way_out(db, rf, name, language):
    with translation.override(language):
        html = render_to_string(f"{name}.html", {}, None if name in {"500", "503", "offline"} else rf.get("/"))
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
