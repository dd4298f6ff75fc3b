"""Sign-ins: who came in or tried to, and from where."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.helping import PageHelp, Term
from plumbing.nouns import Noun, register
from plumbing.states import State
from teams.access import Permission as P
from teams.models import SignIn


def terms() -> dict[str, Term]:
    return {
        "sign_in": Term(
            _("Sign-in"), _("An attempt to sign in, with the address it came from, or a page that was refused.")
        ),
    }


register(
    Noun(
        model=SignIn,
        label=gettext_lazy("Sign-ins"),
        icon="shield",
        permission=P.MANAGE_ACCOUNTS,
        list_page="teams:sign_in_list",
        menu_order=230,
        states={
            "trying": State("calm", "minus", gettext_lazy("broken off")),
            "signed_in": State("ok", "check", gettext_lazy("signed in")),
            "wrong": State("warn", "warning", gettext_lazy("wrong name or password")),
            "blocked": State("bad", "lock", gettext_lazy("too many attempts")),
            "closed": State("warn", "lock", gettext_lazy("the account is closed")),
            "half": State("info", "key", gettext_lazy("right password, code asked for")),
            "expired": State("warn", "clock", gettext_lazy("the one-time password is too old")),
            "refused": State("warn", "close", gettext_lazy("a page was refused")),
        },
        terms=terms,
        help=[
            (
                ("teams:sign_in_list",),
                PageHelp(
                    gettext_lazy(
                        "Who signed in or tried to, from which address, and which pages were refused. Many failures of "
                        "one account or address are a sign of guessing."
                    ),
                    ("sign_in", "role"),
                ),
            ),
        ],
    )
)
