"""The page that a device shows when it cannot reach the portal, and the script that shows it."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from plumbing.appearance import AUTO, LOOKS

SCRIPT = settings.BASE_DIR / "static" / "vendor" / "sw.js"
FILES = ("vendor/portal.css", "vendor/portal.js", "vendor/icons.svg", "vendor/inter.woff2")


def language_and_look(request: HttpRequest) -> tuple[str, str]:
    """Return language and look that the address names; they are no secret and nobody's own."""
    language, look = request.GET.get("lang", ""), request.GET.get("look", "")
    return (
        language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        look if look in LOOKS else AUTO,
    )


@login_not_required
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no connection. Nothing personal stands here: the device keeps this page."""
    language, look = language_and_look(request)
    with translation.override(language):
        return render(request, "offline.html", {"look": look, "is_unsent": request.GET.get("sent") == "no"})


@login_not_required
@require_GET
def offline_worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker, with its version and what it keeps. It stands at the root to serve every page."""
    response = HttpResponse(script(*language_and_look(request)), content_type="text/javascript; charset=utf-8")
    # The browser asks again each time: an old version must not outlive its server.
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=32)
def script(language: str, look: str) -> str:
    """Return the script. The version changes with anything that the device would keep."""
    text = SCRIPT.read_text()
    page = f"{reverse('plumbing:offline')}?{urlencode({'lang': language, 'look': look})}"
    unsent = f"{page}&sent=no"
    files = [static(name) for name in FILES]
    with translation.override(language):
        body = "".join(render_to_string("offline.html", {"look": look, "is_unsent": sent}) for sent in (False, True))
    built = b"".join((settings.BASE_DIR / "static" / name).read_bytes() for name in FILES)
    version = hashlib.sha256(f"{text}{page}{files}{body}".encode() + built).hexdigest()[:12]
    config = json.dumps({"version": version, "page": page, "unsent": unsent, "files": files})
    return f"const CONFIG={config};\n{text}"
