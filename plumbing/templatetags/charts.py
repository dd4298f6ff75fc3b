"""Charts in a page: the picture, and the figures as a table below it. Use after {% load charts %}.

Each tag takes labels and values as plumbing.charts does; `shown` gives the figures of the table as text.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from plumbing import charts
from plumbing.charts import Series, Value

register = template.Library()
PAGE = "components/chart.html"


@register.inclusion_tag(PAGE)
def line_chart(labels: Sequence[str], series: Sequence[Series], title: str, description: str = "") -> dict[str, Any]:
    named = _series(series)
    sample = charts.legend([one.name for one in named], is_line=True) if len(named) > 1 else ""
    return _page(title, charts.line(labels, named, title, description), labels, named, sample)


@register.inclusion_tag(PAGE)
def bar_chart(
    labels: Sequence[str],
    values: Sequence[Value],
    title: str,
    description: str = "",
    hrefs: Sequence[str] | None = None,
) -> dict[str, Any]:
    picture = charts.bar(labels, values, title, description, hrefs)
    return _page(title, picture, labels, [Series(title, values)])


@register.inclusion_tag(PAGE)
def stacked_bar_chart(
    labels: Sequence[str],
    series: Sequence[Series],
    title: str,
    description: str = "",
    hrefs: Sequence[str] | None = None,
) -> dict[str, Any]:
    named = _series(series)
    picture = charts.stacked_bar(labels, named, title, description, hrefs)
    return _page(title, picture, labels, named, charts.legend([one.name for one in named]))


@register.inclusion_tag(PAGE)
def horizontal_bar_chart(
    labels: Sequence[str],
    values: Sequence[Value],
    title: str,
    description: str = "",
    hrefs: Sequence[str] | None = None,
    shown: Sequence[str] | None = None,
) -> dict[str, Any]:
    picture = charts.horizontal_bar(labels, values, title, description, hrefs, shown)
    words: Callable[[int], str] = (lambda place: shown[place]) if shown else (lambda place: _words(values[place]))
    rows = [(label, [words(place)]) for place, label in enumerate(labels)]
    return {"title": title, "svg": picture, "legend": "", "names": [title], "rows": rows}


@register.simple_tag
def sparkline(values: Sequence[Value], title: str = "") -> SafeString:
    return charts.sparkline(values, title)


def _series(series: Sequence[Any]) -> list[Series]:
    """Take Series, or (name, values) pairs."""
    return [one if isinstance(one, Series) else Series(*one) for one in series]


def _page(
    title: str, picture: SafeString, labels: Sequence[str], series: Sequence[Series], legend: str = ""
) -> dict[str, Any]:
    rows = [(label, [_words(one.values[place]) for one in series]) for place, label in enumerate(labels)]
    return {
        "title": title,
        "svg": picture,
        "legend": legend or mark_safe(""),
        "names": [s.name for s in series],
        "rows": rows,
    }


def _words(value: Value) -> str:
    return charts.in_words(value)
