"""Choosing people and places in forms and filters."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.forms.models import ModelChoiceField, ModelChoiceIterator

from plumbing.choosing import Chooser, RemoteChooser
from plumbing.finding import one_line
from teams.models import AreaPath, Cadre


class PeopleSelect(Chooser):
    """Cadres of whom many share a name: agency and position stand below it. The form fetches the agency along."""

    @staticmethod
    def detail(cadre: Cadre) -> str:
        return one_line(cadre.position, cadre.agency)


class AnyCadre(RemoteChooser):
    """One of all cadres that the user may see."""

    source = "teams:cadre_choices"
    detail = staticmethod(PeopleSelect.detail)


class AreaTreeSelect(Chooser):
    """Areas below what they lie in."""

    @staticmethod
    def level(area: Any) -> int:
        return area.tree_level


class _Tree(ModelChoiceIterator):
    """Areas in the order of a tree, each with its `tree_level`; two queries, however many there are."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for area in in_tree_order(list(self.queryset)):
            value, label = self.choice(area)
            # Seen where no script runs; the chooser draws its own tree.
            yield value, "\u2003" * area.tree_level + label


class AreaTreeField(ModelChoiceField):
    """A select of areas as the tree that they are today."""

    iterator = _Tree
    widget = AreaTreeSelect


def in_tree_order(areas: list[Any]) -> list[Any]:
    """Return each area after the one of them that it lies in today, with `tree_level`; equals keep their order."""
    known = {area.pk: area for area in areas}
    today = dt.date.today()
    ways = AreaPath.objects.filter(
        descendant__in=known, ancestor__in=known, depth__gt=0, valid_from__lte=today, valid_to__gte=today
    )
    above: dict[int, tuple[int, int]] = {}
    for child, parent, depth in ways.values_list("descendant", "ancestor", "depth"):
        above[child] = min(above.get(child, (depth, parent)), (depth, parent))
    below: dict[int | None, list[Any]] = defaultdict(list)
    for area in areas:
        below[above[area.pk][1] if area.pk in above else None].append(area)
    ordered: list[Any] = []

    def descend(parent: int | None, level: int) -> None:
        for area in below[parent]:
            area.tree_level = level
            ordered.append(area)
            descend(area.pk, level + 1)

    descend(None, 0)
    return ordered
