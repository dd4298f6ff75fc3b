"""Assignments: which cadre or agency carries which household."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.help_tables import HelperColumn
from households.models import Assignment
from plumbing.helping import VOID_HELP, PageHelp, Term
from plumbing.listing import DayColumn, ListTable
from plumbing.nouns import FigureRows, MenuGroup, Noun, PageLink, register
from plumbing.states import State
from teams.access import Permission as P
from teams.columns import commune_column, village_column


def is_helper(user: Any) -> bool:
    """Whoever is somebody among the cadres may have been given households."""
    return user.cadre_id is not None


def terms() -> dict[str, Term]:
    return {
        "assignment": Term(
            _("Assignment of a helper"),
            _("A cadre or an agency is responsible for a household under a plan, from a day to a day."),
        ),
        "unsettled": Term(
            _("To be settled"),
            _("The helper stopped, the household left or the plan ran out: nothing ends by itself, somebody says how."),
        ),
    }


class HelperRows(ListTable):
    order_by = ("village",)

    helper = HelperColumn()
    village = village_column("home__village")
    commune = commune_column()
    valid_from = DayColumn(gettext_lazy("From"))


HELPING = FigureRows(
    HelperRows,
    ("cadre__search_key", "agency__search_key", "home__village__search_key"),
    ("home__village", "cadre__agency", "agency"),
    permission=P.VIEW_ASSIGNMENTS,
)

PAGES = PageHelp(
    gettext_lazy(
        "Who carries which household, which have nobody, and what is to be settled. Tick rows to do it to many at once."
    ),
    ("assignment", "help_plan", "unsettled"),
)

register(
    Noun(
        model=Assignment,
        label=gettext_lazy("Helpers of households"),
        menu_group=MenuGroup.PEOPLE,
        icon="cadre",
        list_icon="cadres",
        permission=P.VIEW_ASSIGNMENTS,
        list_page="households:assignment_list",
        menu_order=135,
        menu=[
            PageLink(
                gettext_lazy("My households"),
                "households:own_household_list",
                "household",
                P.VIEW_ASSIGNMENTS,
                audience=is_helper,
                order=75,
            )
        ],
        actions=[
            PageLink(
                gettext_lazy("Give households helpers"),
                "households:assignment_spread",
                "cadres",
                P.EDIT_ASSIGNMENTS,
                order=52,
            ),
            PageLink(
                gettext_lazy("Households without a helper"),
                "households:unhelped_list",
                "household",
                P.EDIT_ASSIGNMENTS,
                order=53,
            ),
        ],
        in_history=True,
        states={
            "waiting": State("info", "clock", gettext_lazy("Waiting for an answer")),
            "declined": State("bad", "close", gettext_lazy("Declined")),
            "withdrawn": State("calm", "void", gettext_lazy("Withdrawn")),
        },
        terms=terms,
        help=[
            (
                (
                    "households:assignment_list",
                    "households:unhelped_list",
                    "households:helper_list",
                    "households:settlement_list",
                    "households:settlement_end_many",
                    "households:settlement_hand_over_many",
                    "households:settlement_keep_many",
                ),
                PAGES,
            ),
            (
                ("households:own_household_list",),
                PageHelp(
                    gettext_lazy(
                        "The households that you are responsible for, wherever they are. Tap a number to call it."
                    ),
                    ("assignment", "help_plan"),
                ),
            ),
            (
                ("households:assignment_create", "households:assignment_end", "households:assignment_hand_over"),
                PageHelp(
                    gettext_lazy(
                        "A household has one main helper at a time. Handing it over ends the one and begins the other, "
                        "without a day between."
                    ),
                    ("assignment", "help_plan"),
                ),
            ),
            (
                ("households:assignment_spread",),
                PageHelp(
                    gettext_lazy(
                        "Proposed are first whoever helped before, then the village's team, then others of the "
                        "commune; nobody gets more than the plan allows. Change whom you like, then confirm all."
                    ),
                    ("assignment", "help_plan"),
                ),
            ),
            (("households:assignment_void",), VOID_HELP),
        ],
    )
)
