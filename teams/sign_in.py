"""Sign-in: accounts are created by the administrator, never by visitors; by user name or by telephone number."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.identity import read_phones
from plumbing.reading import Unreadable
from teams.models import Account


class ClosedAccountAdapter(DefaultAccountAdapter):
    """What allauth asks of us: no sign-up, our own words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy(
            "The user name or the password is not right. Mind capitals, and the Vietnamese typing mode of the keyboard."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many failed attempts. Wait five minutes, then try again; "
            "the administrator can give you a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        messages.error(request, _("This account has been closed. Please ask the administrator."))
        return HttpResponseRedirect(resolve_url("account_login"))

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing about signing in and out: the page that opens says it."""


def username_for(login: str) -> str:
    """Return the user name behind what was typed: itself, or that of the one account with this telephone number."""
    login = login.strip()
    if Account.objects.filter(username__iexact=login).exists():
        return login
    try:
        phones = read_phones(login).value
    except Unreadable:
        return login
    if not phones or len(phones) != 1:
        return login
    found = Account.objects.live().filter(cadre__phone__contains=phones[0], is_active=True)
    names = found.values_list("username", flat=True)[:2]
    # Two people share a phone: neither is signed in by it.
    return names[0] if len(names) == 1 else login
