"""A chart as a file of its own, for a paper or a slide: the page's picture with its title, legend, colours and letters.

The page gives a chart its look by the classes ch-* of the stylesheet. A file has no stylesheet, so the same rules are
taken from the same sources, with the light value of each colour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from plumbing import charts

TOKENS, RULES = "css/10-tokens.css", "css/40-components.css"
HEAD, LINE = 30, 18
LETTERS = "text{font-family:Inter,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif}"


def as_file(picture: SafeString, title: str, names: Sequence[str], *, is_line: bool) -> str:
    """Return `picture` (of plumbing.charts) as SVG text that stands alone; `names`: its series, if more than one."""
    width, height = _size(picture)
    legend = names if len(names) > 1 else ()
    top = HEAD + LINE * len(legend)
    rows = [
        format_html(
            '<g transform="translate(8 {})">{}</g><text class="ch-text" x="40" y="{}">{}</text>',
            HEAD + LINE * place - 4, charts.sample(place, is_line), HEAD + LINE * place + 7, name,
        )
        for place, name in enumerate(legend)
    ]  # fmt: skip
    inside = picture.replace("<svg ", f'<svg y="{top}" width="{width}" height="{height}" ', 1)
    return format_html(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}">'
        "<style>{}</style>"
        '<rect width="100%" height="100%" fill="#ffffff"/><text class="ch-value" x="8" y="18">{}</text>{}{}</svg>\n',
        width, top + height, width * 2, (top + height) * 2, mark_safe(style()), title,  # noqa: S308 -- our own css
        mark_safe("".join(rows)), mark_safe(inside),  # noqa: S308 -- every part was escaped when it was made
    )  # fmt: skip


def _size(picture: str) -> tuple[int, int]:
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)
    if found is None:
        raise ValueError("A chart has a viewBox.")
    return round(float(found[1])), round(float(found[2]))


@lru_cache(maxsize=1)
def style() -> str:
    """Return the rules of the classes ch-*, each colour token replaced by its light value."""
    light = dict(re.findall(r"(--cn-[\w-]+): (?:light-dark\()?(#[0-9a-f]{3,8})", _source(TOKENS)))
    rules = re.findall(r"^(\.ch-[^{}]*)\{([^}]*)\}", _source(RULES), flags=re.M)
    text = LETTERS + "".join(f"{names.strip()}{{{body.strip()}}}" for names, body in rules)
    return re.sub(r"var\((--cn-[\w-]+)\)", lambda found: light[found[1]], text)


def _source(name: str) -> str:
    return Path(str(finders.find(name))).read_text(encoding="utf-8")
