"""The one glossary: every term that a page may have to explain. Each noun brings its own; the figures follow from the
indicators, and how one adds up over a period from its kind.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.helping import Term
from plumbing.nouns import all_nouns
from reports.indicators import AnyIndicator, Kind, Ratio, all_indicators
from reports.indicators.heads import Head

# How a figure of a quarter or a year comes out of its months.
KIND_WORDS = {
    Kind.FLOW: gettext_lazy("Over several months: the sum of the months."),
    Kind.STOCK: gettext_lazy("Over several months: the figure of the last month."),
    Kind.RATIO: gettext_lazy("Over several months: divided anew from the two sums, never the mean of shares."),
}


def glossary() -> Mapping[str, Term]:
    """Return every term by its code, in the reader's language; figures are called `figure:<code>`."""
    terms: dict[str, Term] = {}
    for noun in all_nouns():
        terms.update(noun.terms())
    return terms | _figures()


def figures_by_head(heads: tuple[str, ...], terms: Mapping[str, Term]) -> list[tuple[str, list[Term]]]:
    """Return the figures of these heads of the report, each head with its label."""
    indicators = all_indicators().values()
    return [
        (str(Head(head).label), [terms[f"figure:{one.code}"] for one in indicators if one.head == head])
        for head in heads
    ]


def _figures() -> dict[str, Term]:
    indicators = all_indicators()
    return {
        f"figure:{code}": Term(str(one.name), f"{_meaning(one, indicators)} {KIND_WORDS[one.kind]}", str(one.unit))
        for code, one in indicators.items()
    }


def _meaning(one: AnyIndicator, indicators: Mapping[str, AnyIndicator]) -> str:
    if isinstance(one, Ratio):
        parts = {"part": indicators[one.numerator].name, "whole": indicators[one.denominator].name}
        return _("“%(part)s” divided by “%(whole)s”.") % parts
    if one.meaning:
        return str(one.meaning)
    return _("The amounts of this measure in the activities of the month, added up.")
