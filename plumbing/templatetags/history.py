"""The history of a row on its own page: {% load history %}{% row_history household %}."""

from typing import Any

from django import template
from django.db import models

from plumbing.models import Change
from plumbing.timeline import timeline

register = template.Library()
SHOWN_LIMIT = 30


@register.inclusion_tag("plumbing/history_card.html")
def row_history(row: models.Model, *more: Any) -> dict[str, Any]:
    """Show who did what to `row`, newest first. `more`: rows, or lists of rows, that belong to it."""
    wanted: dict[str, set[Any]] = {row._meta.label_lower: {row.pk}}
    for part in more:
        for other in [part] if isinstance(part, models.Model) else part:
            wanted.setdefault(other._meta.label_lower, set()).add(other.pk)
    condition = models.Q()
    for label, keys in wanted.items():
        condition |= models.Q(model=label, object_id__in=keys)
    changes = list(Change.objects.filter(condition).with_people().order_by("-id")[: SHOWN_LIMIT + 1])
    return {
        "entries": timeline(changes[:SHOWN_LIMIT], with_rows=bool(more)),
        "has_more": len(changes) > SHOWN_LIMIT,
    }
