"""Services: who belongs to which team, as what, from when to when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import FilteredRelation, QuerySet
from django.utils.translation import gettext_lazy as _

from plumbing import tables
from plumbing.dates import month_end
from plumbing.helping import VOID_HELP, PageHelp
from plumbing.listing import DayColumn, ListTable
from plumbing.nouns import FigureRows, Noun, register
from plumbing.stays import held_on
from teams.access import Permission as P
from teams.columns import TEAM_SEARCH, commune_column, linked_column, team_column
from teams.models import Membership


class ServiceRows(ListTable):
    order_by = ("team",)

    cadre = linked_column(
        _("Cadre"), "teams:cadre_detail", "cadre__pk", "cadre__name", order_by=("cadre__sort_key", "pk")
    )
    role = tables.Column(_("Role in the team"))
    agency = tables.Column(_("Agency"), accessor="posting__agency__name")
    team = team_column()
    commune = commune_column()
    valid_from = DayColumn(_("Since"))


def with_posting(rows: QuerySet[Any], month: dt.date) -> QuerySet[Any]:
    """Add for whom the cadre worked on the last day of the month."""
    on_the_day = held_on(month_end(month), "cadre__postings__")
    return rows.annotate(posting=FilteredRelation("cadre__postings", condition=on_the_day))


SERVICES = FigureRows(
    ServiceRows,
    ("cadre__search_key", *TEAM_SEARCH),
    ("cadre", "posting__agency", "team__village"),
    annotate=with_posting,
)

register(
    Noun(
        model=Membership,
        label=_("Members"),
        icon="cadre",
        permission=P.VIEW_TEAMS,
        in_history=True,
        help=[
            (
                ("teams:leader_change", "teams:membership_create", "teams:membership_edit"),
                PageHelp(
                    _(
                        "Who serves in the team, as what, from which day to which day. Earlier services stay in the "
                        "record."
                    ),
                    ("team", "cadre"),
                ),
            ),
            (("teams:membership_void",), VOID_HELP),
        ],
    )
)
