"""Sign-in: accounts are created by the administrator, never by visitors; by user name or by telephone number."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.identity import read_phones
from plumbing.reading import Unreadable
from teams.actions.sessions import note_second_factor
from teams.actions.sign_ins import begin_sign_in, device_cookie, finish_sign_in, known_device, new_device, note_refused
from teams.models import Account, SignIn

DEVICE_COOKIE = "__Host-device" if settings.HTTPS else "caunoi-device"
DEVICE_KNOWN_FOR = 400 * 24 * 3600  # seconds; browsers keep no cookie longer


SECOND_FACTOR_EVENTS = {
    "totp_activated": gettext_lazy("Authenticator app set up"),
    "totp_deactivated": gettext_lazy("Authenticator app removed"),
    "webauthn_added": gettext_lazy("Passkey added"),
    "webauthn_removed": gettext_lazy("Passkey removed"),
    "recovery_codes_generated": gettext_lazy("New recovery codes made"),
}


class LiveAccountBackend(AuthenticationBackend):
    """Lets nobody in, and lets nobody stay, whose account was closed or voided."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and not user.is_voided


class ClosedAccountAdapter(DefaultAccountAdapter):
    """What allauth asks of us: no sign-up, our own words, limits that are counted from the attempts themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy(
            "The user name or the password is not right. Mind capitals, and the Vietnamese typing mode of the keyboard."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many failed attempts. Wait five minutes, then try again; "
            "the administrator can give you a new password."
        ),
        "incorrect_password": gettext_lazy("This is not your present password."),
        "one_time_password_too_old": gettext_lazy(
            "This one-time password was not used in time. Ask whoever gave it to you for a new one."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        messages.error(request, _("This account has been closed. Please ask the administrator."))
        return HttpResponseRedirect(resolve_url("account_login"))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return whose user name and password these are. Raises ValidationError after too many wrong ones.

        Not allauth's own limits: their key holds the Host header, and their counters can be lost with a cache.
        """
        account = Account.objects.live().filter(username__iexact=credentials.get("username", "")).first()
        device = known_device(account, request.COOKIES.get(DEVICE_COOKIE, ""))
        attempt = begin_sign_in(account=account, address=address_of(request), device=device)
        if attempt.outcome == SignIn.Outcome.BLOCKED:
            raise self.validation_error("too_many_login_attempts")
        user = super().authenticate(request, **credentials)
        outcome = SignIn.Outcome.WRONG if user is None else outcome_for(user)
        finish_sign_in(attempt=attempt, outcome=outcome)
        if outcome == SignIn.Outcome.EXPIRED:
            raise self.validation_error("one_time_password_too_old")
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count nothing: `authenticate` does."""

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Let the browser be known again: somebody else's guesses must not lock out who has been here before."""
        response = super().post_login(request, user, **more)
        cookie = request.COOKIES.get(DEVICE_COOKIE, "")
        device = known_device(user, cookie) or new_device()
        response.set_cookie(
            DEVICE_COOKIE,
            device_cookie(user, device),
            max_age=DEVICE_KNOWN_FOR,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before what matters, but not of whoever has just typed it to sign in."""
        records = get_authentication_records(context.request, context.request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest >= app_settings.REAUTHENTICATION_TIMEOUT

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Write into the history what others send as a mail: that a second factor was set up or removed."""
        if what := SECOND_FACTOR_EVENTS.get(template_prefix.rpartition("/")[2]):
            note_second_factor(account=user, what=str(what))

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing about signing in and out: the page that opens says it."""


def outcome_for(account: Any) -> SignIn.Outcome:
    """Return what comes of the right password."""
    if not account.is_active:
        return SignIn.Outcome.CLOSED
    if account.must_change_password and account.one_time_until_at < timezone.now():
        return SignIn.Outcome.EXPIRED
    return SignIn.Outcome.HALF if is_mfa_enabled(account) else SignIn.Outcome.SIGNED_IN


def address_of(request: HttpRequest) -> str | None:
    """Return the address a request comes from, behind our own proxies (TRUSTED_PROXIES); None when it is not known."""
    try:
        return str(ip_address(get_adapter().get_client_ip(request)))
    except (PermissionDenied, ValueError):
        return None


class FirstPasswordMiddleware:
    """Leads whoever signed in with a one-time password to choosing one of their own, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        account = request.user
        if account.is_authenticated and account.must_change_password and not is_open(request):
            return HttpResponseRedirect(reverse("teams:password_change"))
        return self.get_response(request)


# What works before somebody has a password of their own: choosing it, leaving, the language, the look, probes.
OPEN_PAGES = ("teams:password_change", "account_logout", "set_language", "plumbing:appearance_set", "plumbing:healthz",
              "plumbing:readyz", "plumbing:offline", "plumbing:offline_worker")  # fmt: skip


def is_open(request: HttpRequest) -> bool:
    return request.path in {reverse(page) for page in OPEN_PAGES}


class RefusedRequestsMiddleware:
    """Writes down which pages were refused to somebody who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.FORBIDDEN and request.user.is_authenticated:
            note_refused(account=request.user, address=address_of(request), path=request.path)
        return response


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
