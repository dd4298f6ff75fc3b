"""Charts as SVG text, made on the server: the same picture on a screen, on paper and in a file.

Pure functions. Colours come from the classes ch-* of static/css/40-components.css, never from style="". A chart
that leads to the rows behind it gets an address for each bar. Numbers on axes follow the reader's language.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from plumbing.numbers import format_number

Value = float | int | None

# Narrow, so that its words stay readable when a phone scales it down.
WIDTH = 560
LEFT, RIGHT, TOP, BOTTOM = 60, 8, 14, 30
# Units that a letter takes at the size a phone gets (17 of these units).
LETTER = 9.4
COLOURS = 6


@dataclass(frozen=True)
class Series:
    """One named row of values; None is a gap, not zero."""

    name: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Scale:
    """Where a value lies on an axis that runs over `ticks`."""

    ticks: list[float]
    start: float
    length: float

    def at(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + (value - low) / (high - low) * self.length


def nice_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Return round numbers from at most `low` to at least `high`, about `count` steps apart."""
    if high <= low:
        high = low + 1
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(step * place, 10) for place in range(first, last + 1)]


def short_number(value: float) -> str:
    """Return a number for an axis, large ones in millions and milliards (sums of đồng are long)."""
    if abs(value) >= 1_000_000_000:
        return _("%(number)s bn") % {"number": format_number(round(value / 1_000_000_000, 2))}
    if abs(value) >= 1_000_000:
        return _("%(number)s m") % {"number": format_number(round(value / 1_000_000, 2))}
    return format_number(round(value, 4))


def in_words(value: Value) -> str:
    """Return a value in full, as its point or bar is read aloud."""
    return "–" if value is None else format_number(round(value, 4))


# --- the charts -------------------------------------------------------------------------------------------------


def sparkline(values: Sequence[Value], title: str = "") -> SafeString:
    """Return a small line without axes for a key figure; the last known point has a dot."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return mark_safe("")
    low, high = min(known), max(known)
    height = Scale([low, high if high > low else low + 1], 28, -24)
    step = 92 / (len(values) - 1)
    points = [None if value is None else (4 + place * step, height.at(value)) for place, value in enumerate(values)]
    end = next(point for point in reversed(points) if point)
    return format_html(
        '<svg class="cn-spark" viewBox="0 0 100 32" aria-hidden="true">'
        '<path class="ch-line ch-s1" d="{}"/><circle class="ch-f1" cx="{}" cy="{}" r="3"/></svg>',
        _path(points), _fixed(end[0]), _fixed(end[1]),
    )  # fmt: skip


def line(
    labels: Sequence[str], series: Sequence[Series], title: str, description: str = "", height: int = 260
) -> SafeString:
    """Return lines over time; a gap breaks its line, and each line has its own dashes beside its colour."""
    scale = _value_scale([value for one in series for value in one.values], height, from_zero=False)
    # Half a label's width of air at both ends, so that the last name is not cut.
    step = (WIDTH - LEFT - RIGHT - 60) / max(len(labels) - 1, 1)
    places = [LEFT + 30 + place * step for place in range(len(labels))]
    drawn = [_series_line(one, place, labels, places, scale) for place, one in enumerate(series)]
    body = [_value_axis(scale), _names_below(labels, places, height), *drawn]
    return _svg(height, title, description, body)


def bar(
    labels: Sequence[str],
    values: Sequence[Value],
    title: str,
    description: str = "",
    hrefs: Sequence[str] | None = None,
    height: int = 260,
) -> SafeString:
    """Return standing bars, one for each label."""
    return stacked_bar(labels, [Series("", values)], title, description, hrefs, height)


def stacked_bar(
    labels: Sequence[str],
    series: Sequence[Series],
    title: str,
    description: str = "",
    hrefs: Sequence[str] | None = None,
    height: int = 260,
) -> SafeString:
    """Return standing bars made of the series' values; negative values are not meant for it."""
    totals = [sum(one.values[place] or 0 for one in series) for place in range(len(labels))]
    scale = _value_scale(totals, height)
    step = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    places = [LEFT + (place + 0.5) * step for place in range(len(labels))]
    width = min(step * 0.72, 64)
    columns = [
        _linked(_column(label, place, series, places[place] - width / 2, width, scale), _href(hrefs, place), label)
        for place, label in enumerate(labels)
    ]
    body = [_value_axis(scale), *columns, _names_below(labels, places, height)]
    return _svg(height, title, description, body)


def horizontal_bar(
    labels: Sequence[str],
    values: Sequence[Value],
    title: str,
    description: str = "",
    hrefs: Sequence[str] | None = None,
    shown: Sequence[str] | None = None,
) -> SafeString:
    """Return lying bars with a name before and the value behind each: the form for communes and agencies.

    `shown` gives the values as text (per cent, money) when plain numbers are not enough.
    """
    words = list(shown or [in_words(value) for value in values])
    row = 30
    left = min(_room([*labels]), 210)
    known = [value or 0 for value in values]
    scale = Scale(nice_ticks(0, max([*known, 0]) or 1), left, WIDTH - left - _room(words))
    bars = []
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        shape = _lying_bar(label, value, words[place], place * row + 4, row - 8, scale)
        bars.append(_linked(shape, _href(hrefs, place), f"{label}: {words[place]}"))
    return _svg(max(len(labels), 1) * row + 4, title, description, bars)


def _room(texts: Sequence[str]) -> int:
    """Return the width that the longest of the texts needs."""
    return round(max((len(str(text)) for text in texts), default=1) * LETTER) + 16


def legend(names: Sequence[str], is_line: bool = False) -> SafeString:
    """Return the names with a sample of each line or bar."""
    sample = (
        '<path class="ch-line ch-s{0}" d="M0 6h24"/>' if is_line else '<rect class="ch-f{0}" width="24" height="12"/>'
    )
    items = format_html_join(
        "", '<li><svg viewBox="0 0 24 12" aria-hidden="true">{}</svg>{}</li>',
        ((mark_safe(sample.format(place % COLOURS + 1)), name) for place, name in enumerate(names)),  # noqa: S308 -- numbers only
    )  # fmt: skip
    return format_html('<ul class="cn-chart-legend">{}</ul>', items)


# --- their parts ------------------------------------------------------------------------------------------------


def _svg(height: float, title: str, description: str, body: Sequence[SafeString]) -> SafeString:
    said = format_html("<title>{}</title>", title)
    if description:
        said += format_html("<desc>{}</desc>", description)
    # A picture with links is a group of links to a screen reader; role="img" would hide them.
    inside = mark_safe("".join(body))  # noqa: S308 -- every part was escaped when it was made
    role = "group" if "<a " in inside else "img"
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="{}" aria-label="{}">{}{}</svg>',
        WIDTH, _fixed(height), role, title, said, inside,
    )  # fmt: skip


def _value_scale(values: Sequence[Value], height: int, from_zero: bool = True) -> Scale:
    known = [value for value in values if value is not None] or [0]
    low, high = min(known), max(known)
    # A line of shares between 30 % and 31 % may leave zero out; a bar never may, its length is its meaning.
    keeps_zero = from_zero or low < 0 or low <= (high - low) * 2
    ticks = nice_ticks(min(low, 0) if keeps_zero else low, max(high, 0))
    return Scale(ticks, height - BOTTOM, -(height - BOTTOM - TOP))


def _value_axis(scale: Scale) -> SafeString:
    return format_html_join(
        "",
        '<path class="{}" d="M{} {}H{}"/><text class="ch-text" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            ("ch-axis" if tick == 0 else "ch-grid", LEFT, _fixed(scale.at(tick)), WIDTH - RIGHT,
             LEFT - 8, _fixed(scale.at(tick) + 4), short_number(tick))
            for tick in scale.ticks
        ),
    )  # fmt: skip


def _names_below(labels: Sequence[str], places: Sequence[float], height: int) -> SafeString:
    """Write as many names as fit side by side, always the last one; a phone's larger letters skip every second."""
    longest = max((len(str(label)) for label in labels), default=1)
    room = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    every = max(1, math.ceil((longest * 7 + 8) / room))
    is_tight = longest * LETTER + 8 > room * every
    from_end = [(len(labels) - 1 - place, place) for place in range(len(labels))]
    return format_html_join(
        "",
        '<text class="ch-text{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (" ch-thin" if is_tight and back // every % 2 else "", _fixed(places[place]), height - 8, labels[place])
            for back, place in from_end
            if back % every == 0
        ),
    )


def _series_line(one: Series, place: int, labels: Sequence[str], places: Sequence[float], scale: Scale) -> SafeString:
    colour = place % COLOURS + 1
    points = [None if value is None else (places[i], scale.at(value)) for i, value in enumerate(one.values)]
    dots = format_html_join(
        "", '<circle class="ch-dot ch-f{}" cx="{}" cy="{}" r="4"><title>{}</title></circle>',
        (
            (colour, _fixed(point[0]), _fixed(point[1]), _point_words(one.name, labels[i], one.values[i]))
            for i, point in enumerate(points) if point
        ),
    )  # fmt: skip
    return format_html('<path class="ch-line ch-s{}" d="{}"/>{}', colour, _path(points), dots)


def _column(label: str, place: int, series: Sequence[Series], x: float, width: float, scale: Scale) -> SafeString:
    pieces, below = [], 0.0
    for colour, one in enumerate(series):
        value = one.values[place]
        if not value:
            continue
        top = scale.at(below + value)
        pieces.append((
            colour % COLOURS + 1, _fixed(x), _fixed(min(top, scale.at(below))), _fixed(width),
            _fixed(abs(scale.at(below) - top)), _point_words(one.name, label, value),
        ))  # fmt: skip
        below += value
    shape = '<rect class="ch-bar ch-gap ch-f{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>'
    return format_html_join("", shape, pieces)


def _lying_bar(label: str, value: Value, words: str, y: float, height: float, scale: Scale) -> SafeString:
    length = scale.at(max(value or 0, 0)) - scale.start
    return format_html(
        '<text class="ch-text" x="{}" y="{}" text-anchor="end">{}</text>'
        '<rect class="ch-bar ch-f1" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="ch-value" x="{}" y="{}">{}</text>',
        scale.start - 8, y + height / 2 + 4, _cut(label, 21), scale.start, y, _fixed(length), height,
        _fixed(scale.start + length + 6), y + height / 2 + 4, words,
    )  # fmt: skip


def _linked(shape: SafeString, href: str, words: str) -> SafeString:
    return format_html('<a href="{}" aria-label="{}">{}</a>', href, words, shape) if href and shape else shape


def _href(hrefs: Sequence[str] | None, place: int) -> str:
    return hrefs[place] if hrefs else ""


def _point_words(name: str, label: str, value: Value) -> str:
    return f"{name}, {label}: {in_words(value)}" if name else f"{label}: {in_words(value)}"


def _cut(text: str, letters: int) -> str:
    words = str(conditional_escape(text)) if isinstance(text, SafeString) else str(text)
    return words if len(words) <= letters else f"{words[: letters - 1]}…"


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    """Return the path through the points, lifted where one is missing."""
    words, is_down = [], False
    for point in points:
        if point:
            words.append(f"{'L' if is_down else 'M'}{_fixed(point[0])} {_fixed(point[1])}")
        is_down = point is not None
    return "".join(words)


def _fixed(number: float) -> str:
    """Return a coordinate with at most one decimal and a point, whatever the language."""
    return f"{number:.1f}".removesuffix(".0")
