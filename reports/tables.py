"""The rows behind a figure, as lists: one table for each source of the indicators."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models import TeamMonth
from plumbing.listing import DayColumn, ListTable, NumberColumn, StateColumn
from plumbing.templatetags import ui


class MonthColumn(tables.Column):
    def render(self, value: Any) -> str:
        return ui.month(value)


def link(text: object, page: str, lookup: str, accessor: str, **options: Any) -> tables.Column:
    """Return a column that opens a page of a lower room; `lookup` leads to the id in its address."""
    return tables.Column(text, accessor=accessor, linkify=(page, {"pk": tables.A(lookup)}), **options)


def village(lookup: str) -> tables.Column:
    return tables.Column(_("Village"), accessor=f"{lookup}__name", order_by=(f"{lookup}__sort_key", "pk"))


def commune() -> tables.Column:
    return tables.Column(_("Commune"), accessor="commune", order_by=("commune_sort", "pk"))


def team(lookup: str = "team") -> tables.Column:
    return link(
        _("Team"), "teams:team_detail", f"{lookup}__pk", f"{lookup}__name", order_by=(f"{lookup}__sort_key", "pk")
    )


class TeamMonthRows(ListTable):
    name = link(_("Team"), "teams:team_detail", "pk", "name", order_by=("sort_key", "pk"))
    village = village("village")
    commune = commune()
    has_met = tables.Column(_("Met"))
    state = StateColumn(_("State"), empty_values=())
    handed_in_at = tables.Column(_("First handed in"))

    class Meta(ListTable.Meta):
        order_by = "village"

    def render_has_met(self, value: bool) -> str:
        return str(_("yes") if value else _("no"))

    value_has_met = render_has_met

    def render_handed_in_at(self, value: Any) -> str:
        return ui.moment(value)

    value_handed_in_at = render_handed_in_at

    def render_state(self, value: Any, record: Any, bound_column: Any) -> str:
        return ui.status(value or TeamMonth.State.OPEN)

    def value_state(self, value: Any) -> str:
        return str(TeamMonth.State(value or TeamMonth.State.OPEN).label)


class ServiceRows(ListTable):
    cadre = link(_("Cadre"), "teams:cadre_detail", "cadre__pk", "cadre__name", order_by=("cadre__sort_key", "pk"))
    role = tables.Column(_("Role in the team"))
    agency = tables.Column(_("Agency"), accessor="cadre__agency__name")
    team = team()
    commune = commune()
    valid_from = DayColumn(_("Since"))

    class Meta(ListTable.Meta):
        order_by = "team"


class MeetingRows(ListTable):
    held_on = DayColumn(_("Held on"), linkify=("activities:meeting_detail", {"pk": tables.A("pk")}))
    team = team()
    commune = commune()
    month = MonthColumn(_("Month"))
    location = tables.Column(_("Place"))

    class Meta(ListTable.Meta):
        order_by = ("-held_on", "team")


class AttendanceRows(ListTable):
    cadre = link(_("Member"), "teams:cadre_detail", "cadre__pk", "cadre__name", order_by=("cadre__sort_key", "pk"))
    was_present = tables.Column(_("Present"))
    held_on = DayColumn(
        _("Meeting"),
        accessor="meeting__held_on",
        linkify=("activities:meeting_detail", {"pk": tables.A("meeting__pk")}),
    )
    team = team("meeting__team")
    commune = commune()

    class Meta(ListTable.Meta):
        order_by = ("-held_on", "team", "cadre")

    def render_was_present(self, value: bool) -> str:
        return str(_("present") if value else _("absent"))

    value_was_present = render_was_present


class TaskRows(ListTable):
    title = tables.Column(_("Task"), order_by=("search_key", "pk"), attrs={"td": {"class": "text-wrap"}})
    team = team()
    commune = commune()
    assignee = tables.Column(_("Assignee"), accessor="assignee__name", order_by=("assignee__sort_key", "pk"))
    due_on = DayColumn(_("Due"))
    state = tables.Column(_("State"))
    finished_on = DayColumn(_("Finished"))

    class Meta(ListTable.Meta):
        order_by = "due_on"


class ActivityRows(ListTable):
    title = link(_("Activity"), "activities:activity_detail", "pk", "title", attrs={"td": {"class": "text-wrap"}})
    held_on = DayColumn(_("Day"))
    team = team()
    commune = commune()
    field = tables.Column(_("Field"))
    attended = NumberColumn(_("People who took part"))

    class Meta(ListTable.Meta):
        order_by = "-held_on"


class QuantityRows(ListTable):
    title = link(
        _("Activity"), "activities:activity_detail", "activity__pk", "activity__title",
        attrs={"td": {"class": "text-wrap"}},
    )  # fmt: skip
    held_on = DayColumn(_("Day"), accessor="activity__held_on")
    team = team("activity__team")
    commune = commune()
    amount = NumberColumn(_("Amount"))
    unit = tables.Column(_("Unit"), accessor="measure__unit")

    class Meta(ListTable.Meta):
        order_by = "-held_on"


class ContributionRows(ListTable):
    donor = link(_("Donor"), "activities:contribution_detail", "pk", "donor", attrs={"td": {"class": "text-wrap"}})
    received_on = DayColumn(_("Received"))
    team = team()
    commune = commune()
    kind = tables.Column(_("Kind"))
    description = tables.Column(_("What was given"), attrs={"td": {"class": "text-wrap"}})
    amount = NumberColumn(_("Amount"))
    unit = tables.Column(_("Unit"))
    value = NumberColumn(_("Value (đồng)"))

    class Meta(ListTable.Meta):
        order_by = "-received_on"


class SnapshotRows(ListTable):
    village = village("village")
    commune = commune()
    month = MonthColumn(_("Counted in"))
    households = NumberColumn(_("Households"))
    people = NumberColumn(_("People"))

    class Meta(ListTable.Meta):
        order_by = "village"


class HouseholdRows(ListTable):
    head = link(_("Household head"), "households:household_detail", "pk", "head_name", order_by=("head_sort", "pk"))
    village = village("village")
    commune = commune()
    size = NumberColumn(_("People"))
    result = tables.Column(_("Class"))

    class Meta(ListTable.Meta):
        order_by = "village"

    def render_result(self, value: str) -> str:
        return ui.status(value)

    def value_result(self, value: str) -> str:
        return ui.state_label(value)


class TransitionRows(ListTable):
    head = link(
        _("Household head"), "households:household_detail", "household__pk", "head_name", order_by=("head_sort", "pk")
    )
    village = village("household__village")
    commune = commune()
    before = tables.Column(_("Before"))
    result = tables.Column(_("Now"), accessor="result")
    assessed_on = DayColumn(_("Assessed on"))

    class Meta(ListTable.Meta):
        order_by = "village"

    def render_before(self, value: str) -> str:
        return ui.status(value)

    def value_before(self, value: str) -> str:
        return ui.state_label(value)

    def render_result(self, record: Any) -> str:
        return ui.status(record.result)

    def value_result(self, record: Any) -> str:
        return ui.state_label(record.result)


class WallTable(ListTable):
    """The table behind the wall; its rows are reports.tiles.Tile."""

    team = tables.Column(
        _("Team"),
        accessor="team__name",
        linkify=("activities:month_detail", {"team_id": tables.A("team__pk"), "month": tables.A("month")}),
        order_by="team__sort_key",
    )
    village = tables.Column(_("Village"), accessor="label", order_by="team__village__sort_key")
    commune = tables.Column(_("Commune"), accessor="team__commune", order_by=("team__commune_sort", "team__sort_key"))
    leader = tables.Column(_("Team leader"), accessor="team__leader", orderable=False)
    value = NumberColumn(_("Value"), accessor="full", order_by="rank")
    step = tables.Column(pgettext_lazy("of a scale", "Class"), accessor="step__words", order_by="rank")
    before = NumberColumn(_("The month before"), accessor="full_before", orderable=False)
    change = NumberColumn(_("Change"), accessor="change", orderable=False)

    class Meta(ListTable.Meta):
        empty_text = _("No team was found. Try fewer filters.")

    def render_value(self, value: Any) -> str:
        return value

    render_before = render_change = render_value

    def render_step(self, value: Any, record: Any) -> str:
        return format_html('<span class="cn-status {}">{}{}</span>', record.tone, ui.icon(record.sign), value)

    def value_step(self, value: Any) -> str:
        return str(value)

    def value_value(self, record: Any) -> Any:
        return record.number

    def value_before(self, record: Any) -> Any:
        return record.number_before
