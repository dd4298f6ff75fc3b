"""The wall: many things as tiles under headings, each coloured by what it stands for. Loaded everywhere.

A tile has label, url and either `state` (a state of ui.STATES) or its own `tone` (classes of 46-wall.css) and `sign`
(an icon); `note` is the short word or number on it. `title` and `lines` make its card, which shows while the tile
is pointed at or focused. Colour never stands alone: each tile carries its sign and its note.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from plumbing.templatetags import ui

register = template.Library()

# More tiles than a hall can read and a phone should load: beyond them each group shows how many of its things share
# a state. The largest district has some 150 teams.
MAX_TILES = 300


@dataclass
class CountTile:
    """How many things of one group share a state or class, where the things themselves are too many to show."""

    label: str
    url: str
    count: int
    state: str = ""
    tone: str = ""
    sign: str = ""

    @property
    def note(self) -> str:
        return ui.number(self.count)


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
    # By hand: a page may show a hundred and more, and format_html() asks six questions for each part of each.
    return mark_safe("".join(_tile(tile, place) for place, tile in enumerate(tiles, start=first)))  # noqa: S308 -- each part is escaped


def _tile(tile: Any, place: int) -> str:
    state, sign, card = _of(tile, "state"), _of(tile, "sign"), _card(tile, place)
    tone = _of(tile, "tone") or ui.tone(state)
    image = ui.icon(sign) if sign else ui.state_icon(state)
    note = _of(tile, "note") or ui.state_label(state)
    described = f' aria-describedby="tip{place}"' if card else ""
    return (
        f'<li><a class="cn-tile {_text(tone)}" href="{_text(_of(tile, "url"))}"{described}>'
        f"<b>{_text(_of(tile, 'label'))}</b><span>{image}{_text(note)}</span></a>{card}</li>"
    )


def _card(tile: Any, place: int) -> str:
    """Return what the tile says when it is pointed at: its whole name, and the lines below it."""
    title, lines = _of(tile, "title"), _of(tile, "lines") or []
    if not (title or lines):
        return ""
    rest = "".join(f"<span>{_text(line)}</span>" for line in lines)
    return f'<span class="cn-tip" role="tooltip" id="tip{place}"><b>{_text(title)}</b>{rest}</span>'


def _text(value: Any) -> str:
    """Return a text for HTML; what is safe stays as it is."""
    return value if isinstance(value, SafeString) else escape(str(value))
