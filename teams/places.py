"""Where villages lie today: for columns of lists, and for choosing a village or a team under its commune."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import F, FilteredRelation, Model, OuterRef, Q, QuerySet, Subquery
from django.forms.models import ModelChoiceField, ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from plumbing.choosing import Chooser
from teams.models import Account, Area, AreaPath, area_scope

Rows = TypeVar("Rows", bound=QuerySet[Any])
# Names of areas begin with what they are, which stands small inside a sentence.
KINDS_OF_AREA = {"xã", "phường", "bản", "thôn", "khu", "huyện", "tỉnh", "thị", "đặc", "tổ"}


def inside(name: str) -> str:
    """Return an area's name as it stands inside a sentence: "xã Nà Hỳ", but "Huổi Thử"."""
    return name[:1].lower() + name[1:] if name.split(" ")[0].lower() in KINDS_OF_AREA else name


def village_inside(name: str) -> str:
    """Return a village's name with the word for it, once: "bản Huổi Thử", "bản Mẫu 1", "thôn 2"."""
    named = inside(name)
    return named if named != name or name.split(" ")[0] in KINDS_OF_AREA else f"bản {name}"


def commune_name(village: str, *, day: dt.date | None = None, value: str = "name") -> Subquery:
    """Return, for an annotation, the name of the commune in which the village at `village` lies on `day` (today)."""
    return _commune_name(village, day or dt.date.today(), value)


@lru_cache(maxsize=64)
def _commune_name(village: str, day: dt.date, value: str) -> Subquery:
    """Put the question together, once a day: expressions do not change, a query takes a copy."""
    paths = AreaPath.objects.filter(
        descendant=OuterRef(village),
        ancestor_level=Area.Level.COMMUNE,
        ancestor__voided_at__isnull=True,
        valid_from__lte=day,
        valid_to__gte=day,
    )
    return Subquery(paths.order_by("depth").values(f"ancestor__{value}")[:1])


def with_commune(rows: Rows, village: str, *, day: dt.date) -> Rows:
    """Add the commune in which the village at `village` lies on `day`: `commune` (its name), `commune_sort`,
    `commune_pk`, and `commune_search` to search by.

    A join, for pages that show or count all rows; on a page of 50 rows `commune_name` asks less. It brings one row at
    most: the database keeps a village in one commune on each day.
    """
    path = f"{village}__paths_up"
    begun, lasts = (f"{path}__valid_from__lte", day), (f"{path}__valid_to__gte", day)
    lies_in = Q((f"{path}__ancestor_level", Area.Level.COMMUNE), begun, lasts)
    return (
        rows.annotate(_lies_in=FilteredRelation(path, condition=lies_in))
        .annotate(
            commune=F("_lies_in__ancestor__name"),
            commune_sort=F("_lies_in__ancestor__sort_key"),
            commune_pk=F("_lies_in__ancestor"),
        )
        .alias(commune_search=F("_lies_in__ancestor__search_key"))
    )


def communes_for(user: Account, day: dt.date | None = None) -> QuerySet[Area]:
    """Return the communes of `day` (today) in which villages of the user lie: the choices of a list's filter."""
    day = day or dt.date.today()
    above = AreaPath.objects.filter(
        area_scope(user, "descendant"),
        descendant__level=Area.Level.VILLAGE,
        descendant__voided_at__isnull=True,
        valid_from__lte=day,
        valid_to__gte=day,
    )
    communes = Area.objects.live().active_on(day).filter(level=Area.Level.COMMUNE, pk__in=above.values("ancestor"))
    # What a choice is called, and what it takes to ask for what lies in it.
    return communes.only("name", "sort_key", "level", "valid_from", "valid_to")


class _Groups(ModelChoiceIterator):
    """Choices under headings: each commune with its own."""

    field: CommuneGroupsField

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        group: str | None = None
        rows: list[Any] = []
        # A choice is shown by its name; the one that is chosen is fetched whole.
        for row in self.queryset.only("name"):
            if row.commune != group and rows:
                yield (group or _("without a commune"), rows)
                rows = []
            group = row.commune
            rows.append(self.choice(row))
        if rows:
            yield (group or _("without a commune"), rows)


class CommuneGroupsField(ModelChoiceField):
    """A select of villages or teams, grouped by the commune in which they lie today."""

    iterator = _Groups
    widget = Chooser

    def __init__(self, rows: type[Model] | QuerySet[Any], **kwargs: Any) -> None:
        queryset = rows if isinstance(rows, QuerySet) else rows._default_manager.all()
        super().__init__(self.grouped(queryset), **kwargs)

    @staticmethod
    def grouped(rows: Any) -> QuerySet[Any]:
        village = "pk" if rows.model is Area else "village"
        return (
            rows.live()
            .annotate(commune=commune_name(village), commune_sort=commune_name(village, value="sort_key"))
            .order_by("commune_sort", "sort_key", "pk")
        )

    def limit_to(self, rows: QuerySet[Any]) -> None:
        """Offer only `rows`, which the caller has limited to what the user may see."""
        self.queryset = self.grouped(rows)


def village_field(**kwargs: Any) -> CommuneGroupsField:
    """Return a select of villages; the form limits it with `limit_to`."""
    return CommuneGroupsField(Area.objects.none(), label=_("Village"), **kwargs)
