"""Tasks: what members were asked to do by a day."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from activities.models import Task
from plumbing import tables
from plumbing.helping import PageHelp, Term
from plumbing.listing import DayColumn, ListTable
from plumbing.nouns import FigureRows, Noun, PageLink, register
from plumbing.states import State
from teams.access import Permission as P
from teams.columns import TEAM_SEARCH, commune_column, team_column


class TaskRows(ListTable):
    order_by = ("due_on",)

    title = tables.Column(gettext_lazy("Task"), order_by=("search_key", "pk"), td_class="text-wrap")
    team = team_column()
    commune = commune_column()
    assignee = tables.Column(gettext_lazy("Assignee"), accessor="assignee__name", order_by=("assignee__sort_key", "pk"))
    due_on = DayColumn(gettext_lazy("Due"))
    state = tables.Column(gettext_lazy("State"))
    finished_on = DayColumn(gettext_lazy("Finished"))


TASKS = FigureRows(TaskRows, ("search_key", *TEAM_SEARCH), ("team__village", "assignee"))


def terms() -> dict[str, Term]:
    return {
        "task": Term(
            _("Task"),
            _(
                "Given to one member with a due day at a meeting. It ends done, or not done and given up; what is "
                "carried over stays due in its month, not done, and goes on as another task of the next month."
            ),
        ),
    }


register(
    Noun(
        model=Task,
        label=gettext_lazy("Tasks"),
        icon="task",
        list_icon="tasks",
        permission=P.VIEW_MONTHS,
        list_page="activities:task_list",
        menu_order=70,
        actions=[PageLink(gettext_lazy("New task"), "activities:task_create", "task", P.LOG_MONTH, order=40)],
        in_history=True,
        states={"carried": State("info", "calendar", pgettext_lazy("task", "carried over"))},
        terms=terms,
        help=[
            (
                ("activities:task_list", "activities:task_create", "activities:task_edit", "activities:task_settle"),
                PageHelp(
                    gettext_lazy(
                        "What members were asked to do and by which day. Late tasks stand first until they are settled."
                    ),
                    ("task", "figure:tasks_due", "figure:tasks_done_rate"),
                ),
            ),
        ],
    )
)
