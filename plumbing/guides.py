"""The guides of docs/roles, rendered for the portal: one text, read on the repository's page and here.

Markdown is rendered here and not in the browser. Raw HTML in a guide stays text, and nothing gets a style of its
own, so the page keeps the strict policy. A picture stands in static/help and is named in the guide by its path in
the repository; links to other files of the repository become plain text, for the portal does not serve them.
"""

from __future__ import annotations

import json
import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR) / "docs" / "roles"
PICTURES = Path(settings.BASE_DIR) / "static" / "help"
# Beside the guides: the size of each picture.
SIZES = FOLDER / "pictures.json"
OWN_PICTURE = re.compile(r"^(?:\.\./)+static/(help/[\w-]+\.webp)$")


@dataclass(frozen=True)
class Guide:
    """One guide in one language."""

    title: str
    body: SafeString


@lru_cache(maxsize=64)
def guide(name: str, language: str) -> Guide:
    """Return the guide `name` (a file of docs/roles); the Vietnamese one where there is no other."""
    path = FOLDER / language / f"{name}.md"
    if language == settings.LANGUAGE_CODE or not path.exists():
        path = FOLDER / f"{name}.md"
    return render_guide(path.read_text())


def render_guide(text: str) -> Guide:
    """Return the first heading as the title, and the rest as HTML."""
    markdown = MarkdownIt("commonmark", {"html": False})
    markdown.add_render_rule("image", _picture)
    tokens = without_dead_links(markdown.parse(text))
    title = ""
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title, tokens = tokens[1].content, tokens[3:]
    body = markdown.renderer.render(tokens, markdown.options, {})
    return Guide(title, mark_safe(body))  # noqa: S308 -- the renderer escapes every text, raw HTML is off


def without_dead_links(tokens: Sequence[Token]) -> list[Token]:
    """Take the links to other files of the repository away and leave their words."""
    kept: list[Token] = []
    dead = 0
    for token in tokens:
        if token.children:
            token.children = without_dead_links(token.children)
        if token.type == "link_open" and not str(token.attrGet("href")).startswith(("https://", "/", "#")):
            dead += 1
        elif token.type == "link_close" and dead:
            dead -= 1
        else:
            kept.append(token)
    return kept


def _picture(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    """Write a picture with its size, so that the text does not jump, fetched only when it comes near the screen."""
    words = self.renderInlineAsText(tokens[at].children or [], options, env)
    found = OWN_PICTURE.match(str(tokens[at].attrGet("src")))
    # `make screenshots` has not made it yet: its words say what would be seen.
    size = picture_sizes().get(found[1].removeprefix("help/")) if found else None
    if not found or size is None:
        return format_html("<em>{}</em>", words)
    width, height = size
    return format_html(
        '<img class="cn-shot" src="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
        static(found[1]),
        width,
        height,
        words,
    )


@lru_cache(maxsize=1)
def picture_sizes() -> dict[str, list[int]]:
    """Return the width and height of each picture, as `make screenshots` wrote them down."""
    sizes: dict[str, list[int]] = json.loads(SIZES.read_text())
    return sizes
