"""Charts in a page: the picture, and the figures as a table below it. Use after {% load charts %}.

Each tag takes labels and values as plumbing.charts does; `shown` gives the figures of the table as text.
"""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html_join
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
    words = shown or [charts.in_words(value) for value in values]
    return {"title": title, "svg": picture, "legend": "", "names": [title], "rows": _rows(labels, [words])}


@register.simple_tag
def sparkline(values: Sequence[Value], title: str = "") -> SafeString:
    return charts.sparkline(values, title)


def _series(series: Sequence[Any]) -> list[Series]:
    """Take Series, or (name, values) pairs."""
    return [one if isinstance(one, Series) else Series(*one) for one in series]


def _page(
    title: str, picture: SafeString, labels: Sequence[str], series: Sequence[Series], legend: str = ""
) -> dict[str, Any]:
    words = [[charts.in_words(value) for value in one.values] for one in series]
    return {
        "title": title,
        "svg": picture,
        "legend": legend or mark_safe(""),
        "names": [s.name for s in series],
        "rows": _rows(labels, words),
    }


def _rows(labels: Sequence[str], columns: Sequence[Sequence[str]]) -> SafeString:
    """Return the rows of the table below: in a template the 26 cells of two lines took as long as their picture."""
    cells = '<td class="num">{}</td>' * len(columns)
    row = '<tr><th scope="row">{}</th>' + cells + "</tr>"
    return format_html_join("", row, zip(labels, *columns, strict=True))
