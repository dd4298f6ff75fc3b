"""Tasks: what members were asked to do by a day."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from activities.filters import TaskFilter
from activities.models import Task
from plumbing import tables
from plumbing.dates import format_date, month_of
from plumbing.finding import Found, Hit, found_rows, one_line
from plumbing.helping import PageHelp, Term
from plumbing.listing import DayColumn, ListTable
from plumbing.nouns import FigureRows, MenuGroup, Noun, PageLink, register
from plumbing.states import State
from teams.access import Permission as P
from teams.columns import TEAM_SEARCH, commune_column, team_column
from teams.models import Account


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


def search(user: Account, text: str, limit: int) -> Found:
    """A task opens the month in which it is due, where whoever may settles it."""

    def hit(task: Task) -> Hit:
        month = reverse("activities:month_detail", args=[task.team_id, month_of(task.due_on)])
        return Hit(task.title, one_line(task.team, task.assignee, format_date(task.due_on)), month)

    rows = Task.objects.visible_to(user).live().select_related("team", "assignee")
    wanted = TaskFilter.base_filters["q"]
    return found_rows(rows, text, limit, search=wanted, hit=hit, order=["-due_on"])


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
        menu_group=MenuGroup.WORK,
        icon="task",
        list_icon="tasks",
        permission=P.VIEW_MONTHS,
        list_page="activities:task_list",
        menu_order=70,
        actions=[PageLink(gettext_lazy("New task"), "activities:task_create", "task", P.LOG_MONTH, order=40)],
        search=search,
        search_order=36,
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
