"""The search page, and the same hits for the palette that opens over every page."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from plumbing.finding import Finder, find, search_text

IN_PALETTE, ON_PAGE = 5, 20
# The portal's own script says so; a page that a browser asks for never does.
PART = "X-Part"


@require_GET
@never_cache
def search(request: HttpRequest, finders: Sequence[Finder]) -> HttpResponse:
    """Show what the words of ?q= find, by kind."""
    text = search_text(request.GET.get("q", ""))
    in_palette = request.headers.get(PART) == "palette"
    groups = find(finders, request.user, text, IN_PALETTE if in_palette else ON_PAGE)
    context = {"text": text, "groups": groups, "total": sum(group.total for group in groups)}
    response = render(request, "plumbing/parts/palette_hits.html" if in_palette else "plumbing/search.html", context)
    patch_vary_headers(response, [PART])
    return response
