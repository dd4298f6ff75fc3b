"""Assessments: what a review found for a household on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import Assessment
from households.nouns.households import CLASS_TERMS
from plumbing import tables
from plumbing.helping import VOID_HELP, PageHelp, Term
from plumbing.listing import DayColumn, ListTable
from plumbing.nouns import FigureRows, Noun, register
from plumbing.templatetags import ui
from teams.access import Permission as P
from teams.columns import commune_column, linked_column, village_column


class TransitionRows(ListTable):
    order_by = ("village",)

    head = linked_column(
        gettext_lazy("Household head"),
        "households:household_detail",
        "household__pk",
        "head_name",
        order_by=("head_sort", "pk"),
    )
    village = village_column("home__village")
    commune = commune_column()
    before = tables.Column(gettext_lazy("Before"))
    result = tables.Column(gettext_lazy("Now"), accessor="result")
    assessed_on = DayColumn(gettext_lazy("Assessed on"))

    def render_before(self, value: str, record: Any) -> str:
        return ui.status(value)

    def value_before(self, value: str, record: Any) -> str | Promise:
        return ui.state_label(value)

    def render_result(self, value: Any, record: Any) -> str:
        return ui.status(record.result)

    def value_result(self, value: Any, record: Any) -> str | Promise:
        return ui.state_label(record.result)


def with_head_of_household(rows: QuerySet[Any], month: dt.date) -> QuerySet[Any]:
    of_head = Q(household__persons__relation="head", household__persons__voided_at__isnull=True)
    heads = FilteredRelation("household__persons", condition=of_head)
    return rows.annotate(_head=heads).annotate(
        head_name=F("_head__name"), head_sort=F("_head__sort_key"), head_search=F("_head__search_key")
    )


TRANSITIONS = FigureRows(
    TransitionRows,
    ("head_search", "home__village__search_key"),
    ("home__village",),
    annotate=with_head_of_household,
    permission=P.VIEW_HOUSEHOLDS,
    scope="home__village",
)


def terms() -> dict[str, Term]:
    return {"assessment": Term(_("Assessment"), _("What a review found for one household on one day."))}


register(
    Noun(
        model=Assessment,
        label=gettext_lazy("Assessments"),
        icon="list",
        permission=P.VIEW_HOUSEHOLDS,
        in_history=True,
        terms=terms,
        help=[
            (
                ("households:assessment_create",),
                PageHelp(
                    gettext_lazy(
                        "Write down what a review found for this household. "
                        "The newest assessment decides its class from that day."
                    ),
                    (*CLASS_TERMS, "assessment", "review", "standard"),
                ),
            ),
            (("households:assessment_void",), VOID_HELP),
        ],
    )
)
