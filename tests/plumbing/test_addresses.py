"""Under which addresses the portal answers, and what cannot be read is refused."""

import pytest

from config.wsgi import application

ASKED = {"HTTP_HOST": "127.0.0.1:9999", "SERVER_PORT": "8000"}


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("127.0.0.1:8000", 200), ("127.0.0.1:443", 200), ("[::1]:8000", 200), ("127.0.0.1:9999", 400),
     ("localhost:1", 400), ("evil.example", 400), ("127.0.0.1:80a", 400)],
)  # fmt: skip
def test_a_host_with_a_port_at_which_nobody_serves_is_refused(client, host, status):
    assert client.get("/healthz", HTTP_HOST=host, SERVER_PORT="8000").status_code == status


def test_a_port_of_a_proxy_is_named_in_the_settings(client, settings):
    settings.ALLOWED_PORTS = ["9999"]
    assert client.get("/healthz", **ASKED).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "rot13", "x-nothing", '"utf-8', "UTF-8", ""])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_text_that_is_not_utf8_is_refused(rf, charset, method):
    """By the application itself, as gunicorn calls it: an encoding that is none is a fault before any middleware."""
    request = rf.generic(method, "/healthz?q=%2BAOk-%FF", b"a=%2BAOk-%FF")
    request.environ["CONTENT_TYPE"] = f"application/x-www-form-urlencoded; charset={charset}"
    answers = []
    b"".join(application(request.environ, lambda status, headers, *more: answers.append(status)))
    assert answers[0].startswith(("200", "403") if charset in ("UTF-8", "") else "415")


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["9" * 5000, "9" * 25, "-1", "٣", "1e9"])
def test_no_number_is_too_long_to_be_refused(cast, sign_in, number):
    """Where an address or a form names a key, a version, a page; none of these is a fault of ours."""
    client, task, household = sign_in(cast.office), cast.team_a1.tasks.get(), cast.household_a1
    month = f"{cast.meeting_a1.month:%Y-%m}"
    answers = [
        client.post(f"/tasks/{task.pk}/tick/", {"done": "yes", "version": number}),
        client.post(f"/households/{household.pk}/edit/", {"version": number}),
        client.post(f"/households/{household.pk}/leave/", {"version": number}),
        client.get(f"/teams/{cast.team_a1.pk}/memberships/new/?cadre={number}"),
        client.get(f"/contributions/new/?corrects={number}&team={number}"),
        client.get(f"/tasks/new/?team={number}"),
        client.get(f"/cadres/new/?team={number}"),
        client.get(f"/months/{cast.team_a1.pk}/{month}/log/?meeting={number}"),
        client.get(f"/households/?page={number}&village={number}&row={number}"),
        client.get(f"/households/{number}/"),
        client.get(f"/figures/{number}/"),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
