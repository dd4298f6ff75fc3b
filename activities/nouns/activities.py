"""Activities: what a team did in its village on a day, and how much of each measure it brought."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.filters import ActivityFilter
from activities.models import Activity
from plumbing import tables
from plumbing.dates import format_date
from plumbing.finding import Found, Hit, found_rows, one_line
from plumbing.helping import VOID_HELP, PageHelp, Term
from plumbing.listing import DayColumn, ListTable, NumberColumn
from plumbing.nouns import FigureRows, MenuGroup, Noun, PageLink, register
from teams.access import Permission as P
from teams.columns import TEAM_SEARCH, commune_column, linked_column, team_column
from teams.models import Account

WRAPPED = "text-wrap"


class AttendedColumn(NumberColumn):
    """How many took part; where nobody counted them, it is not known."""

    def render(self, value: Any, record: Any) -> str:
        return super().render(value, record) if value else "–"

    def value(self, value: Any, record: Any) -> Any:
        return value or None


class ActivityRows(ListTable):
    order_by = ("-held_on",)

    title = linked_column(gettext_lazy("Activity"), "activities:activity_detail", "pk", "title", td_class=WRAPPED)
    held_on = DayColumn(gettext_lazy("Day"))
    team = team_column()
    commune = commune_column()
    field = tables.Column(gettext_lazy("Field"))
    attended = AttendedColumn(gettext_lazy("People who took part"))


class QuantityRows(ListTable):
    order_by = ("-held_on",)

    title = linked_column(
        gettext_lazy("Activity"), "activities:activity_detail", "activity__pk", "activity__title", td_class=WRAPPED
    )
    held_on = DayColumn(gettext_lazy("Day"), accessor="activity__held_on")
    team = team_column("activity__team")
    commune = commune_column()
    amount = NumberColumn(gettext_lazy("Amount"))
    unit = tables.Column(gettext_lazy("Unit"), accessor="measure__unit")


ACTIVITIES = FigureRows(ActivityRows, ("search_key", *TEAM_SEARCH), ("team__village",))
QUANTITIES = FigureRows(
    QuantityRows,
    ("activity__search_key", "activity__team__search_key", "activity__team__village__search_key"),
    ("activity__team__village", "measure"),
    parent=("activity", Activity),
)


def search(user: Account, text: str, limit: int) -> Found:
    """What was done, by its title or team; the newest first."""

    def hit(row: Activity) -> Hit:
        url = reverse("activities:activity_detail", args=[row.pk])
        return Hit(row.title, one_line(row.team, format_date(row.held_on)), url)

    rows = Activity.objects.visible_to(user).live().select_related("team")
    wanted = ActivityFilter.base_filters["q"]
    return found_rows(rows, text, limit, search=wanted, hit=hit, order=["-held_on"])


def terms() -> dict[str, Term]:
    return {
        "activity": Term(_("Activity"), _("Something that the team did in the village on one day, with its amounts.")),
    }


register(
    Noun(
        model=Activity,
        label=gettext_lazy("Activities"),
        menu_group=MenuGroup.WORK,
        icon="activity",
        permission=P.VIEW_MONTHS,
        list_page="activities:activity_list",
        menu_order=60,
        actions=[
            PageLink(
                gettext_lazy("Log an activity"), "activities:activity_create", "activity", P.LOG_ACTIVITY, order=20
            )
        ],
        search=search,
        search_order=38,
        in_history=True,
        terms=terms,
        help=[
            (
                (
                    "activities:activity_list",
                    "activities:activity_create",
                    "activities:activity_detail",
                    "activities:activity_edit",
                ),
                PageHelp(
                    gettext_lazy(
                        "What the teams did in their villages, and what it brought. "
                        "Amounts go into the figures of the month."
                    ),
                    ("activity", "measure", "contribution", "figure:outreach_people"),
                ),
            ),
            (("activities:activity_void",), VOID_HELP),
        ],
    )
)
