"""Columns that lists of several apps share: the team, the village and the commune of a row."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from plumbing import tables
from plumbing.templatetags import ui

# Where a search looks for the team of a row.
TEAM_SEARCH = ("team__search_key", "team__village__search_key")


class MonthColumn(tables.Column):
    """A month as written here."""

    def render(self, value: Any, record: Any) -> str:
        return ui.month(value)


def linked_column(text: tables.Text, page: str, lookup: str, accessor: str, **options: Any) -> tables.Column:
    """Return a column that opens a page; `lookup` leads to the id in its address."""
    return tables.Column(text, accessor=accessor, link=(page, {"pk": lookup}), **options)


def village_column(lookup: str = "village") -> tables.Column:
    return tables.Column(_("Village"), accessor=f"{lookup}__name", order_by=(f"{lookup}__sort_key", "pk"))


def commune_column() -> tables.Column:
    """Return the column of what `commune` and `commune_sort` were annotated with (teams.places.commune_name)."""
    return tables.Column(_("Commune"), accessor="commune", order_by=("commune_sort", "pk"))


def team_column(lookup: str = "team") -> tables.Column:
    return linked_column(
        _("Team"), "teams:team_detail", f"{lookup}__pk", f"{lookup}__name", order_by=(f"{lookup}__sort_key", "pk")
    )
