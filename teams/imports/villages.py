"""Putting villages where they lie: the same for a list of areas and for lists that mention new villages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from plumbing import history
from teams import tree
from teams.models import Area, Containment


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
    """Write the containments that do not stand yet."""
    children = {row.child_id for row in rows}
    stored = set(Containment.objects.live().filter(child__in=children).values_list("child", "parent", "valid_from"))
    history.create_many(
        [row for row in rows if (row.child_id, row.parent_id, row.valid_from) not in stored], by=by, batch_id=batch_id
    )
