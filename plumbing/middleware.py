"""What happens around every request."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers

from plumbing.appearance import look_of
from plumbing.history import current_reason, current_request_id
from plumbing.problems import REASON_FIELD

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives each request a number, which ties together all that it changed; the answer carries it too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        token = current_request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            current_request_id.reset(token)
        response["X-Request-ID"] = request_id
        return response


class ReasonMiddleware:
    """Takes the reason of a correction from the form that was sent (components/refused.html)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            current_reason.set("")

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        # Here and not before: who reads a form earlier keeps a view from choosing how large files are taken.
        reason = request.POST.get(REASON_FIELD, "") if request.method == "POST" else ""
        current_reason.set(reason.strip()[:300])


class PrivatePagesMiddleware:
    """Keeps what a signed-in person sees out of shared caches, and has a browser ask again before it shows it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-cache")
        # Beside a list a page comes without its frame (templates/base.html).
        patch_vary_headers(response, ["X-Part"])
        return response


class MaintenanceMiddleware:
    """Answers 503 while the portal is being looked after, with what the administrator wrote about it.

    The health checks go on answering: whoever watches the server must not take maintenance for a crash.
    """

    OPEN = ("/healthz", "/readyz")
    RETRY_AFTER = 300  # seconds
    LONGEST_NOTE = 300

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        note = self.note()
        if note is None or request.path in self.OPEN:
            return self.get_response(request)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        # Without the request: its context asks who is signed in, and that is a question to the database.
        with translation.override(language):
            page = render_to_string("503.html", {"note": note, "look": look_of(request)})
        headers = {"Retry-After": str(self.RETRY_AFTER), "Cache-Control": "no-store"}
        return HttpResponse(page, status=503, headers=headers)

    def note(self) -> str | None:
        """Return what to tell people; None when the portal works as always."""
        try:
            with settings.MAINTENANCE_FILE.open(encoding="utf-8", errors="replace") as file:
                return file.read(self.LONGEST_NOTE).strip()
        except FileNotFoundError:
            return "" if settings.MAINTENANCE else None


class ButtonsOnlyMiddleware:
    """Explains an address that only takes what a button sends, to whoever comes to it by loading a page again: without
    a signal the tap was lost, and a bare 405 would say so in no language.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class TooMuchDataMiddleware:
    """Answers 413 with a clear sentence when somebody sends more text or fields than a page may have.

    It reads the form before the CSRF check does: an exception there would become a bare 400.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        try:
            _ = request.POST
        except (RequestDataTooBig, TooManyFieldsSent):
            return render(request, "413.html", status=413)
        return None
