"""The pages about helpers that belong together: a row of tabs above each of their lists."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teams.access import Permission as P
from teams.access import may

TABS: list[tuple[str | Promise, str, P]] = [
    (_("Helped"), "households:assignment_list", P.VIEW_ASSIGNMENTS),
    (_("Without a helper"), "households:unhelped_list", P.VIEW_HOUSEHOLDS),
    (_("To be settled"), "households:settlement_list", P.EDIT_ASSIGNMENTS),
    (_("Helpers"), "households:helper_list", P.VIEW_ASSIGNMENTS),
    (_("Proposals"), "households:proposal_list", P.VIEW_ASSIGNMENTS),
    (_("Plans"), "households:plan_list", P.VIEW_ASSIGNMENTS),
]


def help_tabs(request: HttpRequest) -> list[tuple[str | Promise, str, bool]]:
    """Return (words, address, whether it is the page at hand) of the lists that the reader may open."""
    found = [(words, reverse(page)) for words, page, permission in TABS if may(request.user, permission)]  # type: ignore[arg-type]
    return [(words, url, url == request.path) for words, url in found]
