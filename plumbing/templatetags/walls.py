"""The wall: many things as tiles under headings, each coloured by what it stands for. Loaded everywhere.

A tile has label, url and either `state` (a state of ui.STATES) or its own `tone` (classes of 46-wall.css) and `sign`
(an icon); `note` is the short word or number on it. `title` and `lines` make its card, which shows while the tile
is pointed at or focused. Colour never stands alone: each tile carries its sign and its note.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from plumbing.templatetags import ui

register = template.Library()


@register.inclusion_tag("components/wall.html")
def wall(groups: Iterable[Any], heading: str = "h2") -> dict[str, Any]:
    """Show groups (label, url, note, tiles); `heading` is the level of their names on the page."""
    shown, first = [], 0
    for group in groups:
        tiles = list(_of(group, "tiles"))
        shown.append({**{name: _of(group, name) for name in ("label", "url", "note")}, "tiles": _tiles(tiles, first)})
        first += len(tiles)
    return {"groups": shown, "heading": heading}


def _of(thing: Any, name: str) -> Any:
    """Return what a template would: an entry of a mapping, else an attribute, else nothing."""
    return thing.get(name, "") if isinstance(thing, dict) else getattr(thing, name, "")


def _tiles(tiles: Iterable[Any], first: int) -> SafeString:
    return format_html_join(
        "",
        '<li><a class="cn-tile {}" href="{}"{}><b>{}</b><span>{}{}</span></a>{}</li>',
        _parts(tiles, first),
    )


def _parts(tiles: Iterable[Any], first: int) -> Iterator[tuple[Any, ...]]:
    for place, tile in enumerate(tiles, start=first):
        state, card = _of(tile, "state"), _card(tile, place)
        sign = _of(tile, "sign")
        yield (
            _of(tile, "tone") or ui.tone(state),
            _of(tile, "url"),
            format_html(' aria-describedby="tip{}"', place) if card else "",
            _of(tile, "label"),
            ui.icon(sign) if sign else ui.state_icon(state),
            _of(tile, "note") or ui.state_label(state),
            card,
        )


def _card(tile: Any, place: int) -> SafeString | str:
    """Return what the tile says when it is pointed at: its whole name, and the lines below it."""
    title, lines = _of(tile, "title"), _of(tile, "lines") or []
    if not (title or lines):
        return ""
    rest = format_html_join("", "<span>{}</span>", ((line,) for line in lines))
    return format_html('<span class="cn-tip" role="tooltip" id="tip{}"><b>{}</b>{}</span>', place, title, rest)
