"""The columns of this app's lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Contribution, Quantity, Task
from activities.nouns.activities import AttendedColumn
from plumbing import tables
from plumbing.listing import DayColumn, ListTable, NumberColumn, StateColumn
from plumbing.templatetags import ui


def team_column() -> tables.Column:
    return tables.Column(_("Team"), accessor="team__name", order_by=("team__sort_key", "pk"))


def commune_column() -> tables.Column:
    return tables.Column(_("Commune (today)"), accessor="commune", order_by=("commune_sort", "team__sort_key"))


class MonthColumn(tables.Column):
    def render(self, value: Any, record: Any) -> str:
        return ui.month(value)


class MeetingTable(ListTable):
    order_by = ("-held_on",)
    empty_text = _("No meeting was found. Try fewer filters.")

    held_on = DayColumn(_("Held on"), link=("activities:meeting_detail", {"pk": "pk"}))
    team = team_column()
    commune = commune_column()
    month = MonthColumn(_("For the month"))
    present = NumberColumn(_("Attended"), accessor="present_count")
    members = NumberColumn(_("Members"), accessor="member_count")
    tasks = NumberColumn(_("Tasks given"), accessor="task_count")
    optional = {
        "done": tables.Column(_("What was done"), orderable=False, td_class="text-wrap"),
        "not_done": tables.Column(_("What was not done"), orderable=False, td_class="text-wrap"),
    }


class TaskTable(ListTable):
    order_by = ("-due_on",)
    empty_text = _("No task was found. Try fewer filters.")

    title = tables.Column(_("Task"), order_by=("search_key", "pk"), td_class="text-wrap")
    team = team_column()
    commune = commune_column()
    assignee = tables.Column(_("Who does it"), accessor="assignee__name", order_by=("assignee__sort_key", "pk"))
    due_on = DayColumn(_("By when"))
    state = tables.Column(_("State"))
    finished_on = DayColumn(_("Finished"))
    # What is not visible is in the Excel file, and can be chosen.
    not_done_reason = tables.Column(_("Why not"), orderable=False, visible=False)
    carried_over = NumberColumn(_("Times carried over"), visible=False)

    def render_state(self, value: Any, record: Task) -> str:
        return ui.status(record.badge, capfirst(_("overdue") if record.badge == "late" else value))

    def value_state(self, value: Any, record: Any) -> Any:
        return value


class EditableTaskTable(TaskTable):
    """For those who may change tasks: the title opens the form."""

    title = tables.Column(
        _("Task"),
        link=("activities:task_edit", {"pk": "pk"}),
        order_by=("search_key", "pk"),
        td_class="text-wrap",
    )


def with_results(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Fetch each activity's quantities into `.results`: a list, for a manager of its own for each row takes time."""
    shown = ("activity", "amount", "measure__name", "measure__name_en", "measure__unit")
    quantities = Quantity.objects.select_related("measure").only(*shown)
    return activities.prefetch_related(Prefetch("quantities", queryset=quantities, to_attr="results"))


class ActivityTable(ListTable):
    order_by = ("-held_on",)
    empty_text = _("No activity was found. Try fewer filters.")

    title = tables.Column(
        _("Activity"),
        link=("activities:activity_detail", {"pk": "pk"}),
        order_by=("search_key", "pk"),
        td_class="text-wrap",
    )
    held_on = DayColumn(_("Day"))
    team = team_column()
    commune = commune_column()
    field = tables.Column(_("Field"))
    attended = AttendedColumn(_("People who took part"))
    quantities = tables.Column(_("Results"), accessor="pk", orderable=False, td_class="text-wrap")

    def render_quantities(self, value: Any, record: Any) -> str:
        return "; ".join(f"{ui.number(q.amount)} {q.measure.unit}" for q in record.results)

    def value_quantities(self, value: Any, record: Any) -> str:
        return "; ".join(f"{q.measure}: {ui.number(q.amount)} {q.measure.unit}" for q in record.results)


class ContributionTable(ListTable):
    order_by = ("-received_on",)
    empty_text = _("No contribution was found. Try fewer filters.")

    donor = tables.Column(_("Donor"), link=("activities:contribution_detail", {"pk": "pk"}))
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

    def render_description(self, value: Any, record: Contribution) -> str:
        return record.description or capfirst(record.get_kind_display())

    def render_amount(self, value: Any, record: Contribution) -> str:
        return f"{ui.number(value)} {record.unit}"

    def value_amount(self, value: Any, record: Any) -> Any:
        return value

    def render_stage(self, value: Any, record: Contribution) -> str:
        state, words = stage_of(record)
        return ui.status(state, capfirst(words))

    def value_stage(self, value: Any, record: Contribution) -> Any:
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
    empty_text = _("No measure was found. Try fewer filters.")

    name = tables.Column(_("Measure"), link=("activities:measure_edit", {"pk": "pk"}), order_by=("sort_key", "pk"))
    name_en = tables.Column(_("English name"))
    unit = tables.Column(_("Unit"))
    code = tables.Column(_("Code"))
    most_at_once = NumberColumn(_("Most in one activity"))
    is_active = tables.Column(_("In use"))

    def render_is_active(self, value: bool, record: Any) -> str:
        return ui.status("active", _("yes")) if value else ui.status("ended", _("no"))

    def value_is_active(self, value: bool, record: Any) -> Any:
        return _("yes") if value else _("no")


class BoardTable(ListTable):
    """The table behind the board's tiles."""

    empty_text = _("No team was found. Try fewer filters.")

    team = tables.Column(
        _("Team"),
        accessor="team__name",
        link=("activities:month_detail", {"team_id": "team__pk", "month": "row__month"}),
        order_by="team__sort_key",
    )
    commune = tables.Column(_("Commune"), accessor="team__commune", order_by=("team__commune_sort", "team__sort_key"))
    state = tables.Column(_("State"), accessor="words", order_by="state")
    submitted_at = tables.Column(_("Submitted"), accessor="row__submitted_at", order_by="submitted_on")
    reason = tables.Column(_("Reason"), accessor="row__state_reason", orderable=False)
    # Whoever is late is called (teams.leaders.with_leaders).
    phone = tables.Column(_("Leader's phone"), accessor="leader__phone", orderable=False)

    @staticmethod
    def key_of(record: Any) -> int:
        return record.team.pk

    def render_phone(self, value: Any, record: Any) -> str:
        return format_html('<a href="tel:{}">{}</a>', ui.tel(value), value) if value else ""

    def value_phone(self, value: Any, record: Any) -> Any:
        return value

    @staticmethod
    def name_of(record: Any) -> str:
        return record.team.name

    def render_state(self, value: Any, record: Any) -> str:
        return ui.status(record.state, value)

    def value_state(self, value: Any, record: Any) -> Any:
        return value

    def render_submitted_at(self, value: Any, record: Any) -> str:
        return ui.moment(value)

    def value_submitted_at(self, value: Any, record: Any) -> Any:
        return value
