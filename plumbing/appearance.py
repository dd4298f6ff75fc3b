"""How pages look on one device: as the device wishes, light, dark, or in high contrast for a projector.

A cookie, not a field of the account: the same person wants another look on the phone than in the meeting hall. The
server writes it into the page (`data-look`), so that it needs no script and nothing flickers.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

COOKIE = "look"
AUTO = "auto"
# code -> (label, icon)
LOOKS = {
    AUTO: (_("As this device"), "auto"),
    "light": (_("Light"), "light"),
    "dark": (_("Dark"), "dark"),
    "contrast": (_("High contrast"), "contrast"),
}


def look_of(request: HttpRequest) -> str:
    """Return what was chosen on this device; `auto` where nothing was, or something unknown."""
    chosen = request.COOKIES.get(COOKIE, AUTO)
    return chosen if chosen in LOOKS else AUTO
