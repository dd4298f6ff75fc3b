"""The page of a fault of our own. It needs neither database nor context, for either may be what failed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string

from plumbing.appearance import look_of


def server_error(request: HttpRequest) -> HttpResponseServerError:
    return HttpResponseServerError(render_to_string("500.html", {"look": look_of(request)}))
