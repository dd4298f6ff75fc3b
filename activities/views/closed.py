"""A form that cannot be saved says so when it is opened, not after it was filled in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from activities import rules
from activities.models import TeamMonth
from teams.models import Team


def why_closed(user: Any, team: Team, day: dt.date) -> list[str]:
    """Return why `user` may not write into the month of `day`; nothing where a reason opens it (`activities.locks`)."""
    month = day.replace(day=1)
    row = TeamMonth.objects.select_related("state_by").filter(team=team, month=month).first()
    return [problem.text for problem in rules.state_problems(row, user) if not problem.asks_reason]


def sent_away(request: HttpRequest, team: Team, day: dt.date, back_url: str) -> HttpResponse | None:
    """Return the way back, with the reason, for whoever opens a form about a row of a closed month. What is posted all
    the same is refused by the action, with everything that was typed.
    """
    closed = why_closed(request.user, team, day) if request.method != "POST" else []
    for text in closed:
        messages.warning(request, text)
    return redirect(back_url) if closed else None


def warn_of_closed_month(request: HttpRequest, team: Team | None, day: dt.date) -> None:
    """Say above a new form that the month with which it opens takes nothing more; another day may be chosen."""
    if request.method != "POST" and team is not None:
        for text in why_closed(request.user, team, day):
            messages.warning(request, text)
