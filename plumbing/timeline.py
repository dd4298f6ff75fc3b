"""The history in words: which field had which value, with names instead of keys. Constant queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from plumbing.dates import format_date
from plumbing.models import Change
from plumbing.templatetags.ui import moment

STATES = {
    Change.Action.CREATED: "new",
    Change.Action.CHANGED: "changed",
    Change.Action.VOIDED: "voided",
    Change.Action.SUBMITTED: "submitted",
    Change.Action.RETURNED: "returned",
    Change.Action.ACCEPTED: "accepted",
    Change.Action.LOCKED: "locked",
    Change.Action.REOPENED: "draft",
}
# Long texts are shown by their beginning; the row itself has them whole.
LONGEST = 200


@dataclass
class Entry:
    """One line of a timeline, as components/timeline.html shows it."""

    title: str
    at: dt.datetime
    by: str
    detail: str = ""
    state: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def timeline(changes: Iterable[Change], *, with_rows: bool = False) -> list[Entry]:
    """Return the entries of `changes` (fetched with their people); `with_rows` names the row in each title."""
    changes = list(changes)
    names = related_names(changes)
    return [entry_of(change, names, with_rows=with_rows) for change in changes]


def entry_of(change: Change, names: dict[tuple[str, Any], str], *, with_rows: bool) -> Entry:
    title = capfirst(change.get_action_display())
    if with_rows:
        kind = f" · {kind_label(change.model)}" if model_of(change) else ""
        title = f"{title}{kind}: {change.title}"
    return Entry(
        title=title,
        at=change.at,
        by=str(change.by) if change.by else _("the portal itself"),
        detail=change.reason,
        state=STATES.get(Change.Action(change.action), ""),
        changes=differences(change, names),
    )


def differences(change: Change, names: dict[tuple[str, Any], str]) -> list[tuple[str, str, str]]:
    """Return (label, before, after) for each field that changed; a new row says only that it was made."""
    if not shows_differences(change):
        return []
    model = model_of(change)
    rows = []
    for name in sorted(change.after.keys() | change.before.keys()):
        column = field_named(model, name)
        before, after = (spoken(column, values.get(name), names) for values in (change.before, change.after))
        rows.append((label_of(column, name), before, after))
    return rows


def shows_differences(change: Change) -> bool:
    return bool(change.before) or change.action == Change.Action.CHANGED


def model_of(change: Change) -> type[models.Model] | None:
    try:
        return apps.get_model(change.model) if change.model else None
    except (LookupError, ValueError):
        # The history outlives the models that it speaks of.
        return None


def kind_label(label: str) -> str:
    """Return what a kind of row is called: "teams.team" → "Team"."""
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name))
    except (LookupError, ValueError):
        return label


def field_named(model: type[models.Model] | None, name: str) -> models.Field[Any, Any] | None:
    if model is None:
        return None
    try:
        found = model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, models.Field) else None


def label_of(column: models.Field[Any, Any] | None, name: str) -> str:
    return capfirst(str(column.verbose_name)) if column is not None else name


def spoken(column: models.Field[Any, Any] | None, value: Any, names: dict[tuple[str, Any], str]) -> str:
    """Return a stored value as people read it."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(spoken_part(column, part) for part in value)
    if isinstance(column, models.ForeignKey):
        return names.get((column.related_model._meta.label_lower, value), f"#{value}")
    if column is not None and column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateTimeField) and (moment_at := parse_datetime(str(value))):
        return moment(moment_at)
    if isinstance(column, models.DateField) and (day := parse_date(str(value))):
        return format_date(day)
    text = str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def spoken_part(column: models.Field[Any, Any] | None, part: Any) -> str:
    """Return one value of a list; a model names the words of its lists in `history_words`."""
    words = getattr(column.model, "history_words", {}).get(column.name, {}) if column is not None else {}
    if isinstance(part, dict):
        return " ".join(str(v) for v in part.values())
    return str(words.get(part, part))


def related_names(changes: Iterable[Change]) -> dict[tuple[str, Any], str]:
    """Return the names of all rows that the changes point at: one query for each kind of row."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for change in filter(shows_differences, changes):
        model = model_of(change)
        for values in (change.before, change.after):
            for name, value in values.items():
                column = field_named(model, name) if name.endswith("_id") and value is not None else None
                if isinstance(column, models.ForeignKey):
                    wanted[column.related_model].add(value)
    return {
        (model._meta.label_lower, pk): str(row)
        for model, keys in wanted.items()
        # With what a name may be made of: a meeting is called by its team.
        for pk, row in model._base_manager.select_related().in_bulk(keys).items()
    }
