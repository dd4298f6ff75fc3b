"""The history of a row on its own page: {% load history %}{% row_history household "persons" %}."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import template
from django.db import models

from plumbing.models import Change
from plumbing.timeline import timeline

register = template.Library()
SHOWN_LIMIT = 15


@register.inclusion_tag("plumbing/parts/history_card.html")
def row_history(row: models.Model, *related: str) -> dict[str, Any]:
    """Show who did what to `row`, newest first. `related`: relations whose rows belong to it, as "persons"."""
    condition = models.Q(model=row._meta.label_lower, object_id=row.pk)
    # A list of keys, not a sub-select: PostgreSQL would read the whole history instead of its index.
    for label, keys in keys_of(row, related).items():
        condition |= models.Q(model=label, object_id__in=keys)
    # Who looked at it stands in the history page; here it would bury what was changed.
    found = Change.objects.filter(condition).exclude(action=Change.Action.VIEWED)
    changes = list(found.with_people().order_by("-id")[: SHOWN_LIMIT + 1])
    return {
        "entries": timeline(changes[:SHOWN_LIMIT], with_rows=bool(related)),
        "has_more": len(changes) > SHOWN_LIMIT,
    }


def keys_of(row: models.Model, related: Sequence[str]) -> dict[str, list[int]]:
    """Return the keys of the rows that belong to `row`, by their model: one query for all relations."""
    asked = []
    for name in related:
        rows = getattr(row, name)
        label = models.Value(rows.model._meta.label_lower, output_field=models.CharField())
        own = rows.model._base_manager.order_by().filter(**{rows.field.name: row})
        asked.append(own.annotate(label=label).values_list("label", "pk"))
    found: dict[str, list[int]] = defaultdict(list)
    for label, key in asked[0].union(*asked[1:], all=True) if asked else ():
        found[label].append(key)
    return found
