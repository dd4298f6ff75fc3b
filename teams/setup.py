"""The first visitor of an empty deployment, on the server's own machine, creates the administrator."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.http.request import split_domain_port
from django.urls import reverse

from teams.models import Account

# What must answer before anybody exists: probes, the page itself, the language switch.
OPEN_PATHS = ("/healthz", "/readyz", "/setup/", "/i18n/", "/static/")
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
# A visitor who came through a proxy is not on this machine, whatever the last address says.
PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


class _Known:
    """What this process has learnt: once an account exists, one always will, for none is ever deleted."""

    is_set_up = False


def is_set_up() -> bool:
    """Return whether an account exists. Asks the database only until one does."""
    if not _Known.is_set_up:
        _Known.is_set_up = Account.objects.exists()
    return _Known.is_set_up


def forget() -> None:
    """Ask the database again (tests empty it)."""
    _Known.is_set_up = False


def is_on_this_machine(request: HttpRequest) -> bool:
    """Return whether the visitor sits at the machine that serves the portal.

    Where a proxy is known to stand in front, nobody does: the first administrator is made from the shell. A proxy that
    nobody told us of gives itself away by its headers, by the portal's public name, or by speaking HTTP/1.0.
    """
    if settings.HTTPS or settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return False
    if any(name in request.headers for name in PROXY_HEADERS) or request.META.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return False
    if split_domain_port(request.get_host())[0] not in LOOPBACK_NAMES:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class SetupMiddleware:
    """Leads every page of an empty deployment to the set-up page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(OPEN_PATHS) and not is_set_up():
            return HttpResponseRedirect(reverse("teams:setup"))
        return self.get_response(request)
