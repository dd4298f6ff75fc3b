"""Choosing how pages look on this device."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from plumbing.appearance import AUTO, COOKIE, LOOKS

YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def appearance_set(request: HttpRequest) -> HttpResponse:
    """Keep the chosen look on this device for a year and go back to the page."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    look = request.POST.get("look", "")
    if look == AUTO:
        response.delete_cookie(COOKIE, samesite="Lax")
    elif look in LOOKS:
        response.set_cookie(COOKIE, look, YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)
    return response
