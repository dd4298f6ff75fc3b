"""What a browser says it is, in a few words: for the list of where one is signed in."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

# The first that stands in what the browser says; many say the name of others too.
BROWSERS = (
    ("CocCoc", r"coc_coc_browser"), ("Edge", r"Edg"), ("Samsung Internet", r"SamsungBrowser"), ("Opera", r"OPR/"),
    ("Firefox", r"Firefox|FxiOS"), ("Chrome", r"Chrome|CriOS"), ("Safari", r"Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", r"Android"), ("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Windows", r"Windows"), ("Mac", r"Macintosh"),
    ("Linux", r"Linux"),
)  # fmt: skip


def device_words(user_agent: str) -> str:
    """Return "Chrome, Android" for what a browser says of itself."""
    found = [next((n for n, mark in names if re.search(mark, user_agent)), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or _("unknown device")
