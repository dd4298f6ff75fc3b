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
WIDTH = 480
LEFT, RIGHT, TOP, BOTTOM = 62, 10, 22, 30
# Units that a letter takes at the size a phone gets (18 of these units), and the height of its line.
LETTER, LINE = 9.9, 18
COLOURS = 6
# Each series has its own mark and its own hatching, for those who do not tell the colours apart.
MARKS = [
    "M{0} {1}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",  # a disc
    "M{0} {1}m-4-4h8v8h-8z",  # a square
    "M{0} {1}m0-5l5 9h-10z",  # a triangle
    "M{0} {1}m0-5.5l5.5 5.5l-5.5 5.5l-5.5-5.5z",  # a diamond
    "M{0} {1}m0 5l5-9h-10z",  # a triangle on its head
    "M{0} {1}m-5-2h3.5v-3h3v3h3.5v4h-3.5v3h-3v-3h-3.5z",  # a cross
]
# How far apart the lines of a hatching lie: (level ones, upright ones); 0 is none.
HATCHES = [(0, 0), (6, 0), (0, 6), (6, 6), (12, 0), (0, 12)]


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


def nice_ticks(low: float, high: float, count: int = 4, *, whole: bool = False) -> list[float]:
    """Return round numbers from at most `low` to at least `high`, about `count` steps apart.

    `whole`: what is counted has no halves, so the axis has none either.
    """
    if high <= low:
        high = low + 1
    rough = max((high - low) / count, 1) if whole else (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    steps = (power * factor for factor in (1, 2, 2.5, 5, 10) if not whole or (power * factor).is_integer())
    step = next(step for step in steps if step >= rough * 0.999999)
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
    labels: Sequence[str], series: Sequence[Series], title: str, description: str = "", height: int = 260,
    *, is_share: bool = False,
) -> SafeString:  # fmt: skip
    """Return lines over time; a gap breaks its line, and each line has its own dashes beside its colour.

    Shares that lie close together may leave zero out, and the axis shows the break; 121 and 113 teams may not.
    """
    scale = _value_scale([value for one in series for value in one.values], height, from_zero=not is_share)
    # Half a label's width of air at both ends, so that the last name is not cut.
    step = (WIDTH - LEFT - RIGHT - 60) / max(len(labels) - 1, 1)
    places = [LEFT + 30 + place * step for place in range(len(labels))]
    drawn = [_series_line(one, place, labels, places, scale) for place, one in enumerate(series)]
    body = [_value_axis(scale), _names_below(labels, places, height), *drawn, _last_values(series, places, scale)]
    return _svg(height, title, description or in_short(labels, series), body)


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
    ends = _last_values([Series("", [total or None for total in totals])], places, scale)
    body = [_value_axis(scale), *columns, _names_below(labels, places, height), ends]
    return _svg(height, title, description or in_short(labels, series), body)


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
    scale = Scale(nice_ticks(0, max([*known, 0]) or 1, whole=_are_whole(known)), left, WIDTH - left - _room(words))
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
    items = format_html_join(
        "", '<li><svg viewBox="0 0 24 12" aria-hidden="true">{}</svg>{}</li>',
        ((sample(place % COLOURS, is_line), name) for place, name in enumerate(names)),
    )  # fmt: skip
    return format_html('<ul class="cn-chart-legend">{}</ul>', items)


def sample(place: int, is_line: bool) -> SafeString:
    """Return a bit of the line or bar of series `place`, 24 by 12 units."""
    colour = place + 1
    if is_line:
        mark = f'<path class="ch-dot ch-f{colour}" d="{_mark(place, 12, 6)}"/>'
        shape = f'<path class="ch-line ch-s{colour}" d="M0 6h24"/>{mark}'
    else:
        shape = f'<rect class="ch-f{colour}" width="24" height="12"/>{_hatch(place, 0, 0, 24, 12)}'
    return mark_safe(shape)  # noqa: S308 -- numbers only


def in_short(labels: Sequence[str], series: Sequence[Series]) -> str:
    """Say in a sentence for each series where it begins and ends, for those who hear a chart."""
    sentences = []
    for one in series:
        known = [(label, value) for label, value in zip(labels, one.values, strict=True) if value is not None]
        if known:
            (first, begin), (last, end) = known[0], known[-1]
            text = _("%(begin)s in %(first)s, %(end)s in %(last)s.") % {
                "begin": in_words(begin), "first": first, "end": in_words(end), "last": last,
            }  # fmt: skip
            sentences.append(f"{one.name}: {text}" if one.name else text)
    return " ".join(sentences)


# --- their parts ------------------------------------------------------------------------------------------------


def _svg(height: float, title: str, description: str, body: Sequence[SafeString]) -> SafeString:
    sentences = format_html("<title>{}</title>", title)
    if description:
        sentences += format_html("<desc>{}</desc>", description)
    # A picture with links is a group of links to a screen reader; role="img" would hide them.
    inside = mark_safe("".join(body))  # noqa: S308 -- every part was escaped when it was made
    role = "group" if "<a " in inside else "img"
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="{}" aria-label="{}">{}{}</svg>',
        WIDTH, _fixed(height), role, title, sentences, inside,
    )  # fmt: skip


def _are_whole(values: Sequence[float]) -> bool:
    return all(value == int(value) for value in values)


def _value_scale(values: Sequence[Value], height: int, from_zero: bool = True) -> Scale:
    known = [value for value in values if value is not None] or [0]
    low, high = min(known), max(known)
    # A line of shares between 30% and 31% may leave zero out; a bar never may, its length is its meaning.
    keeps_zero = from_zero or low < 0 or low <= (high - low) * 2
    ticks = nice_ticks(min(low, 0) if keeps_zero else low, max(high, 0), whole=_are_whole(known))
    return Scale(ticks, height - BOTTOM, -(height - BOTTOM - TOP))


def _value_axis(scale: Scale) -> SafeString:
    return _axis_break(scale) + format_html_join(
        "",
        '<path class="{}" d="M{} {}H{}"/><text class="ch-text" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            ("ch-axis" if tick == 0 else "ch-grid", LEFT, _fixed(scale.at(tick)), WIDTH - RIGHT,
             LEFT - 8, _fixed(scale.at(tick) + 4), short_number(tick))
            for tick in scale.ticks
        ),
    )  # fmt: skip


def _axis_break(scale: Scale) -> SafeString:
    """Return the zigzag at the foot of an axis that does not begin at zero."""
    y = _fixed(scale.at(scale.ticks[0]))
    sign = format_html('<path class="ch-axis ch-break" d="M{} {}v-4l5 -3l-10 -6l5 -3v-4"/>', LEFT, y)
    return sign if scale.ticks[0] > 0 else SafeString("")


def _names_below(labels: Sequence[str], places: Sequence[float], height: int) -> SafeString:
    """Write as many names as fit side by side, always the last one; a phone's larger letters skip every second."""
    longest = max((len(str(label)) for label in labels), default=1)
    room = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    every = max(1, math.ceil((longest * 7 + 8) / room))
    is_tight = longest * LETTER + 14 > room * every
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
        "", '<path class="ch-dot ch-f{}" d="{}"><title>{}</title></path>',
        (
            (colour, _mark(place % COLOURS, *point), _point_words(one.name, labels[i], one.values[i]))
            for i, point in enumerate(points) if point
        ),
    )  # fmt: skip
    return format_html('<path class="ch-line ch-s{}" d="{}"/>{}', colour, _path(points), dots)


def _last_values(series: Sequence[Series], places: Sequence[float], scale: Scale) -> SafeString:
    """Write the last value of each series beside it: below where the line comes from above. None over another's."""
    shown: list[tuple[str, str, str]] = []
    taken: list[float] = []
    for one in series:
        value = one.values[-1] if one.values else None
        if value is None:
            continue
        point, before = scale.at(value), [earlier for earlier in one.values[:-1] if earlier is not None]
        falls = one.name and before and before[-1] > value and point + LINE < scale.start
        y = point + LINE if falls else point - 8
        if all(abs(y - other) >= LINE for other in taken):
            taken.append(y)
            words = short_number(round(value, 1 if abs(value) >= 100 else 2))
            # Not over the right edge.
            x = min(places[-1], WIDTH - len(words) * LETTER / 2)
            shown.append((_fixed(x), _fixed(y), words))
    return format_html_join("", '<text class="ch-value" x="{}" y="{}" text-anchor="middle">{}</text>', shown)


def _mark(place: int, x: float, y: float) -> str:
    return MARKS[place].format(_fixed(x), _fixed(y))


def _hatch(place: int, x: float, y: float, width: float, height: float) -> str:
    level, upright = HATCHES[place]
    rows = range(3, math.ceil(height), level) if level else []
    columns = range(3, math.ceil(width), upright) if upright else []
    lines = [f"M{_fixed(x)} {_fixed(y + at)}h{_fixed(width)}" for at in rows]
    lines += [f"M{_fixed(x + at)} {_fixed(y)}v{_fixed(height)}" for at in columns]
    return f'<path class="ch-hatch" d="{"".join(lines)}"/>' if lines else ""


def _column(label: str, place: int, series: Sequence[Series], x: float, width: float, scale: Scale) -> SafeString:
    pieces, below = [], 0.0
    for colour, one in enumerate(series):
        value = one.values[place]
        if not value:
            continue
        ends = scale.at(below), scale.at(below + value)
        top, height = min(ends), abs(ends[0] - ends[1])
        hatch = mark_safe(_hatch(colour % COLOURS, x, top, width, height))  # noqa: S308 -- numbers only
        pieces.append((
            colour % COLOURS + 1, _fixed(x), _fixed(top), _fixed(width), _fixed(height),
            _point_words(one.name, label, value), hatch,
        ))  # fmt: skip
        below += value
    shape = '<rect class="ch-bar ch-gap ch-f{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>{}'
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
