"""The main navigation and what every page knows: made of the nouns of all apps (plumbing/nouns)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.tour import tour_for
from plumbing.appearance import LOOKS, look_of
from plumbing.nouns import MenuGroup, PageLink, all_nouns

# So many entries stand in the bottom bar of a phone.
BAR = 4

MENU = sorted(
    [PageLink(_("Home"), "home", "home"), *(link for noun in all_nouns() for link in noun.menu_links())],
    key=lambda link: link.order,
)
# Behind one's own name.
ACCOUNT_MENU = [
    PageLink(_("My account"), "teams:profile", "cadre"),
    PageLink(_("Second factor"), "mfa_index", "key"),
    PageLink(_("Change the password"), "teams:password_change", "password"),
]


def entry(link: PageLink, path: str) -> dict[str, Any]:
    """Return an entry of the menu as templates show it, on the page at `path`."""
    url = reverse(link.page)
    is_here = path == url if url == "/" else path.startswith(url)
    return {"label": link.label, "url": url, "icon": link.icon, "active": is_here}


def grouped(links: list[PageLink], entries: list[dict[str, Any]]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Return (heading, entries) in the order of the headings; the home page stands above them all."""
    found: dict[str, list[dict[str, Any]]] = {group: [] for group in ("", *MenuGroup.values)}
    for link, one in zip(links, entries, strict=True):
        found[link.group].append(one)
    return [(MenuGroup(group).label if group else "", rows) for group, rows in found.items() if rows]


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return what the shell of every page shows: see templates/components/README.md."""
    user: Any = getattr(request, "user", None)
    links: list[PageLink] = []
    if user is not None and user.is_authenticated:
        links = [link for link in MENU if link.is_for(user)]
    nav = [entry(link, request.path) for link in links]
    return {
        "nav": nav,
        "nav_groups": grouped(links, nav),
        # What the bottom bar of a phone has no room for.
        "nav_more": grouped(links[BAR:], nav[BAR:]),
        "portal_name": settings.PORTAL_NAME,
        "area_name": user.scope_name if nav else "",
        "account_name": str(user) if nav else "",
        "account_role": user.get_role_display() if nav else "",
        "account_nav": [entry(link, request.path) for link in ACCOUNT_MENU] if nav else [],
        "is_demo": settings.DEMO,
        "look": look_of(request),
        "tour": tour_for(request, user) if nav else (),
        "looks": [(code, label, icon) for code, (label, icon) in LOOKS.items()],
    }
