"""Where rows count at the moment of the roll-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

# From a row to the ids of its villages, by the field that leads there: a household counts where it lived on each day.
LOOKUPS = {
    "residences": "residences__village_id",
    "village": "village_id",
    "team": "team__village_id",
    "household": "household__residences__village_id",
}
AT_ONCE = 5000


def villages_now(rows: Iterable[tuple[str, int | None]]) -> dict[tuple[str, int | None], set[int]]:
    """Return the villages in which each of these rows (label of the model, id) counts now.

    An entry of the history names the village that its writer saw. When the team or household went to another village
    at the same moment, neither writer saw what the other did; whoever counts afterwards sees both.
    """
    by_model: dict[str, set[int]] = defaultdict(set)
    for label, pk in rows:
        if pk is not None:
            by_model[label].add(pk)
    found: dict[tuple[str, int | None], set[int]] = defaultdict(set)
    for label, pks in by_model.items():
        model = apps.get_model(label)
        if (lookup := _lookup(model)) is None:
            continue
        ordered = sorted(pks)
        for start in range(0, len(ordered), AT_ONCE):
            part = model._base_manager.filter(pk__in=ordered[start : start + AT_ONCE])
            for pk, village in part.values_list("pk", lookup):
                if village is not None:
                    found[label, pk].add(village)
    return found


def _lookup(model: type[models.Model]) -> str | None:
    for name, lookup in LOOKUPS.items():
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        return lookup
    return None
