"""Maintenance: every page says so, the checks of the server go on, no question to the database is needed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def maintenance(settings, tmp_path):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    return settings.MAINTENANCE_FILE


def test_a_file_closes_the_portal_and_opens_it_again(cast, sign_in, maintenance):
    client = sign_in(cast.office)
    assert client.get("/teams/").status_code == 200
    maintenance.write_text("Dự kiến xong lúc 14 giờ. <b>")
    response = client.get("/teams/")
    html = response.content.decode()
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert "Dự kiến xong lúc 14 giờ. &lt;b&gt;" in html
    assert 'href=""' in html
    maintenance.unlink()
    assert client.get("/teams/").status_code == 200


def test_the_environment_closes_it_too(cast, client, maintenance, settings):
    settings.MAINTENANCE = True
    for answer in (client.get("/accounts/login/"), client.post("/accounts/login/", {"login": "x"})):
        assert answer.status_code == 503
        assert "<h1>Phần mềm đang được bảo trì</h1>" in answer.content.decode()


def test_needs_no_database(client, maintenance, db):

    maintenance.touch()
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 503
    assert len(queries) == 0


def test_checks_of_the_server_go_on(client, maintenance, db):
    maintenance.touch()
    assert client.get("/healthz").status_code == 200
    # As without maintenance: what the parts say, whether all of them work or not.
    assert set(client.get("/readyz").json()["checks"]) == {"database", "disk", "broker", "worker", "roll_up"}


@pytest.mark.parametrize(("cookie", "language"), [("en", "en"), ("vi", "vi"), ("xx", "vi"), ("", "vi")])
def test_speaks_the_language_of_the_browser(client, maintenance, cookie, language, settings):
    maintenance.touch()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    assert f'<html lang="{language}"' in client.get("/").content.decode()


def test_a_long_note_is_cut(client, maintenance):
    maintenance.write_text("x" * 5000)
    page = client.get("/").content.decode()
    assert "x" * 300 in page
    assert "x" * 301 not in page
