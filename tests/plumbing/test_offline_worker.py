"""The service worker: served at the root, versioned, keeping one page with its files and nothing else."""

import json

from django.conf import settings
from django.urls import reverse

URL = reverse("plumbing:offline_worker")


def config_of(response) -> dict:
    head = response.content.decode().splitlines()[0]
    return json.loads(head.removeprefix("const CONFIG=").removesuffix(";"))


def test_stands_at_the_root_and_is_asked_for_again(cast, client):
    response = client.get(URL)
    assert URL == "/sw.js"
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response["Content-Security-Policy"]


def test_keeps_the_offline_page_and_its_files_alone(cast, client):
    config = config_of(client.get(f"{URL}?lang=en&look=dark"))
    assert config["page"] == "/offline/?lang=en&look=dark"
    assert config["unsent"] == "/offline/?lang=en&look=dark&sent=no"
    assert [path.startswith("/static/vendor/") for path in config["files"]] == [True] * 4
    source = (settings.BASE_DIR / "static" / "js" / "sw.js").read_text()
    assert "cache.put" not in source
    assert source.count("addAll") == 1


def test_version_follows_what_is_kept(cast, client):
    versions = {config_of(client.get(f"{URL}?lang={lang}&look={look}"))["version"] for lang, look in
                [("vi", "auto"), ("en", "auto"), ("vi", "dark")]}  # fmt: skip
    assert len(versions) == 3
    assert config_of(client.get(URL))["version"] == config_of(client.get(URL))["version"]


def test_nonsense_in_the_address_is_none(cast, client):
    config = config_of(client.get(f"{URL}?lang=';alert(1)//&look=%3C"))
    assert config["page"] == "/offline/?lang=vi&look=auto"
