"""The columns of lists of rows that look wrong: what is odd stands beside what the row is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from activities.nouns.activities import QuantityRows
from activities.nouns.meetings import MeetingRows
from households.models import Result
from households.nouns.snapshots import SnapshotRows
from plumbing import tables
from plumbing.listing import DayColumn, ListTable, NumberColumn
from plumbing.templatetags import ui
from teams.columns import commune_column, linked_column, village_column

__all__ = [
    "HouseholdCheckTable",
    "MeetingRows",
    "PeopleCheckTable",
    "QuantityCheckTable",
    "SnapshotCheckTable",
    "TeamCheckTable",
]


class TeamCheckTable(ListTable):
    order_by = ("village",)

    name = linked_column(_("Team"), "teams:team_detail", "pk", "name", order_by=("sort_key", "pk"))
    village = village_column()
    commune = commune_column()
    active_from = DayColumn(_("Active from"))


class HouseholdCheckTable(ListTable):
    order_by = ("village",)

    head = linked_column(
        _("Household head"), "households:household_detail", "pk", "head_name", order_by=("head_sort", "pk"),
        empty_values=(),
    )  # fmt: skip
    born = tables.Column(_("Born"))
    village = village_column()
    commune = commune_column()
    size = NumberColumn(_("Number of people"))
    entered_people = NumberColumn(_("People entered"))
    result = tables.Column(_("Result today"), order_by=("result", "pk"))

    def render_head(self, value: str | None, record: Any) -> str:
        return value or str(record)

    value_head = render_head

    def render_born(self, value: Any, record: Any) -> str:
        # Twins are told by the year; the day is on the household's own page, where a look is written down.
        return str(value.year)

    value_born = render_born

    def render_result(self, value: str, record: Any) -> str:
        return ui.status(value, str(Result(value).label))

    def value_result(self, value: str, record: Any) -> Any:
        return Result(value).label


class SnapshotCheckTable(SnapshotRows):
    sequence = ("village", "commune", "month", "before", "households", "people")

    before = NumberColumn(_("Households before"))


class PeopleCheckTable(SnapshotRows):
    sequence = (
        "village", "commune", "month", "households", "before", "births", "deaths", "arrivals", "departures", "people",
    )  # fmt: skip

    before = NumberColumn(_("People the month before"))
    births = NumberColumn(_("Births"))
    deaths = NumberColumn(_("Deaths"))
    arrivals = NumberColumn(_("Arrivals"))
    departures = NumberColumn(_("Departures"))


class QuantityCheckTable(QuantityRows):
    sequence = ("title", "held_on", "team", "commune", "measure", "amount", "unit")

    measure = tables.Column(_("Measure"), accessor="measure__name", order_by=("measure__sort_key", "pk"))
