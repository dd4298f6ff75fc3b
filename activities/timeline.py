"""The history of a month and of what was logged in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from activities.checklist import MonthContents
from activities.models import TeamMonth
from activities.rules import month_label
from plumbing.models import Change, Record
from plumbing.timeline import Entry, entry_of

MAX_ENTRIES = 40


def changes_of_month(row: TeamMonth, contents: MonthContents) -> QuerySet[Change]:
    """Return the history of a month and of what was logged in it, newest first."""
    kinds: list[Iterable[Record]] = [
        contents.meetings,
        contents.tasks_due,
        contents.activities,
        contents.contributions,
        [contents.snapshot] if contents.snapshot else [],
        [row] if row.pk else [],
    ]
    about = Q(pk__in=[])
    for rows in kinds:
        if ids := [r.pk for r in rows]:
            label = next(iter(rows))._meta.label_lower
            about |= Q(model=label, object_id__in=ids)
    return Change.objects.filter(about).with_people().order_by("-id")[:MAX_ENTRIES]


def month_entries(changes: Iterable[Change], *, with_values: bool) -> list[Entry]:
    """Return the changes in words; old and new values only for those who may read the history.

    References to other rows are left out: their names would cost a query for each kind of row.
    """
    entries = []
    for change in changes:
        is_month = change.model == TeamMonth._meta.label_lower
        entry = entry_of(change, {}, with_rows=not is_month)
        if is_month:
            entry.title = f"{entry.title}: {month_label(change.month)}" if change.month else entry.title
        told = with_values and not is_month
        entry.changes = [_labelled(c) for c in entry.changes if not _is_reference(c)] if told else []
        entries.append(entry)
    return entries


def _is_reference(change: tuple[str, str, str]) -> bool:
    return any(text.startswith("#") for text in change[1:])


def _labelled(change: tuple[str, str, str]) -> tuple[str, str, str]:
    """Name the values that belong to other rows (`history.change(parts=…)`)."""
    labels = {"present": _("Present"), "absent": _("Absent"), "quantities": _("Quantities")}
    return (labels.get(change[0], change[0]), *change[1:])
