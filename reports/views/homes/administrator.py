"""The administrator's home: accounts, whether the portal is well, what failed, what was done today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, F, Q, Subquery, Window
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models.months import due_day
from plumbing import health
from plumbing.models import Change, Job
from reports.views.asked import month_asked_for
from reports.views.homes import parts
from teams.models import Account

# That the database answers is what this page itself shows.
HEALTH = {
    health.broker: _("Messages to the worker"),
    health.worker: _("Worker"),
    health.roll_up: _("Counting of the figures"),
}


def administrator_home(request: HttpRequest) -> HttpResponse:
    user, month = request.user, month_asked_for(request)
    loads = parts.imports_under_way(user)
    context = {
        "month": month,
        "due_on": due_day(month),
        "days_left": parts.days_left(due_day(month), timezone.localdate()),
        "board": parts.board_of(user, month),
        "to_commit": loads["to_commit"],
        "in_hand": loads["in_hand"],
        # Everybody's: the administrator is asked why something failed. What is in a list stays its loader's.
        "jobs": parts.jobs_lately(Job.objects.select_related("started_by"), user),
        "doubts": parts.doubts_of(user),
        "health": state_of_health(),
        "today": changes_today(),
        **accounts_to_look_at(),
        **parts.first_steps(user),
    }
    return render(request, "reports/home_administrator.html", context)


def accounts_to_look_at() -> dict[str, Any]:
    """Return the accounts that were never used, newest first, and how many there are and are closed in all."""
    unused = Q(last_login__isnull=True, is_active=True)
    rows = Account.objects.live().annotate(
        total=Window(Count("*")),
        unused_total=Window(Count("pk", filter=unused)),
        closed_total=Window(Count("pk", filter=Q(is_active=False))),
    )
    # Unused ones first, so that the counts come along even when there is none.
    ranked = rows.order_by(F("last_login").asc(nulls_first=True), F("is_active").desc(), "-pk")
    found = list(ranked.select_related("team", "agency", "area")[: parts.FEW_SHOWN])
    return {
        "unused": [one for one in found if one.last_login is None and one.is_active],
        "unused_total": found[0].unused_total if found else 0,
        "closed_total": found[0].closed_total if found else 0,
        "account_total": found[0].total if found else 0,
    }


def state_of_health() -> list[tuple[str, bool, str]]:
    """Return (part, whether it is well, a few words), the same that /readyz answers."""
    states = []
    for check, label in HEALTH.items():
        try:
            states.append((str(label), True, check()))
        except health.Ill as ill:
            states.append((str(label), False, str(ill)))
    return states


def changes_today() -> dict[str, Any]:
    """Return how much was written today, by how many people, and how often personal data was opened."""
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    # The history has no index by time; its newest entries are today's, so only those are walked through.
    before = Change.objects.filter(at__lt=midnight).order_by("-pk").values("pk")[:1]
    looks = Q(action__in=[Change.Action.VIEWED, Change.Action.EXPORTED])
    return Change.objects.filter(pk__gt=Coalesce(Subquery(before), 0)).aggregate(
        written=Count("pk", filter=~looks), looked=Count("pk", filter=looks), people=Count("by", distinct=True)
    )
