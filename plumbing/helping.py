"""What the help of a page and the tour of a first visit are made of. `config` fills them (config/help.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Term:
    """A word of the portal and what it means; for a figure also what it is counted in."""

    name: Text
    meaning: Text
    unit: Text = ""


# Made anew for each reader: names of measures come from the catalogue, texts are in the reader's language.
Glossary = Callable[[], Mapping[str, Term]]


@dataclass(frozen=True)
class PageHelp:
    """What a page is for, which terms stand on it, which figures it shows (by the heads of the report)."""

    purpose: Text
    terms: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    # (keys, what they do) on this page, besides those that work everywhere.
    keys: tuple[tuple[Text, Text], ...] = ()


# Each app has records that can be taken out; the page is the same.
VOID_HELP = PageHelp(
    _("Takes a record that should not be there out of all lists and figures. A reason is needed, and it is kept."),
    ("voided", "history"),
)


@dataclass(frozen=True)
class TourStep:
    """One step of the tour: what to say about the part of the home page that carries `data-tour="anchor"`, or else
    about the link to `page` (a URL name) there or in the menu. Where neither is in sight the step stands by itself.
    """

    anchor: str
    title: Text
    text: Text
    page: str = ""


@dataclass(frozen=True)
class HelpBook:
    """Everything that the help pages read."""

    # role -> file of docs/roles
    guides: Mapping[str, str]
    # URL name -> the help of that page
    pages: Mapping[str, PageHelp]
    # (keys, what they do) on every page
    keys: tuple[tuple[Text, Text], ...]
    glossary: Glossary
    # The figures of these heads of the report, each with its label.
    figures: Callable[[tuple[str, ...], Mapping[str, Term]], list[tuple[str, list[Term]]]]
