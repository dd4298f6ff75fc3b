"""Accounts: who may sign in, in which role and for which rows."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.finding import Found, Hit, found_rows, one_line
from plumbing.helping import PageHelp, Term
from plumbing.nouns import Noun, PageLink, register
from teams.access import Permission as P
from teams.filters import AccountFilter
from teams.models import Account


def search(user: Account, text: str, limit: int) -> Found:
    def hit(one: Account) -> Hit:
        url = reverse("teams:account_edit", args=[one.pk])
        return Hit(str(one), one_line(one.username, one.get_role_display()), url)

    rows = Account.objects.visible_to(user).live()
    return found_rows(rows, text, limit, search=AccountFilter.base_filters["q"], hit=hit)


def terms() -> dict[str, Term]:
    return {
        "role": Term(_("Role"), _("What an account may do.")),
        "scope": Term(_("Scope"), _("Which villages, teams or agency an account sees.")),
    }


register(
    Noun(
        model=Account,
        label=gettext_lazy("Accounts"),
        icon="key",
        permission=P.MANAGE_ACCOUNTS,
        list_page="teams:account_list",
        menu_order=220,
        actions=[PageLink(gettext_lazy("New account"), "teams:account_create", "key", P.MANAGE_ACCOUNTS, order=130)],
        search=search,
        search_order=60,
        in_history=True,
        terms=terms,
        help=[
            (
                ("teams:profile",),
                PageHelp(
                    gettext_lazy("Says who you are here, what your role may do and which rows you see."),
                    ("role", "scope"),
                ),
            ),
            (
                ("teams:password_change",),
                PageHelp(gettext_lazy("Choose a new password. Your other devices must then sign in again.")),
            ),
            (
                ("teams:account_list", "teams:account_create", "teams:account_edit", "teams:account_password"),
                PageHelp(
                    gettext_lazy(
                        "Who may sign in, in which role and for which area, agency or team. A new password is shown "
                        "only once."
                    ),
                    ("role", "scope"),
                ),
            ),
        ],
    )
)
