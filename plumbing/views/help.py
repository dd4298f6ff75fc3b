"""The guides, the help of one page, and the note that somebody has seen the tour."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from plumbing.guides import guide
from plumbing.helping import HelpBook

# The portal's own script says so; a page that a browser asks for never does.
PART = "X-Part"


@require_GET
def help_guide(request: HttpRequest, book: HelpBook, role: str = "") -> HttpResponse:
    """Show the guide of a role: one's own first, the others beside it."""
    own = request.user.role
    chosen = role or own
    if chosen not in book.guides:
        raise Http404
    language = get_language() or ""
    titles = {one: guide(name, language).title for one, name in book.guides.items()}
    others = sorted(titles.items(), key=lambda pair: pair[0] != own)
    context = {"guide": guide(book.guides[chosen], language), "chosen": chosen, "own": own, "guides": others}
    return render(request, "plumbing/help_guide.html", context)


@require_GET
def help_page(request: HttpRequest, book: HelpBook, page: str) -> HttpResponse:
    """Explain one page: what it is for, its terms, its figures, its keys. The “?” opens it as a panel."""
    help_of_page = book.pages.get(page)
    if help_of_page is None:
        raise Http404
    terms = book.glossary()
    context: dict[str, Any] = {
        "purpose": help_of_page.purpose,
        "terms": [terms[code] for code in help_of_page.terms],
        "heads": book.figures(help_of_page.heads, terms) if help_of_page.heads else [],
        "keys": (*help_of_page.keys, *book.keys),
    }
    is_panel = request.headers.get(PART) == "panel"
    response = render(request, "plumbing/parts/help_panel.html" if is_panel else "plumbing/help_page.html", context)
    patch_vary_headers(response, [PART])
    return response
