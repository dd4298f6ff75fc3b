"""Putting villages where they lie: the same for a list of areas and for lists that mention new villages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from plumbing import history
from teams import moves, tree
from teams.models import FOREVER, Area, Containment


def containments(pairs: Iterable[tuple[Area, Area]]) -> list[Containment]:
    """Return what each (village, commune) lies in over time; asked once for each commune, not for each village."""
    villages: dict[int, list[Area]] = defaultdict(list)
    communes: dict[int, Area] = {}
    for village, commune in pairs:
        villages[commune.pk].append(village)
        communes[commune.pk] = commune
    return [
        Containment(child=village, parent=row.parent, valid_from=row.valid_from, valid_to=row.valid_to)
        for pk, children in villages.items()
        for row in tree.containments_of(children[0], communes[pk])
        for village in children
    ]


def write(rows: list[Containment], *, by: object, batch_id: int) -> None:
    """Write what new villages lie in, as far as they are there."""
    rows = [
        clipped for row in rows for clipped in moves.clipped([row], row.child.valid_from, row.child.valid_to or FOREVER)
    ]
    history.create_many(rows, by=by, batch_id=batch_id)
