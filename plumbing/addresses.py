"""Under which address the portal is asked, and in which encoding: what does not fit is refused before it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.http.request import split_domain_port

USUAL_PORTS = frozenset({"80", "443"})
# What the portal's own pages send; others decode to anything, or to an error deep in a form.
CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii"})


class AddressMiddleware:
    """Refuses a Host header with a port at which nobody serves the portal, and text that is not UTF-8.

    ALLOWED_HOSTS compares the name alone: an invented port would go into absolute addresses and into keys.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Raises DisallowedHost for a name that is not ours: Django answers 400.
        port = split_domain_port(request.get_host())[1]
        if port and port not in USUAL_PORTS | {request.META.get("SERVER_PORT", "")} | set(settings.ALLOWED_PORTS):
            return HttpResponseBadRequest(
                "The portal is not served at this port. If it is, name the port in ALLOWED_PORTS.\n",
                content_type="text/plain; charset=utf-8",
            )
        if request.content_params and request.content_params.get("charset", "").lower() not in CHARSETS:
            return HttpResponse("Send text in UTF-8.\n", status=415, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
