"""Households, by their head or village, never by a number of a person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.filters import HouseholdFilter
from households.models import Household
from households.models.poverty import Result
from plumbing import tables
from plumbing.finding import Found, Hit, found_rows, one_line
from plumbing.helping import VOID_HELP, PageHelp, Term
from plumbing.listing import ListTable, NumberColumn
from plumbing.nouns import FigureRows, MenuGroup, Noun, PageLink, register
from plumbing.states import State
from plumbing.templatetags import ui
from teams.access import Permission as P
from teams.columns import commune_column, linked_column, village_column
from teams.models import Account
from teams.places import commune_name

CLASS_TERMS = tuple(f"class:{one.value}" for one in Result)


def search(user: Account, text: str, limit: int) -> Found:
    """A hit tells the head's name and where the household lives, and nothing else of it."""

    def hit(row: Any) -> Hit:
        return Hit(str(row), one_line(row.village, row.commune), reverse("households:household_detail", args=[row.pk]))

    here = Household.objects.visible_to(user).live().filter(left_on__isnull=True)
    rows = here.with_head().select_related("village").annotate(commune=commune_name("village"))
    wanted = HouseholdFilter.base_filters["q"]
    return found_rows(rows, text, limit, search=wanted, hit=hit, key="head_search", order=["head_sort"])


def terms() -> dict[str, Term]:
    meanings = {
        Result.POOR: _("Its income and its lacks in basic services make it poor by the standard of that day."),
        Result.NEAR_POOR: _("Its income is as low, but it lacks fewer basic services than a poor household."),
        Result.NEITHER: _("It was assessed and is above the standard."),
    }
    return {f"class:{one.value}": Term(capfirst(one.label), words) for one, words in meanings.items()}


class HouseholdRows(ListTable):
    order_by = ("village",)

    head = linked_column(
        gettext_lazy("Household head"), "households:household_detail", "pk", "head_name", order_by=("head_sort", "pk")
    )
    village = village_column("home__village")
    commune = commune_column()
    size = NumberColumn(gettext_lazy("People"))
    result = tables.Column(gettext_lazy("Class"))

    def render_result(self, value: str, record: Any) -> str:
        return ui.status(value)

    def value_result(self, value: str, record: Any) -> str | Promise:
        return ui.state_label(value)


def with_head(rows: Any, month: dt.date) -> QuerySet[Household]:
    return rows.with_head()


STANDING = FigureRows(
    HouseholdRows,
    ("head_search", "home__village__search_key"),
    ("home__village",),
    annotate=with_head,
    permission=P.VIEW_HOUSEHOLDS,
    scope="home__village",
)

register(
    Noun(
        model=Household,
        label=gettext_lazy("Households"),
        menu_group=MenuGroup.PEOPLE,
        icon="household",
        permission=P.VIEW_HOUSEHOLDS,
        list_page="households:household_list",
        menu_order=130,
        actions=[
            PageLink(
                gettext_lazy("New household"),
                "households:household_create",
                "household",
                P.EDIT_HOUSEHOLDS,
                order=50,
            )
        ],
        search=search,
        search_order=30,
        in_history=True,
        states={
            "poor": State("bad", "household", gettext_lazy("Poor")),
            "near_poor": State("warn", "household", gettext_lazy("Near-poor")),
            "neither": State("ok", "household", gettext_lazy("Not poor")),
        },
        terms=terms,
        help=[
            (
                ("households:household_list",),
                PageHelp(
                    gettext_lazy(
                        "The households of your villages and the class in which each stands. "
                        "Every download is recorded."
                    ),
                    (*CLASS_TERMS, "assessment", "scope"),
                ),
            ),
            (
                ("households:household_detail",),
                PageHelp(
                    gettext_lazy(
                        "One household: its people, its assessments over the years and what was changed. "
                        "Each look is recorded."
                    ),
                    (*CLASS_TERMS, "assessment", "history"),
                ),
            ),
            (
                (
                    "households:household_create",
                    "households:household_edit",
                    "households:household_phone",
                    "households:household_leave",
                    "households:household_move",
                    "households:person_create",
                    "households:person_edit",
                ),
                PageHelp(
                    gettext_lazy(
                        "Enter only what the forms of the poverty review ask. "
                        "A household that moves away keeps its history; one that moves to another village counts there "
                        "from that day on, and nothing before it changes."
                    ),
                    ("village", "voided"),
                ),
            ),
            (
                ("households:person_show_id",),
                PageHelp(
                    gettext_lazy(
                        "A national ID is shown once, for a reason. Who saw it, when and why stays in the history."
                    ),
                    ("history",),
                ),
            ),
            (("households:household_void", "households:person_void"), VOID_HELP),
        ],
    )
)
