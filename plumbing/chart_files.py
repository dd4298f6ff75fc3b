"""A chart as a file of its own, for a paper or a slide: the page's picture with its title, legend, colours and letters.

The page gives a chart its look by the classes ch-* of the stylesheet. A file has no stylesheet and brings its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from plumbing import charts

# The look of each class of a chart in the light colours of static/css; a test holds both the same.
STYLES = {
    "ch-axis": "stroke: #9aa0a8; stroke-width: 1;",
    "ch-grid": "stroke: #e6e5e0; stroke-width: 1;",
    "ch-text": "fill: #56606c; font-size: 13px;",
    "ch-value": "fill: #1d232b; font-size: 13px; font-weight: 600;",
    "ch-line": "fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round;",
    "ch-dot": "stroke: #ffffff; stroke-width: 1.5;",
    "ch-s1": "stroke: #1b5596;",
    "ch-s2": "stroke: #c8601a; stroke-dasharray: 7 4;",
    "ch-s3": "stroke: #2e7d5b; stroke-dasharray: 2 4;",
    "ch-s4": "stroke: #7b3f98; stroke-dasharray: 10 3 2 3;",
    "ch-s5": "stroke: #8a6d00; stroke-dasharray: 12 4;",
    "ch-s6": "stroke: #5f6b7a; stroke-dasharray: 4 4 1 4;",
    "ch-f1": "fill: #1b5596;",
    "ch-f2": "fill: #c8601a;",
    "ch-f3": "fill: #2e7d5b;",
    "ch-f4": "fill: #7b3f98;",
    "ch-f5": "fill: #8a6d00;",
    "ch-f6": "fill: #5f6b7a;",
    "ch-gap": "stroke: #ffffff; stroke-width: 1.5;",
    "ch-hatch": "stroke: #ffffff; stroke-width: 1.5; opacity: .7; pointer-events: none;",
}
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
        width, top + height, width * 2, (top + height) * 2, mark_safe(STYLE), title,  # noqa: S308 -- our own rules
        mark_safe("".join(rows)), mark_safe(inside),  # noqa: S308 -- every part was escaped when it was made
    )  # fmt: skip


def _size(picture: str) -> tuple[int, int]:
    box = ElementTree.fromstring(picture).get("viewBox")  # noqa: S314 -- our own picture
    if box is None:
        raise ValueError("A chart has a viewBox.")
    _left, _top, width, height = box.split()
    return round(float(width)), round(float(height))


STYLE = LETTERS + "".join(f".{name}{{{look}}}" for name, look in STYLES.items())
