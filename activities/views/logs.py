"""The month's log: one form for the meeting, its attendance, tasks and the village figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from activities import log_choices, rules
from activities.actions.logs import log_month, was_logged
from activities.forms.log_steps import log_steps
from activities.forms.meetings import MeetingLogForm, NextTaskFormSet, ids_in
from activities.locks import may_correct
from activities.logs import MonthLog
from activities.models import Meeting
from activities.month_parts import leads_of_parts
from activities.views.months import possible_steps, team_month
from plumbing import history
from plumbing.conflicts import conflict_page, conflict_rows, resolved
from plumbing.history import current_reason
from plumbing.problems import REASON_FIELD, Problem, Refused, show_in
from plumbing.query_strings import whole_number
from teams.access import Permission, requires
from teams.models import Team


@requires(Permission.LOG_MONTH)
def month_log(request: HttpRequest, team_id: int, month: dt.date) -> HttpResponse:
    """Log the month's meeting, or open it again. What was typed comes back with every refusal."""
    team, row = team_month(request, team_id, month)
    if request.user.team_id == team.pk:
        request.user.team = team  # the page's head names it too: no need to look it up again
    closed = rules.month_problems(team, month, row, request.user)
    # Whoever may correct a locked month is asked for the reason in the form itself.
    if request.method != "POST" and not all(problem.asks_reason for problem in closed):
        for problem in closed:
            messages.warning(request, problem.text)
        return redirect("activities:month_detail", team_id=team.pk, month=month)
    log = MonthLog(team, month, chosen_meeting(request, team, month), posted_tasks(request))
    asked_for = leads_of_parts(row.asked_for, team.pk, month, can_write=True)
    about = {"row": row, "closed": closed, "asked_for": asked_for}
    about["can_submit"] = "submit" in possible_steps(request, row, closed)
    if request.method != "POST":
        return log_page(request, log, MeetingLogForm(log=log), task_rows(log), about)
    return save_log(request, log, about)


def chosen_meeting(request: HttpRequest, team: Team, month: dt.date) -> Meeting | None:
    """Return the meeting that the form is about: the posted one, ?meeting=<id>, else the month's first."""
    meetings = Meeting.objects.visible_to(request.user).live().in_month(month).filter(team=team)
    if request.method == "POST":
        uuid = MeetingLogForm.base_fields["uuid"]
        return meetings.filter(uuid=uuid.to_python(request.POST.get("uuid")) if is_uuid(request) else None).first()
    wanted = request.GET.get("meeting", "")
    if wanted == "new":
        return None
    if wanted.isdecimal():
        return get_object_or_404(meetings, pk=whole_number(wanted))
    return meetings.order_by("held_on", "id").first()


def is_uuid(request: HttpRequest) -> bool:
    digits = request.POST.get("uuid", "").replace("-", "")
    return len(digits) == 32 and all(c in "0123456789abcdef" for c in digits.lower())


def posted_tasks(request: HttpRequest) -> list[int]:
    """Return the ids of the tasks that the posted form asked about."""
    return ids_in(name[5:] for name in request.POST if name.startswith("seen-"))


def task_rows(log: MonthLog, data: Any = None) -> Any:
    form_kwargs = {"members": log.member_choices(), "due_on": log.next_due_day()}
    return NextTaskFormSet(data, prefix="new", form_kwargs=form_kwargs)


def save_log(request: HttpRequest, log: MonthLog, about: dict[str, Any]) -> HttpResponse:
    """Save what was posted, and submit the month if that was asked; or show it again with what is wrong."""
    data = resolved(request.POST, MeetingLogForm(log=log))
    form, rows = MeetingLogForm(data, log=log), task_rows(log, data)
    # Both are checked, so that every mistake shows at once.
    if all([form.is_valid(), rows.is_valid()]):
        submit = wants_to_submit(request)
        logged: dict[str, Any] = {"team": log.team, "month": log.month, "by": request.user}
        logged |= {"content": form.content(row.as_task() for row in rows), "uuid": form.cleaned_data["uuid"]}
        try:
            missing = log_month(**logged, submit=submit, version=form.cleaned_data["version"])
        except history.StaleVersion as stale:
            theirs = MonthLog(log.team, log.month, stale.current, posted_tasks(request))
            return conflict_page(request, conflict_rows(form, MeetingLogForm(log=theirs)), stale.current)
        except Refused as refused:
            if submit and was_logged(**logged):
                say_saved(request, draft_key(request, form), submit, [])
                return to_month(log)
            show_problems(form, rows, refused.problems)
        else:
            say_saved(request, draft_key(request, form), submit, missing)
            return to_what_is_missing(log) if missing else to_month(log)
    return log_page(request, log, form, rows, about, status=422)


def wants_to_submit(request: HttpRequest) -> bool:
    """Whether the month shall be submitted too; whoever has just chosen between two versions looks at it first."""
    return request.POST.get("then") == "submit" and not any(key.startswith("conflict_") for key in request.POST)


def say_saved(request: HttpRequest, draft: str, submit: bool, missing: list[Problem]) -> None:
    """Say what was done; the next page wipes the draft that the device kept."""
    if submit and not missing:
        messages.success(request, _("The month has been submitted."), extra_tags=draft)
    elif submit:
        messages.success(request, _("Saved. The month is not submitted yet."), extra_tags=draft)
    else:
        messages.success(request, _("Saved. Look it over, then submit the month."), extra_tags=draft)


def to_month(log: MonthLog) -> HttpResponse:
    return redirect("activities:month_detail", team_id=log.team.pk, month=log.month)


def to_what_is_missing(log: MonthLog) -> HttpResponse:
    return redirect("activities:month_submit", team_id=log.team.pk, month=log.month)


def show_problems(form: MeetingLogForm, rows: Any, problems: list[Problem]) -> None:
    """Put each problem at its field, those of new tasks at their row."""
    for row in rows:
        prefix = f"{row.prefix}-"
        mine = [p for p in problems if (p.field or "").startswith(prefix)]
        show_in(row, [Problem(p.text, p.field.removeprefix(prefix)) for p in mine])
        problems = [p for p in problems if p not in mine]
    show_in(form, problems)


def draft_key(request: HttpRequest, form: MeetingLogForm) -> str:
    """Name what the device keeps by its meeting: what was typed on an older version is offered beside the newer one."""
    return f"{request.path}#{form.log.meeting.pk if form.log.meeting else ''}"


def log_page(
    request: HttpRequest, log: MonthLog, form: MeetingLogForm, rows: Any, about: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = about | {
        "team": log.team,
        "month": log.month,
        "form": form,
        "rows": rows,
        "steps": log_steps(form, rows),
        "draft_key": draft_key(request, form),
        "draft_new": f"{request.path}#" if log.meeting else "",
        "reason_field": REASON_FIELD if about["row"].state == "locked" and may_correct(request.user) else "",
        "reason": current_reason.get(),
        "meeting_days": log_choices.meeting_days(log),
        "due_days": log_choices.due_days(log),
        "reasons": log_choices.reasons(),
        "titles": log_choices.titles_again(log),
    }
    return render(request, "activities/month_log.html", context, status=status)
