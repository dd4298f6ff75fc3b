"""Contributions: what somebody gave, from the promise to the handing over."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Contribution
from activities.nouns.activities import WRAPPED
from plumbing import tables
from plumbing.helping import PageHelp, Term
from plumbing.listing import DayColumn, ListTable, NumberColumn
from plumbing.nouns import FigureRows, MenuGroup, Noun, PageLink, register
from teams.access import Permission as P
from teams.columns import TEAM_SEARCH, commune_column, linked_column, team_column


class ContributionRows(ListTable):
    order_by = ("-received_on",)

    donor = linked_column(gettext_lazy("Donor"), "activities:contribution_detail", "pk", "donor", td_class=WRAPPED)
    received_on = DayColumn(gettext_lazy("Received"))
    team = team_column()
    commune = commune_column()
    kind = tables.Column(gettext_lazy("Kind"))
    description = tables.Column(gettext_lazy("What was given"), td_class=WRAPPED)
    amount = NumberColumn(gettext_lazy("Amount"))
    unit = tables.Column(gettext_lazy("Unit"))
    value = NumberColumn(gettext_lazy("Value (đồng)"))


CONTRIBUTIONS = FigureRows(ContributionRows, ("search_key", *TEAM_SEARCH), ("team__village",))


def terms() -> dict[str, Term]:
    kinds = ", ".join(str(label) for label in Contribution.Kind.labels)
    return {
        "contribution": Term(
            _("Contribution"), _("What somebody gave to a team's village: %(kinds)s.") % {"kinds": kinds}
        ),
        "pledged": Term(_("Pledged"), _("Promised, not received yet; it counts in no figure.")),
        "handed_over": Term(_("Handed over"), _("Given on to the people, with the day and to whom.")),
        "counter_entry": Term(
            _("Counter-entry"), _("Takes a wrong contribution back by a negative one, so that both stay visible.")
        ),
    }


register(
    Noun(
        model=Contribution,
        label=gettext_lazy("Contributions"),
        menu_group=MenuGroup.WORK,
        icon="contribution",
        permission=P.VIEW_MONTHS,
        list_page="activities:contribution_list",
        menu_order=80,
        actions=[
            PageLink(
                gettext_lazy("New contribution"),
                "activities:contribution_create",
                "contribution",
                P.LOG_ACTIVITY,
                order=30,
            )
        ],
        in_history=True,
        terms=terms,
        help=[
            (
                (
                    "activities:contribution_list",
                    "activities:contribution_create",
                    "activities:contribution_detail",
                    "activities:contribution_correct",
                    "activities:contribution_hand_over",
                ),
                PageHelp(
                    gettext_lazy(
                        "What people and donors gave, from the promise to the handing over. A wrong entry is corrected "
                        "by a counter-entry."
                    ),
                    ("contribution", "pledged", "handed_over", "counter_entry", "figure:resources_value"),
                ),
            ),
        ],
    )
)
