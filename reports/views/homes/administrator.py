"""The administrator's home: accounts, whether the portal is well, what failed, what was done today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models.months import due_day
from households.models import Viewing
from plumbing import health
from plumbing.importing.kinds import list_kind
from plumbing.models import BackupRun, Change, ImportBatch, Job
from plumbing.templatetags.ui import moment
from reports.views.homes import parts
from reports.views.parameters import requested_month
from teams.models import Account

# That the database answers is what this page itself shows.
HEALTH = {
    health.broker: _("Messages to the worker"),
    health.worker: _("Worker"),
    health.roll_up: _("Counting of the figures"),
}

# An office that loses more than this many days retypes for longer than a backup takes.
BACKUP_EVERY = dt.timedelta(days=7)


def administrator_home(request: HttpRequest) -> HttpResponse:
    user, month = request.user, requested_month(request)
    accounts = accounts_to_look_at()
    context = {
        "month": month,
        "due_on": due_day(month),
        "days_left": parts.days_left(due_day(month), timezone.localdate()),
        "board": parts.board_of(user, month),
        # Everybody's: the administrator is asked why something failed. What is in a list stays its loader's.
        "loads": last_loads(user),
        "jobs": parts.jobs_lately(Job.objects.select_related("started_by"), user),
        "data_checks": parts.checks_of(user),
        "health": state_of_health(),
        "backups": last_backups(accounts["facts"]),
        "today": changes_today(accounts["facts"].last_entry) | {"looked": accounts["facts"].viewings_today},
        **accounts,
        **parts.first_steps(user, accounts["facts"]),
    }
    return render(request, "reports/homes/administrator.html", context)


def accounts_to_look_at() -> dict[str, Any]:
    """Return the accounts that were never used, newest first, and how many there are and are closed in all."""
    unused = Q(last_login__isnull=True, is_active=True)
    rows = with_last_entries(parts.with_facts(Account.objects.live())).annotate(
        total=Window(Count("*")),
        unused_total=Window(Count("pk", filter=unused)),
        closed_total=Window(Count("pk", filter=Q(is_active=False))),
    )
    # Unused ones first, so that the counts come along even when there is none.
    ranked = rows.order_by(F("last_login").asc(nulls_first=True), F("is_active").desc(), "-pk")
    found = list(ranked[: parts.FEW_SHOWN])
    # Whoever reads this has an account.
    first = found[0]
    return {
        "unused": [one for one in found if one.last_login is None and one.is_active],
        "unused_total": first.unused_total,
        "closed_total": first.closed_total,
        "account_total": first.total,
        "facts": first,
    }


def last_loads(user: Account) -> list[Any]:
    """Return the lists that were loaded last: what kind, by whom, how far; a file's name may name people."""
    rows: Any = ImportBatch.objects.select_related("uploaded_by").order_by("-pk")
    loads = list(
        rows.only("token", "kind", "filename", "state", "uploaded_at", "uploaded_by__full_name")[: parts.FEW_SHOWN]
    )
    for one in loads:
        kind = list_kind(one.kind)
        one.kind_title = kind.title if kind else one.kind
        one.is_own = one.uploaded_by_id == user.pk
    return loads


def state_of_health() -> list[tuple[str, bool, str]]:
    """Return (part, whether it is well, a few words), the same that /readyz answers."""
    states = []
    for check, label in HEALTH.items():
        try:
            states.append((str(label), True, check()))
        except health.Unhealthy as problem:
            states.append((str(label), False, str(problem)))
    return states


def with_last_entries(rows: QuerySet[Account]) -> QuerySet[Account]:
    """Add what the page says of the newest: backup, proof of one, entry of the history before today."""
    made, proven = (BackupRun.objects.newest(kind) for kind in (BackupRun.Kind.MADE, BackupRun.Kind.PROVEN))
    return rows.annotate(
        backup_made_at=Subquery(made.values("at")[:1]),
        backup_proven_at=Subquery(proven.values("at")[:1]),
        last_entry=newest_before_today(),
        viewings_today=viewings_today(),
        backup_problem=Subquery(proven.values("problem")[:1]),
    )


def last_backups(facts: Any) -> list[tuple[str, bool, str]]:
    """Return (what, whether it is well, a few words) of the last backup and of the last proof that one comes back."""
    never = str(_("never"))
    made_at, proven_at = facts.backup_made_at, facts.backup_proven_at
    is_recent = made_at is not None and timezone.now() - made_at < BACKUP_EVERY
    return [
        (str(_("Last backup")), is_recent, moment(made_at) or never),
        (
            str(_("Last proof that a backup comes back")),
            proven_at is not None and not facts.backup_problem,
            moment(proven_at) or never,
        ),
    ]


def viewings_today() -> Coalesce:
    """Return, for an annotation, how often somebody was shown personal data today."""
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    seen = Viewing.objects.filter(at__gte=midnight).order_by().values(one=Value(1))
    return Coalesce(Subquery(seen.annotate(number=Count("pk")).values("number")), 0)


def newest_before_today() -> Subquery:
    """Return, for an annotation, the newest entry of the history before today."""
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    return Subquery(Change.objects.filter(at__lt=midnight).order_by("-pk").values("pk")[:1])


def changes_today(before: int | None) -> dict[str, Any]:
    """Return how much was written today, and by how many people.

    The history has no index by time; its newest entries are today's, so only those behind `before` are walked through.
    It is asked for separately: within one query the planner cannot know how few they are, and reads the history whole.
    """
    looks = Q(action__in=[Change.Action.VIEWED, Change.Action.EXPORTED])
    newest = Change.objects.filter(pk__gt=before or 0)
    return newest.aggregate(written=Count("pk", filter=~looks), people=Count("by", distinct=True))
