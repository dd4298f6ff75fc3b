"""What the search looks through: pages and actions of the reader's role, and the nouns of all apps."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.navigation import ACCOUNT_MENU, MENU
from plumbing.finding import Finder, Found, Hit, fits
from plumbing.nouns import PageLink, all_nouns
from teams.models import Account

SIGN_OUT = PageLink(_("Sign out"), "account_logout", "sign-out", order=1000, words=_("leave log out"))
ACTIONS = sorted([SIGN_OUT, *(link for noun in all_nouns() for link in noun.actions)], key=lambda link: link.order)


def pick(links: Iterable[PageLink], user: Account, text: str, limit: int) -> Found:
    """Return those of `links` that the user may open and whose words begin with what was typed; all for nothing."""
    found = []
    for link in links:
        if not link.is_for(user):
            continue
        label, words = str(link.label), str(link.words)
        by_label = fits(label, text)
        rank = by_label if by_label is not None or not words else fits(f"{label} {words}", text)
        if rank is not None:
            found.append((rank, Hit(label, "", reverse(link.page) + link.query, link.icon)))
    found.sort(key=lambda pair: pair[0])
    return Found([hit for _rank, hit in found[:limit]], len(found))


def pages(user: Account, text: str, limit: int) -> Found:
    return pick([*MENU, *ACCOUNT_MENU], user, text, limit)


def actions(user: Account, text: str, limit: int) -> Found:
    return pick(ACTIONS, user, text, limit)


def everybody(user: Account) -> bool:
    return True


searched = sorted((noun for noun in all_nouns() if noun.search), key=lambda noun: noun.search_order)
FINDERS = [
    Finder("actions", _("Actions"), "star", actions, everybody, fewest_letters=0),
    Finder("pages", _("Pages"), "list", pages, everybody, fewest_letters=1),
    *(finder for noun in searched if (finder := noun.finder())),
]
