"""What is done to many tasks at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.actions.task_batches import assign_tasks, finish_tasks, move_tasks
from activities.filters import TaskFilter
from activities.forms.bulk import AssignForm, FinishForm, MoveForm
from activities.models import Task
from plumbing.forms import PlainForm
from plumbing.selection import MAX_SELECTED, Step, back_to, bulk_page, export_step, selected
from teams.access import Permission, may, requires
from teams.models import Cadre, Membership


def task_steps(request: HttpRequest) -> list[Step]:
    """Return what this user may do to ticked tasks."""
    if not may(request.user, Permission.LOG_MONTH):
        return []
    return [
        Step(gettext_lazy("Done"), reverse("activities:task_finish_many"), "check"),
        Step(gettext_lazy("Another due day"), reverse("activities:task_move_many"), "calendar"),
        Step(gettext_lazy("Another person"), reverse("activities:task_assign_many"), "cadre"),
        *export_step(may(request.user, Permission.EXPORT)),
    ]


@requires(Permission.LOG_MONTH)
def task_finish_many(request: HttpRequest) -> HttpResponse:
    def finish(tasks: list[Task], **answers: Any) -> str:
        count = finish_tasks(tasks=tasks, by=request.user, **answers)
        return ngettext("%(count)s task is done.", "%(count)s tasks are done.", count) % {"count": count}

    return task_page(request, FinishForm(request.POST or None), finish, _("The tasks are done"))


@requires(Permission.LOG_MONTH)
def task_move_many(request: HttpRequest) -> HttpResponse:
    def move(tasks: list[Task], **answers: Any) -> str:
        count = move_tasks(tasks=tasks, by=request.user, **answers)
        return ngettext("%(count)s task has a new day.", "%(count)s tasks have a new day.", count) % {"count": count}

    return task_page(request, MoveForm(request.POST or None), move, _("Give the tasks another day"))


@requires(Permission.LOG_MONTH)
def task_assign_many(request: HttpRequest) -> HttpResponse:
    """Give tasks of one team to one of its members."""
    teams = set(picked(request).unfinished().values_list("team", flat=True)[:MAX_SELECTED])
    if len(teams) > 1:
        messages.warning(request, _("These are tasks of several teams: choose those of one team."))
        return HttpResponseRedirect(back_to(request, reverse("activities:task_list")))
    serving = Membership.objects.visible_to(request.user).current().filter(team__in=teams).values("cadre")
    form = AssignForm(request.POST or None, members=Cadre.objects.filter(pk__in=serving).order_by("sort_key"))

    def assign(tasks: list[Task], **answers: Any) -> str:
        count = assign_tasks(tasks=tasks, by=request.user, **answers)
        text = ngettext("%(count)s task was given to %(name)s.", "%(count)s tasks were given to %(name)s.", count)
        return text % {"count": count, "name": answers["assignee"]}

    return task_page(request, form, assign, _("Give the tasks to somebody else"))


def picked(request: HttpRequest) -> Any:
    rows = Task.objects.visible_to(request.user).live().select_related("team")
    return selected(request, rows, TaskFilter)


def task_page(request: HttpRequest, form: PlainForm, act: Callable[..., str], title: str) -> HttpResponse:
    """Show which of the selected tasks are open, and do it to them."""
    rows = list(picked(request).unfinished().order_by("due_on", "pk")[: MAX_SELECTED + 1])
    return bulk_page(
        request,
        rows=rows,
        form=form,
        act=lambda **answers: act(rows, **answers),
        title=title,
        back_url=back_to(request, reverse("activities:task_list")),
        selected_count=picked(request).count(),
        names=lambda task: f"{task.title} – {task.team.name}",
    )
