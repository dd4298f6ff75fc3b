"""The one rule of locked months: what would change a figure of one is refused at every door.

Whoever may lock a month may do it all the same, for a reason, which is kept as a correction of the month. The verbs of
`plumbing.history` ask here before anything they wrote is kept, so a form, a list, an undo or a job cannot forget it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import TeamMonth
from plumbing import history
from plumbing.dates import month_inside
from plumbing.problems import Problem, refuse
from plumbing.spans import Span
from teams.access import Permission, may

MAX_NAMED = 6


def guard(pairs: Sequence[history.Pair], by: Any, reason: str) -> None:
    """Refuse what changes figures of locked months, or keep it as a correction of them."""
    model = next(type(row) for pair in pairs for row in pair if row is not None)
    locked = locked_in(model.felt_in(pairs))
    if not locked:
        return
    if not (reason and may_correct(by)):
        refuse([locked_problem(locked, by)])
    history.note_corrections(locked, by=by, reason=reason, what=capfirst(str(model._meta.verbose_name)))


def may_correct(user: Any) -> bool:
    """Tell whether `user` (None: the portal itself) may change what is locked, given a reason."""
    return user is None or may(user, Permission.LOCK_MONTH)


def locked_in(spans: Iterable[Span]) -> list[TeamMonth]:
    """Return the locked months of the villages' teams that lie in any of the spans.

    Those that somebody could lock just now are held until the transaction ends: whoever locks them waits, and what is
    written here is in before the lock is.
    """
    by_village: dict[int, list[Span]] = defaultdict(list)
    for span in dict.fromkeys(spans):
        by_village[span.area].append(span)
    if not by_village:
        return []
    first = min(span.first for spans in by_village.values() for span in spans)
    last = max(span.last for spans in by_village.values() for span in spans)
    rows = TeamMonth.objects.live().filter(month__gte=first, month__lte=last)
    if len(by_village) <= MAX_ASKED_FOR:
        rows = rows.filter(team__village__in=by_village)
    _hold(rows.filter(state__in=LOCKABLE_SOON))
    # Names and places alone: a large list may feel in all months of all teams.
    named = rows.locked().select_related("team").only("month", "team__name", "team__village")
    found = named.order_by("month", "team__sort_key")
    return [
        row
        for row in found
        if any(span.first <= row.month <= span.last for span in by_village.get(row.team.village_id, ()))
    ]


def _hold(rows: QuerySet[TeamMonth]) -> None:
    """Hold rows against change, together with whoever else holds them so; SQLite lets only one write at a time."""
    if connection.vendor == "postgresql":
        sql, params = rows.order_by("pk").values("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            # Not of the team, which the query may join: whoever renames it need not wait.
            cursor.execute(f"{sql} FOR SHARE OF {connection.ops.quote_name(TeamMonth._meta.db_table)}", params)


# A list of a whole province asks for all locked months at once.
MAX_ASKED_FOR = 500
# From a month that was not handed in yet to a locked one it is three steps of several people.
LOCKABLE_SOON = (TeamMonth.State.SUBMITTED, TeamMonth.State.ACCEPTED)


def locked_problem(locked: Sequence[TeamMonth], by: Any) -> Problem:
    """Say which months are locked, and who may change them all the same."""
    months = list(dict.fromkeys(row.month for row in locked))
    named = ", ".join(month_inside(month) for month in months[:MAX_NAMED])
    if more := len(months) - MAX_NAMED if len(months) > MAX_NAMED else 0:
        named += ngettext(" and %(count)s more", " and %(count)s more", more) % {"count": more}
    teams = list(dict.fromkeys(str(row.team) for row in locked))
    if len(teams) == 1:
        where = teams[0]
    else:
        where = ngettext("%(count)s team", "%(count)s teams", len(teams)) % {"count": len(teams)}
    words = {"months": named, "where": where}
    if may_correct(by):
        text = _("This changes figures of locked months (%(where)s: %(months)s). Say why: it is kept as a correction.")
        return Problem(text % words, asks_reason=True)
    text = _("This would change figures of locked months (%(where)s: %(months)s). Ask the office.")
    return Problem(text % words)


def corrections_of(row: TeamMonth) -> Iterator[Any]:
    """Yield how the figures of a month were corrected after it was locked, the newest first."""
    yield from history.Change.objects.about(row).filter(action=history.Action.CORRECTED).with_people()
