"""What the tests of every step for many rows need."""

import re

from plumbing.models import Change


def seen_in(response):
    found = re.search(r'name="seen" value="([^"]+)"', response.content.decode())
    return found.group(1) if found else ""


def say_yes(client, url, follow=False, **fields):
    """Look at the page of a step, then say yes to what it showed. Return the answer."""
    return client.post(url, {"seen": seen_in(client.get(url)), **fields}, follow=follow)


def take_back(client, response):
    """Press “undo” on the page to which a step led."""
    page = client.get(response.url).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page).group(1)
    return client.post("/undo/", {"token": token}, follow=True)


def entries():
    return Change.objects.exclude(action__in=["viewed", "exported"]).count()
