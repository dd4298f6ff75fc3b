"""Tasks of the teams."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from activities.actions.tasks import record_task, settle_task
from activities.filters import TaskFilter
from activities.forms.tasks import SettleForm, TaskEditForm, TaskForm
from activities.models import Task
from activities.tables import EditableTaskTable, TaskTable
from activities.views.bulk import task_steps
from activities.views.closed import sent_away
from activities.views.listing import requested_team, with_commune
from plumbing.dates import month_of, parse_month
from plumbing.form_pages import action_page, edit_page, posted
from plumbing.history import StaleVersion
from plumbing.listing import list_page
from plumbing.problems import Refused
from plumbing.query_strings import whole_number
from plumbing.reading import Unreadable
from teams.access import Permission, may, requires


@require_GET
@requires(Permission.VIEW_MONTHS)
def task_list(request: HttpRequest) -> HttpResponse:
    may_edit = may(request.user, Permission.LOG_MONTH)
    rows = with_commune(Task.objects.visible_to(request.user).live()).select_related("team", "assignee")
    context = {"create_url": reverse("activities:task_create"), "create_label": _("New task")}
    return list_page(
        request,
        rows=rows,
        filter_class=TaskFilter,
        table_class=EditableTaskTable if may_edit else TaskTable,
        title=_("Tasks"),
        may_export=may(request.user, Permission.EXPORT),
        steps=task_steps(request),
        context=context if may_edit else None,
    )


@requires(Permission.LOG_MONTH)
def task_create(request: HttpRequest) -> HttpResponse:
    team = requested_team(request)
    return task_page(request, partial(TaskForm, user=request.user, team=team), None, _("New task"))


@requires(Permission.LOG_MONTH)
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Task.objects.visible_to(request.user).live().select_related("team", "meeting")
    task = get_object_or_404(rows, pk=pk)
    if away := sent_away(request, task.team, task.due_on, reverse("activities:task_list")):
        return away
    return task_page(request, partial(TaskEditForm, user=request.user), task, _("Task"))


def task_page(request: HttpRequest, make_form: Any, task: Task | None, title: str) -> HttpResponse:
    def save(form: TaskForm) -> Task:
        return record_task(task=form.instance, by=request.user, version=form.cleaned_data.get("version"))

    return edit_page(
        request,
        make_form=make_form,
        instance=task,
        save=save,
        title=title,
        about=task.team if task else "",
        back_url=reverse("activities:task_list"),
        back_label=_("Tasks"),
        message=_("The task has been saved."),
        can_undo=True,
    )


@requires(Permission.LOG_MONTH)
def task_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of an open task: done, not done and why, or carried over; then go back to the month's page."""
    task = get_object_or_404(Task.objects.visible_to(request.user).unfinished().select_related("team"), pk=pk)
    month = requested_month(request) or month_of(task.due_on)
    form = SettleForm(posted(request), initial={"outcome": request.GET.get("outcome"), "version": task.version})

    def settle(**_answers: Any) -> None:
        settle_task(task=task, month=month, outcome=form.said_of(task), by=request.user)

    return action_page(
        request,
        form=form,
        act=settle,
        title=_("What became of the task"),
        about=task.title,
        back_url=reverse("activities:month_detail", args=[task.team_id, month]),
        message=_("Saved what became of the task."),
        can_undo=True,
    )


def requested_month(request: HttpRequest) -> dt.date | None:
    """Return the month from whose page one comes (?month=2026-06)."""
    try:
        return parse_month(request.GET.get("month", ""))
    except Unreadable:
        return None


@requires(Permission.LOG_ACTIVITY)
@require_POST
def task_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Say with one tap that a task is done, or take that back; then go back to where it was tapped."""
    rows = (
        Task.objects.visible_to(request.user)
        .live()
        .ticked_by(request.user)
        .filter(state__in=[Task.State.OPEN, Task.State.DONE])
    )
    task = get_object_or_404(rows.select_related("team", "meeting"), pk=pk)
    is_done = request.POST.get("done") == "yes"
    task.state = Task.State.DONE if is_done else Task.State.OPEN
    task.finished_on = timezone.localdate() if is_done else None
    version = request.POST.get("version", "")
    try:
        record_task(task=task, by=request.user, version=(whole_number(version) or 0) if version else None)
    except StaleVersion:
        messages.error(request, _("The task was changed meanwhile. Look at it again."))
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, problem.text)
    else:
        text = _("Done: %(task)s") if is_done else _("To do again: %(task)s")
        messages.success(request, text % {"task": task.title})
    at_home = request.POST.get("back") == "home"
    return redirect(reverse("home") + "#my-tasks" if at_home else "activities:task_list")
