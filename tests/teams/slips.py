"""What tests of slips share: asking for accounts, letting the worker make them, and reading what is printed."""

from __future__ import annotations

import re

from teams.models import SlipSheet
from tests.imports import work

MANY = "/accounts/new/many/"
_SLIP = re.compile(
    r"<h2>(?P<name>[^<]+)</h2>.*?<code>(?P<username>[^<]+)</code>.*?<code[^>]*>(?P<password>[^<]+)</code>", re.DOTALL
)


def make(client, query: str = "") -> SlipSheet:
    """Ask for the accounts of a page, and let the worker make them."""
    answer = client.post(f"{MANY}?{query}")
    assert answer.status_code == 302
    sheet = SlipSheet.objects.latest("id")
    assert answer.url == sheet.get_absolute_url()
    work()
    sheet.refresh_from_db()
    return sheet


def printed(client, sheet: SlipSheet):
    return client.post(f"{sheet.get_absolute_url()}print/")


def slips_in(response) -> dict[str, str]:
    """Return the passwords by user name."""
    return {found["username"]: found["password"] for found in _SLIP.finditer(response.content.decode())}
