"""The office's home: who has not reported, what waits for a decision, what is being loaded, what looks wrong?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from activities.models import TeamMonth
from activities.models.months import due_day
from plumbing.models import Job
from reports.scope import default_area
from reports.views.homes import parts
from reports.views.homes.help_numbers import HelpNumbers
from reports.views.parameters import requested_month
from teams.models import Account


def office_home(request: HttpRequest) -> HttpResponse:
    board = parts.board_of(request.user, requested_month(request))
    return render(request, "reports/homes/office.html", office_context(request, board))


def office_context(request: HttpRequest, board: parts.Board) -> dict[str, Any]:
    """Return what the office and the commune officer have in common."""
    user, month = request.user, board.month
    waiting = parts.months_waiting(user, month)
    loads = parts.imports_under_way(user)
    wanted = HelpNumbers(user, timezone.localdate())
    facts = parts.with_facts(Account.objects.filter(pk=user.pk)).annotate(**wanted.annotations).get()
    return {
        "month": month,
        "due_on": due_day(month),
        "days_left": parts.days_left(due_day(month), timezone.localdate()),
        "board": board,
        "submitted": waiting[TeamMonth.State.SUBMITTED],
        "returned": waiting[TeamMonth.State.RETURNED],
        "to_commit": loads["to_commit"],
        "in_hand": loads["in_hand"],
        "jobs": parts.jobs_lately(Job.objects.visible_to(user), user),
        "data_checks": parts.checks_of(user),
        "help_numbers": wanted.read(facts),
        # The board's teams lie in it; an area is only looked for when there are some.
        "area": default_area(user) if user.area_id else None,
        **parts.first_steps(user, facts),
    }
