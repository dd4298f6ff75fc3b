"""What happens around every request."""

import pytest
from django.test import Client

from plumbing.history import current_request_id


def test_each_request_has_its_own_number(client):
    first, second = (client.get("/healthz")["X-Request-ID"] for _ in range(2))
    assert len(first) == 32
    assert first != second
    assert current_request_id.get() == ""


@pytest.mark.django_db
@pytest.mark.parametrize("client", [Client(), Client(enforce_csrf_checks=True)], ids=["plain", "checks CSRF"])
@pytest.mark.usefixtures("cast")
def test_too_much_text_gets_a_sentence(client):
    response = client.post("/accounts/login/", {"login": "a" * 3_000_000})
    assert response.status_code == 413
    assert "<h1>" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("cast")
def test_too_many_fields_get_a_sentence(client):
    response = client.post("/accounts/login/", {f"f{n}": "1" for n in range(6000)})
    assert response.status_code == 413
    assert "<h1>" in response.content.decode()
