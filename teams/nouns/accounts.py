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

    rows = Account.objects.given_by(user).live()
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
        permission=P.GIVE_ACCOUNTS,
        list_page="teams:account_list",
        menu_order=220,
        actions=[
            PageLink(gettext_lazy("New account"), "teams:account_create", "key", P.GIVE_ACCOUNTS, order=130),
            PageLink(
                gettext_lazy("Make many accounts"), "teams:account_create_many", "cadres", P.GIVE_ACCOUNTS, order=131
            ),
        ],
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
                ("teams:session_list",),
                PageHelp(
                    gettext_lazy(
                        "The devices on which you are signed in. Sign out one that you do not know, then change the "
                        "password."
                    )
                ),
            ),
            (
                ("teams:password_change",),
                PageHelp(gettext_lazy("Choose a new password. Your other devices must then sign in again.")),
            ),
            (
                ("teams:account_create_many", "teams:account_password_many"),
                PageHelp(
                    gettext_lazy(
                        "Accounts for the cadres of a team, a commune or all, in one step. Each gets a user name made "
                        "of the name, and a one-time password that is printed as a slip and must be changed at the "
                        "first sign-in. Who has an account already is left out."
                    ),
                    ("role", "scope"),
                ),
            ),
            (
                ("teams:slip_sheet_detail", "teams:slip_sheet_print"),
                PageHelp(
                    gettext_lazy(
                        "Slips with one-time passwords, four on a sheet. They can be shown once; whoever loses one "
                        "gets a new password from the list of accounts."
                    )
                ),
            ),
            (
                ("teams:account_list", "teams:account_create", "teams:account_edit", "teams:account_password"),
                PageHelp(
                    gettext_lazy(
                        "Who may sign in, in which role and for which area, agency or team. A new password is shown "
                        "only once, and must be changed at the first sign-in. Access that came with a service in a "
                        "team ends with it; the list shows whose, and gives it back."
                    ),
                    ("role", "scope"),
                ),
            ),
        ],
    )
)
