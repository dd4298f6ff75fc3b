"""Each kind of record is declared once, beside its model: what menu, search, help, history and drill-down need of it.

`<app>/nouns/<noun>.py` registers one `Noun`. The apps are loaded lower ones first (plumbing.apps), and what every
page shows is made of these declarations, so that a lower app names no higher one. Rules, forms and templates of a
noun stay in files of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plumbing import tables
from plumbing.finding import Finder, Found
from plumbing.helping import PageHelp, Term
from plumbing.states import STATES, State

Text = str | Promise


class MenuGroup(models.TextChoices):
    """The headings of the menu, in their order."""

    WORK = "work", _("Monthly work")
    FIGURES = "figures", _("Figures and reports")
    PEOPLE = "people", _("Households")
    TEAMS = "teams", _("Teams and cadres")
    DATA = "data", _("Data and system")


@dataclass(frozen=True)
class PageLink:
    """A page that the menu or the search offers to those who may open it."""

    label: Text
    page: str  # its URL name
    icon: str
    # Accounts answer `may(permission)`; plumbing does not know the table of roles.
    permission: str = ""
    # For some of those who hold the permission only, such as members of one team.
    audience: Callable[[Any], bool] | None = None
    # Where it stands among the others: small numbers first.
    order: int = 0
    # Under which heading of the menu (`MenuGroup`).
    group: str = ""
    # Other words by which people look for it, and the filter with which it opens.
    words: Text = ""
    query: str = ""

    def is_for(self, user: Any) -> bool:
        """Return whether the user may open the page and has a use for it."""
        return (not self.permission or user.may(self.permission)) and (self.audience is None or self.audience(user))


@dataclass(frozen=True)
class FigureRows:
    """How rows are listed when they are the ones behind a figure."""

    table: type[tables.Table]
    # Where the list's search looks.
    search: tuple[str, ...]
    related: tuple[str, ...] = ()
    # Rows without a scope of their own (attendance, quantities) are seen with the row they belong to.
    parent: tuple[str, type[Any]] | None = None
    # (rows, month) -> the rows with what the table shows besides their own columns.
    annotate: Callable[[Any, Any], Any] | None = None
    # Without it only their number is shown.
    permission: str = ""
    # To the area in which the rows counted then, where that rules who sees them: what they were there, and no more.
    scope: str = ""


@dataclass(frozen=True)
class Noun:
    """One kind of record, as pages that know no kind in particular need it."""

    model: type[models.Model]
    # What several of them are called in menu and search.
    label: Text
    icon: str
    # Who may read them; the list itself starts from `visible_to(user)`.
    permission: str
    list_page: str = ""
    list_icon: str = ""
    # Where the list stands in the menu; None: nowhere.
    menu_order: int | None = None
    # Under which heading its entries of the menu stand.
    menu_group: str = MenuGroup.DATA
    # Other entries of the menu, and what the search offers to do.
    menu: Sequence[PageLink] = ()
    actions: Sequence[PageLink] = ()
    # (user, text, limit) -> what a few letters find, and where it stands among the other kinds.
    search: Callable[[Any, str, int], Found] | None = None
    search_label: Text = ""  # where it is not `label`
    search_order: int = 0
    # Whether people look for changes of this kind in the history.
    in_history: bool = False
    states: Mapping[str, State] = field(default_factory=dict)
    # The terms of the glossary that belong to it, in the reader's language.
    terms: Callable[[], Mapping[str, Term]] = dict
    # The "?" of its pages: (URL names, help); pages that differ only in their record share one.
    help: Sequence[tuple[tuple[str, ...], PageHelp]] = ()
    # Terms of it that pages of lower apps show: URL name -> terms.
    terms_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def menu_links(self) -> list[PageLink]:
        """Return its entries of the menu."""
        links = [replace(link, group=link.group or self.menu_group) for link in self.menu]
        if self.menu_order is not None:
            icon = self.list_icon or self.icon
            links.append(
                PageLink(
                    self.label, self.list_page, icon, self.permission, order=self.menu_order, group=self.menu_group
                )
            )
        return links

    def finder(self) -> Finder | None:
        """Return how the search finds it; None for what is not searched for."""
        if self.search is None:
            return None
        return Finder(
            str(self.model._meta.model_name),
            self.search_label or self.label,
            self.icon,
            self.search,
            lambda user: user.may(self.permission),
            (lambda: reverse(self.list_page)) if self.list_page else None,
        )


_nouns: dict[type[models.Model], Noun] = {}


def register(noun: Noun) -> Noun:
    """Make a noun known to every page; return it."""
    _nouns[noun.model] = noun
    STATES.update(noun.states)
    return noun


def all_nouns() -> list[Noun]:
    """Return the nouns, those of lower apps first."""
    return list(_nouns.values())
