"""Whoever does nothing for a while is signed out: how long a while is depends on what the role may see and do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import ngettext

from teams.sign_in import address_of

SEEN = "seen_at"
# How often it is written down that somebody is there, in seconds: not at each page.
NOTED_EVERY = 5 * 60


def note_signed_in(sender: object, request: HttpRequest, user: Any, **more: object) -> None:
    """Begin to count when somebody signs in; the session is being written anyway."""
    request.session[SEEN] = int(time.time())


class InactivityMiddleware:
    """Signs out whoever has done nothing for as long as INACTIVITY_MINUTES says of their role."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            minutes = settings.INACTIVITY_MINUTES.get(request.user.role, 0)
            idle = time.time() - request.session.get(SEEN, 0)
            if minutes and idle > minutes * 60 and SEEN in request.session:
                return sign_out(request, minutes)
            if idle > NOTED_EVERY:
                note_seen(request)
        return self.get_response(request)


def note_seen(request: HttpRequest) -> None:
    request.session[SEEN] = int(time.time())
    if address_of(request) is not None:
        UserSession.objects.create_from_request(request)


def sign_out(request: HttpRequest, minutes: int) -> HttpResponseBase:
    logout(request)
    text = ngettext(
        "You were signed out, for nothing was done for %(minutes)s minute. What you typed is kept on this device.",
        "You were signed out, for nothing was done for %(minutes)s minutes. What you typed is kept on this device.",
        minutes,
    )
    messages.info(request, text % {"minutes": minutes})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
