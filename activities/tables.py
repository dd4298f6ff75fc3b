"""The columns of this room's lists."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Contribution, Measure, Meeting, Quantity, Task
from plumbing.listing import DayColumn, ListTable, NumberColumn, StateColumn
from plumbing.templatetags import ui


def team_column() -> tables.Column:
    return tables.Column(_("Team"), accessor="team__name", order_by=("team__sort_key", "pk"))


def commune_column() -> tables.Column:
    return tables.Column(_("Commune (today)"), accessor="commune", order_by=("commune_sort", "team__sort_key"))


class MonthColumn(tables.Column):
    def render(self, value: Any) -> str:
        return ui.month(value)


class MeetingTable(ListTable):
    held_on = DayColumn(_("Held on"), linkify=("activities:meeting_detail", {"pk": tables.A("pk")}))
    team = team_column()
    commune = commune_column()
    month = MonthColumn(_("For the month"))
    present = NumberColumn(_("Attended"), accessor="present_count")
    members = NumberColumn(_("Members"), accessor="member_count")
    tasks = NumberColumn(_("Tasks given"), accessor="task_count")
    optional = {
        "done": tables.Column(_("What was done"), orderable=False, attrs={"td": {"class": "text-wrap"}}),
        "not_done": tables.Column(_("What was not done"), orderable=False, attrs={"td": {"class": "text-wrap"}}),
    }

    class Meta(ListTable.Meta):
        model = Meeting
        fields = ["held_on", "team", "commune", "month", "present", "members", "tasks"]
        order_by = "-held_on"
        empty_text = _("No meeting was found. Try fewer filters.")


def task_state(task: Task, today: dt.date | None = None) -> str:
    """Return the badge of a task: its state, or late."""
    if task.state == Task.State.OPEN:
        return "late" if task.due_on < (today or timezone.localdate()) else "pending"
    return "done" if task.state == Task.State.DONE else "failed"


class TaskTable(ListTable):
    title = tables.Column(_("Task"), order_by=("search_key", "pk"), attrs={"td": {"class": "text-wrap"}})
    team = team_column()
    commune = commune_column()
    assignee = tables.Column(_("Who does it"), accessor="assignee__name", order_by=("assignee__sort_key", "pk"))
    due_on = DayColumn(_("By when"))
    state = tables.Column(_("State"))
    finished_on = DayColumn(_("Finished"))
    # What is not visible is in the Excel file, and can be chosen.
    not_done_reason = tables.Column(_("Why not"), orderable=False, visible=False)
    carried_over = NumberColumn(_("Times carried over"), visible=False)

    class Meta(ListTable.Meta):
        model = Task
        fields = [
            "title",
            "team",
            "commune",
            "assignee",
            "due_on",
            "state",
            "finished_on",
            "not_done_reason",
            "carried_over",
        ]
        order_by = "-due_on"
        empty_text = _("No task was found. Try fewer filters.")

    @cached_property
    def today(self) -> dt.date:
        return timezone.localdate()

    def render_state(self, value: Any, record: Task) -> str:
        state = task_state(record, self.today)
        return ui.status(state, capfirst(_("overdue") if state == "late" else value))

    def value_state(self, value: Any) -> Any:
        return value


class EditableTaskTable(TaskTable):
    """For those who may change tasks: the title opens the form."""

    title = tables.Column(
        _("Task"),
        linkify=("activities:task_edit", {"pk": tables.A("pk")}),
        order_by=("search_key", "pk"),
        attrs={"td": {"class": "text-wrap"}},
    )

    class Meta(TaskTable.Meta):
        # django-tables2 does not inherit a Meta that is not named.
        pass


def with_results(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Fetch each activity's quantities into `.results`: a list, for a manager of its own for each row takes time."""
    shown = ("activity", "amount", "measure__name", "measure__name_en", "measure__unit")
    quantities = Quantity.objects.select_related("measure").only(*shown)
    return activities.prefetch_related(Prefetch("quantities", queryset=quantities, to_attr="results"))


class ActivityTable(ListTable):
    title = tables.Column(
        _("Activity"),
        linkify=("activities:activity_detail", {"pk": tables.A("pk")}),
        order_by=("search_key", "pk"),
        attrs={"td": {"class": "text-wrap"}},
    )
    held_on = DayColumn(_("Day"))
    team = team_column()
    commune = commune_column()
    field = tables.Column(_("Field"))
    attended = NumberColumn(_("People who took part"))
    quantities = tables.Column(_("Results"), accessor="pk", orderable=False, attrs={"td": {"class": "text-wrap"}})

    class Meta(ListTable.Meta):
        model = Activity
        fields = ["title", "held_on", "team", "commune", "field", "attended", "quantities"]
        order_by = "-held_on"
        empty_text = _("No activity was found. Try fewer filters.")

    def render_quantities(self, record: Any) -> str:
        return "; ".join(f"{ui.number(q.amount)} {q.measure.unit}" for q in record.results)

    def value_quantities(self, record: Any) -> str:
        return "; ".join(f"{q.measure}: {ui.number(q.amount)} {q.measure.unit}" for q in record.results)


class ContributionTable(ListTable):
    donor = tables.Column(_("Donor"), linkify=("activities:contribution_detail", {"pk": tables.A("pk")}))
    description = tables.Column(_("What was given"), accessor="pk", orderable=False)
    kind = tables.Column(_("Kind"), visible=False)
    amount = NumberColumn(_("Amount"))
    unit = tables.Column(_("Unit"), visible=False)
    value = NumberColumn(_("Value (đồng)"))
    received_on = DayColumn(_("Received"))
    handed_over_on = DayColumn(_("Handed over"), visible=False)
    team = team_column()
    commune = commune_column()
    stage = StateColumn(_("State"), accessor="pk", orderable=False)

    class Meta(ListTable.Meta):
        model = Contribution
        fields = [
            "donor",
            "description",
            "kind",
            "amount",
            "unit",
            "value",
            "received_on",
            "handed_over_on",
            "team",
            "commune",
            "stage",
        ]
        order_by = "-received_on"
        empty_text = _("No contribution was found. Try fewer filters.")

    def render_description(self, record: Contribution) -> str:
        return record.description or capfirst(record.get_kind_display())

    def render_amount(self, value: Any, record: Contribution) -> str:
        return f"{ui.number(value)} {record.unit}"

    def value_amount(self, value: Any) -> Any:
        return value

    def render_stage(self, record: Contribution) -> str:
        state, words = stage_of(record)
        return ui.status(state, capfirst(words))

    def value_stage(self, record: Contribution) -> Any:
        return stage_of(record)[1]


def stage_of(row: Contribution) -> tuple[str, Any]:
    """Return (badge, words) of where a contribution stands. Needs `is_corrected`, see `listed_contributions`."""
    if row.corrects_id:
        return "voided", _("counter-entry")
    if row.is_corrected:
        return "voided", _("corrected")
    if row.handed_over_on:
        return "done", _("handed over")
    if row.received_on:
        return "ok", _("received")
    return "pending", _("pledged")


class MeasureTable(ListTable):
    name = tables.Column(
        _("Measure"), linkify=("activities:measure_edit", {"pk": tables.A("pk")}), order_by=("sort_key", "pk")
    )
    name_en = tables.Column(_("English name"))
    unit = tables.Column(_("Unit"))
    code = tables.Column(_("Code"))
    most_at_once = NumberColumn(_("Most in one activity"))
    is_active = tables.Column(_("In use"))

    class Meta(ListTable.Meta):
        model = Measure
        fields = ["name", "name_en", "unit", "code", "most_at_once", "is_active"]
        empty_text = _("No measure was found. Try fewer filters.")

    def render_is_active(self, value: bool) -> str:
        return ui.status("active", _("yes")) if value else ui.status("ended", _("no"))

    def value_is_active(self, value: bool) -> Any:
        return _("yes") if value else _("no")


class BoardTable(ListTable):
    """The table behind the board's tiles."""

    team = tables.Column(
        _("Team"),
        accessor="team__name",
        linkify=("activities:month_detail", {"team_id": tables.A("team__pk"), "month": tables.A("row__month")}),
        order_by="team__sort_key",
    )
    commune = tables.Column(_("Commune"), accessor="team__commune", order_by=("team__commune_sort", "team__sort_key"))
    state = tables.Column(_("State"), accessor="words", order_by="state")
    submitted_at = tables.Column(_("Submitted"), accessor="row__submitted_at", order_by="submitted_on")
    reason = tables.Column(_("Reason"), accessor="row__state_reason", orderable=False)

    class Meta(ListTable.Meta):
        empty_text = _("No team was found. Try fewer filters.")

    @staticmethod
    def key_of(record: Any) -> int:
        return record.team.pk

    @staticmethod
    def name_of(record: Any) -> str:
        return record.team.name

    def render_state(self, value: Any, record: Any) -> str:
        return ui.status(record.state, value)

    def value_state(self, value: Any) -> Any:
        return value

    def render_submitted_at(self, value: Any) -> str:
        return ui.moment(value)

    def value_submitted_at(self, value: Any) -> Any:
        return value
