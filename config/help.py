"""The help of every page: each noun explains its own (plumbing/nouns); here stand the pages that belong to none, and
which guide belongs to which role.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from activities.nouns.months import STATE_TERMS
from plumbing.helping import HelpBook, PageHelp
from plumbing.nouns import all_nouns
from reports.glossary import figures_by_head, glossary
from reports.indicators.heads import Head
from teams.access import Role

# (URL names, help): pages that differ only in the record that they are about share one.
HELP: list[tuple[tuple[str, ...], PageHelp]] = [
    (
        ("home",),
        PageHelp(
            _(
                "Shows what you have to do now and where your teams stand. "
                "Every number and name leads to what is behind it."
            ),
            ("month", "due", *STATE_TERMS, "asleep", "freshness", "rows"),
            (Head.PEOPLE, Head.TEAMS),
        ),
    ),
    (
        ("search",),
        PageHelp(
            _(
                "Finds teams, "
                "people, households, areas and pages. Type with or without marks; a few letters are enough."
            ),
            ("scope",),
        ),
    ),
    (
        (
            "mfa_index",
            "mfa_list_webauthn",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_add_webauthn",
            "mfa_remove_webauthn",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
        ),
        PageHelp(
            _(
                "A second factor keeps others out who learn your password: an app on the phone that shows six digits, "
                "or a passkey. The recovery codes are for the day on which the phone is lost; the administrator can "
                "take a lost second factor away."
            )
        ),
    ),
    (
        ("account_reauthenticate", "mfa_reauthenticate"),
        PageHelp(_("Before something that matters you show once more that it is you: an open browser is not enough.")),
    ),
    (
        ("component_gallery",),
        PageHelp(_("Shows every part of which pages are made, for whoever builds them. It changes nothing.")),
    ),
    (
        ("help", "help_role", "help_page"),
        PageHelp(_("Short guides for each role, with pictures. The “?” of a page explains just that page.")),
    ),
    *(page for noun in all_nouns() for page in noun.help),
]


def pages() -> dict[str, PageHelp]:
    """Return the help of each page by its URL name, with the terms that nouns of higher apps add to it."""
    found = {name: page for names, page in HELP for name in names}
    for noun in all_nouns():
        for name, terms in noun.terms_on.items():
            found[name] = replace(found[name], terms=(*found[name].terms, *terms))
    return found


PAGES = pages()

GUIDES: dict[str, str] = {
    Role.TEAM_LEADER: "to-truong",
    Role.MEMBER: "thanh-vien",
    Role.COMMUNE_OFFICER: "can-bo-xa",
    Role.OFFICE: "van-phong",
    Role.LEADERSHIP: "lanh-dao",
    Role.AGENCY_LEAD: "co-quan",
    Role.ADMINISTRATOR: "quan-tri",
}

KEYS = (
    (_("Ctrl K or /"), _("finds a team, a person, a household or a page")),
    (_("Tab"), _("goes to the next field, button or link; Shift with Tab goes back")),
    (_("Esc"), _("closes a menu, a window or this help")),
)

BOOK = HelpBook(guides=GUIDES, pages=PAGES, keys=KEYS, glossary=glossary, figures=figures_by_head)
