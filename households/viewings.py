"""Every answer that tells of a household or its people is written down, and leaves no copy on the way."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from households.models import Viewing
from plumbing.history import current_request_id
from plumbing.viewings import as_text, noticing
from teams.sign_in import address_of

How = Viewing.How


class ViewingMiddleware:
    """Notices of which households rows were read for an answer (plumbing.viewings), and writes down who saw them.

    Whoever was only sent on, or met an error, saw nobody. An entry that cannot be written keeps the answer back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with noticing() as found:
            response = self.get_response(request)
        if request.user.is_authenticated and shows_something(response) and (keys := found.all_keys()):
            Viewing.objects.create(
                by=request.user,
                address=address_of(request),
                how=how_shown(request, response, len(keys)),
                path=request.path[:200],
                households=as_text(keys),
                number=len(keys),
                request_id=current_request_id.get(),
            )
            add_never_cache_headers(response)
        return response


def shows_something(response: HttpResponseBase) -> bool:
    """Tell whether an answer carries anything: not one that sends on, and not the page of a fault."""
    if 300 <= response.status_code < 400 or response.status_code >= 500:
        return False
    return not isinstance(response, HttpResponse) or bool(response.content)


def how_shown(request: HttpRequest, response: HttpResponseBase, number: int) -> str:
    if "attachment" in response.get("Content-Disposition", ""):
        return How.FILE
    if request.GET.get("export") == "print":
        return How.PRINT
    if request.resolver_match is not None and request.resolver_match.url_name == "search":
        return How.SEARCH
    return How.LIST if number > 1 else How.PAGE
