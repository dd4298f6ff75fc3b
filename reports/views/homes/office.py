"""The office's home: who has not reported, what waits for a decision, which lists are being loaded?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from activities.board import board_rows, board_teams
from activities.models import TeamMonth
from activities.models.months import due_day
from plumbing.models import ImportBatch
from reports.scope import default_area
from reports.views.asked import month_asked_for
from reports.views.homes.parts import MOST_SHOWN, board_url, counters
from teams.access import Permission, may
from teams.models import Account, Team

IMPORTS_UNDER_WAY = [ImportBatch.State.READING, ImportBatch.State.CHECKED, ImportBatch.State.COMMITTING]


def office_home(request: HttpRequest) -> HttpResponse:
    """Who has not reported, what waits for a decision, which lists are being loaded?"""
    month = month_asked_for(request)
    rows = board_rows(board_teams(Team.objects.visible_to(request.user), month), month, request.user)
    waiting = sorted((row for row in rows if row.state == TeamMonth.State.SUBMITTED), key=lambda row: row.submitted_on)
    late = [row for row in rows if row.state == "late"]
    context = {
        "month": month,
        "due_on": due_day(month),
        "team_count": len(rows),
        "handed_in": sum(not row.is_missing for row in rows),
        "month_url": board_url(month),
        "counts": counters(rows, month),
        "submitted": waiting[:MOST_SHOWN],
        "submitted_more": max(len(waiting) - MOST_SHOWN, 0),
        "late": late[:MOST_SHOWN],
        "late_more": max(len(late) - MOST_SHOWN, 0),
        "imports": imports_under_way(request.user),
        "may_import": may(request.user, Permission.IMPORT),
        "area": default_area(request.user),
    }
    return render(request, "reports/home_office.html", context)


def imports_under_way(user: Account) -> list[ImportBatch]:
    if not may(user, Permission.IMPORT):
        return []
    return list(ImportBatch.objects.visible_to(user).filter(state__in=IMPORTS_UNDER_WAY).defer("content")[:5])
