"""Under which address the portal is asked, and in which encoding: what does not fit is refused before it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.utils.http import parse_header_parameters

USUAL_PORTS = frozenset({"80", "443"})
# What the portal's own pages send; others decode to anything, or to an error deep in a form.
CHARSETS = frozenset({"", "utf-8"})


class AddressMiddleware:
    """Refuses a Host header with a port at which nobody serves the portal.

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
        return self.get_response(request)


def only_utf8(application: Callable[..., Any]) -> Callable[..., Any]:
    """Return the WSGI application, to which nothing comes but UTF-8.

    Not a middleware: Django reads the address in the encoding that a request names before it calls the first one, and
    an encoding that is none, or that decodes to no text, would be a fault of ours.
    """

    def checked(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        named = parse_header_parameters(environ.get("CONTENT_TYPE", ""))[1].get("charset", "")
        if named.lower() in CHARSETS:
            return application(environ, start_response)
        start_response("415 Unsupported Media Type", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"Send text in UTF-8.\n"]

    return checked
