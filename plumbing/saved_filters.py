"""Filters that an account keeps under names: what of an address is kept, and what a list shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from plumbing.columns import TRANSIENT_PARAMETERS
from plumbing.models import SavedFilter
from plumbing.models.saved_filters import LONGEST, MOST_SAVED
from plumbing.problems import Problem, refuse
from plumbing.text import nfc


def kept(query: str) -> str:
    """Return what of an address's query is worth keeping: filters that are set, and the order."""
    data = QueryDict(query, mutable=True)
    for name in list(data):
        values = [value for value in data.getlist(name) if value]
        if values and name not in TRANSIENT_PARAMETERS:
            data.setlist(name, values)
        else:
            del data[name]
    return data.urlencode()


def save_filter(*, owner: Any, page: str, name: str, query: str) -> SavedFilter:
    """Keep the filters of a list; a name that is there already gets these. Raises Refused."""
    name, query = nfc(name), kept(query)
    refuse(problems(owner, page, name, query))
    row, _is_new = SavedFilter.objects.update_or_create(owner=owner, page=page, name=name, defaults={"query": query})
    return row


def problems(owner: Any, page: str, name: str, query: str) -> list[Problem]:
    if not name or len(name) > LONGEST["name"]:
        return [Problem(_("Give these filters a name of at most %(n)d letters.") % {"n": LONGEST["name"]}, "name")]
    if not query:
        return [Problem(_("Choose filters first, then save them."))]
    if len(query) > LONGEST["query"] or len(page) > LONGEST["page"] or not is_page(page):
        return [Problem(_("These filters cannot be saved."))]
    others = SavedFilter.objects.visible_to(owner).filter(page=page).exclude(name=name)
    if others.count() >= MOST_SAVED:
        text = _("A list keeps at most %(n)d saved filters. Delete one first.")
        return [Problem(text % {"n": MOST_SAVED})]
    return []


def is_page(path: str) -> bool:
    """Tell whether `path` is a page of this portal."""
    try:
        return bool(resolve(path))
    except Resolver404:
        return False


@dataclass(frozen=True)
class SavedFilters:
    """The saved filters of one list for one reader."""

    request: HttpRequest

    @cached_property
    def rows(self) -> list[SavedFilter]:
        found = SavedFilter.objects.visible_to(self.request.user).filter(page=self.request.path)  # type: ignore[arg-type]
        return list(found[:MOST_SAVED])

    @property
    def page(self) -> str:
        return self.request.path

    @cached_property
    def query(self) -> str:
        """The filters that are set now; "" when there are none."""
        return kept(self.request.GET.urlencode())

    @property
    def current(self) -> SavedFilter | None:
        return next((row for row in self.rows if row.query == self.query), None)
