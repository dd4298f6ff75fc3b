"""What every page's test asks: visitors sign in, onlookers are stopped, strangers find nothing, queries stay few."""

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.closed import check_answer

BAIT = "BÍ MẬT"


def asks_to_sign_in(client, url):
    response = client.get(url)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def is_forbidden(client, url):
    check_answer(client.get(url), 403)
    check_answer(client.post(url), 403)


def is_not_found(client, url, post=True):
    check_answer(client.get(url), 404)
    if post:
        check_answer(client.post(url), 404)


def text_of(response):
    assert response.status_code in {200, 409, 422}, response.status_code
    return response.content.decode()


def queries(client, url):
    """Return how many queries the page takes once the caches of templates and content types are warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(url)
    assert response.status_code == 200
    return len([q for q in caught if "SAVEPOINT" not in q["sql"] and "cache" not in q["sql"].split()[:4]])


def clear():
    cache.clear()
