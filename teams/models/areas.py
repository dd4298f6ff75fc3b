"""Areas: provinces, districts, communes and villages as they were on each day.

Codes are reused over time and communes merge while their villages stay, so an area is known by code *and* first
day, and what lies in what is dated too. No code here assumes that a level exists.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Self, cast

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from plumbing.dates import month_of
from plumbing.fields import Line, SearchKey, TitleSortKey
from plumbing.models import Record, RecordQuerySet
from plumbing.models.records import in_force
from plumbing.privacy import Privacy
from plumbing.spans import LAST_MONTH, Span, present_at_month_ends
from teams.access import Scope, User, role_of, scope_of

# An area whose first day is not known counts as always there; it is shown as "not known".
UNKNOWN_START = dt.date(1900, 1, 1)
FOREVER = dt.date(9999, 12, 31)


class AreaQuerySet(RecordQuerySet):
    """Questions about areas."""

    def visible_to(self, user: User) -> Self:
        """Return the areas that `user` may see: all of them by name, for names of places are no secret."""
        return self if role_of(user) else self.none()

    def in_scope_of(self, user: User) -> Self:
        """Return the areas whose rows `user` may see."""
        return self.filter(area_scope(user, ""))

    def active_on(self, day: dt.date) -> Self:
        return self.filter(in_force(day))

    def villages(self) -> Self:
        return self.filter(level=Area.Level.VILLAGE)

    def within(self, area: Area, day: dt.date | None = None) -> Self:
        """Return `area` and everything below it on `day` (its last day, when it has ended before)."""
        day = area.day_within(day)
        return self.filter(paths_up__ancestor=area, paths_up__valid_from__lte=day, paths_up__valid_to__gte=day)

    def counted_in(self, area: Area, day: dt.date, since: dt.date, **path: Any) -> Self:
        """Return the villages whose rows since `since` count in `area` as it is on `day`: those that lie in it then,
        and those that had ended by then and lay at their end in it, or in what it carries on. `path`: what else holds
        of the way up.
        """
        return self.villages().filter(lies_or_lay_in([area.pk], day, since), **path)

    def above(self, area: Area, day: dt.date | None = None) -> Self:
        """Return what `area` lies in on `day`, from the nearest upwards, without itself."""
        day = area.day_within(day)
        return self.filter(
            paths_down__descendant=area,
            paths_down__depth__gt=0,
            paths_down__valid_from__lte=day,
            paths_down__valid_to__gte=day,
        ).order_by("paths_down__depth")

    def by_code(self, code: str, day: dt.date) -> Area:
        """Return the area that had `code` on `day`. Raises Area.DoesNotExist."""
        return cast("Area", self.live().active_on(day).get(code=code))


class Area(Record):
    """A place with an official code and name, from a day to a day."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        DISTRICT = "district", _("district")
        REGION = "region", _("region")
        COMMUNE = "commune", _("commune")
        VILLAGE = "village", _("village")

    level = models.CharField(_("level"), max_length=10, choices=Level)
    code = Line(_("code"), max_length=20)
    name = Line(_("name"), max_length=120)
    # Other spellings and former names, one a line; the importer finds the area by any of them.
    other_names = models.TextField(_("other spellings"), blank=True)
    search_key = SearchKey(sources=("name", "other_names", "code"))
    sort_key = TitleSortKey(sources=("name",))
    valid_from = models.DateField(_("from"), default=UNKNOWN_START)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    # A unit that was merged whole into another one names it.
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    is_urban = models.BooleanField(_("ward or town"), default=False)

    objects = AreaQuerySet.as_manager()

    privacy = Privacy(
        neither=(
            "level",
            "code",
            "name",
            "other_names",
            "search_key",
            "sort_key",
            "valid_from",
            "valid_to",
            "successor",
            "is_urban",
        )
    )

    class Meta(Record.Meta):
        verbose_name = _("area")
        ordering = ["sort_key", "valid_from"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="area_code_and_first_day",
                # A voided area frees its code: a loaded list that was taken back can be loaded again.
                condition=Q(voided_at__isnull=True),
                violation_error_message=_("There is already an area with this code from this day on."),
            ),
            models.CheckConstraint(
                name="area_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first day."),
            ),
        ]
        indexes = [models.Index(fields=["level", "sort_key"])]

    def __str__(self) -> str:
        return self.name

    def counted_in(self) -> list[Span]:
        """An area counts from the month in which it begins to the one in which it ends."""
        last = month_of(self.valid_to) if self.valid_to else LAST_MONTH
        return [Span(self.pk, month_of(self.valid_from), last)]

    def counts_as(self) -> None:
        """Whatever it is called, it holds the same villages."""

    @classmethod
    def felt_in(cls, pairs: Sequence[tuple[Self | None, Self | None]]) -> list[Span]:
        """What lies in the area begins and ends with it: the months are those of the villages."""
        return of_villages(super().felt_in(pairs))

    @property
    def has_ended(self) -> bool:
        return self.valid_to is not None

    def day_within(self, day: dt.date | None = None) -> dt.date:
        """Return `day` (today when not given), or this area's last or first day when `day` lies outside its life."""
        day = day or dt.date.today()
        return max(self.valid_from, min(day, self.valid_to or FOREVER))


class InRegion(models.BooleanField):
    """Whether the parent is a region, computed whenever the row is saved."""

    def pre_save(self, model_instance: models.Model, add: bool) -> bool:
        value = cast("Containment", model_instance).parent.level == Area.Level.REGION
        setattr(model_instance, self.attname, value)
        return value


class Containment(Record):
    """`child` lies in `parent` from a day to a day.

    On each day an area lies in one unit (a village in one commune, a commune in one district or province), and beside
    that in one region at most. The database keeps it (migration 0006): by an exclusion constraint on PostgreSQL, by
    triggers on SQLite.
    """

    child = models.ForeignKey(Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="containments")
    parent = models.ForeignKey(Area, verbose_name=_("lies in"), on_delete=models.PROTECT, related_name="contained")
    valid_from = models.DateField(_("from"), default=UNKNOWN_START)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    in_region = InRegion(default=False, editable=False)

    privacy = Privacy(neither=("child", "parent", "valid_from", "valid_to", "in_region"))

    class Meta(Record.Meta):
        verbose_name = _("place of an area")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["child", "parent", "valid_from"], name="containment_once", condition=Q(voided_at__isnull=True)
            ),
            models.CheckConstraint(
                name="containment_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="containment_not_in_itself", condition=~Q(child=F("parent"))),
        ]

    def __str__(self) -> str:
        return f"{self.child} ⊂ {self.parent}"

    @classmethod
    def history_fields(cls) -> list[models.Field[Any, Any]]:
        return [field for field in super().history_fields() if field.name != "in_region"]

    @property
    def ends(self) -> dt.date:
        return self.valid_to or FOREVER

    def counted_in(self) -> list[Span]:
        return present_at_month_ends(self.child_id, self.valid_from, self.valid_to)

    def counts_as(self) -> int:
        return self.parent_id

    @classmethod
    def felt_in(cls, pairs: Sequence[tuple[Self | None, Self | None]]) -> list[Span]:
        """What lies in the area goes with it: the months are those of the villages."""
        return of_villages(super().felt_in(pairs))


def of_villages(felt: Sequence[Span]) -> list[Span]:
    """Return the spans of areas as those of the villages that ever lie in them."""
    below = AreaPath.objects.filter(ancestor__in={span.area for span in felt}, descendant__level=Area.Level.VILLAGE)
    villages: dict[int, set[int]] = defaultdict(set)
    for area, village in below.values_list("ancestor", "descendant"):
        villages[area].add(village)
    return [span._replace(area=village) for span in felt for village in villages[span.area]]


class AreaPath(models.Model):
    """Every way up from an area, with the days on which it holds; written by `teams.tree.rebuild_paths` only."""

    ancestor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="paths_down")
    # Kept beside it, so that the commune (or province) of many rows is one join, and not a question for each of them.
    ancestor_level = models.CharField(max_length=10, choices=Area.Level)
    descendant = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="paths_up")
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    # Never empty (FOREVER when open), so that a day is found with two plain comparisons.
    valid_to = models.DateField()

    privacy = Privacy(neither=("ancestor", "ancestor_level", "descendant", "depth", "valid_from", "valid_to"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "descendant", "valid_from"], name="area_path_once")]
        indexes = [models.Index(fields=["descendant", "valid_from"], name="area_path_up")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} ⊇ {self.descendant_id}"


def lies_or_lay(day: dt.date, since: dt.date, village: str = "") -> Q:
    """Return the condition under which a path leads up from a village (`village` leads to it) on `day`, or on the
    village's last day when it ended between `since` and that day.
    """
    lies = {f"{village}paths_up__valid_from__lte": day, f"{village}paths_up__valid_to__gte": day}
    ended = {f"{village}valid_to__gte": since, f"{village}valid_to__lt": day}
    return Q(**lies) | Q(**ended, **{f"{village}paths_up__valid_to": F(f"{village}valid_to")})


def lies_or_lay_in(areas: Collection[int], day: dt.date, since: dt.date, village: str = "") -> Q:
    """Return the condition under which a path leads up from a village into one of these areas on `day`; from one that
    had ended, also into an area that went whole into one of them, or into what did.
    """
    way = lies_or_lay(day, since, village)
    above = f"{village}paths_up__ancestor"
    before = Q(**{f"{above}__successor__in": areas}) | Q(**{f"{above}__successor__successor__in": areas})
    return way & (Q(**{f"{above}__in": areas}) | before & Q(**{f"{village}valid_to__lt": day}))


# --- which rows somebody reaches ----------------------------------------------------------------------------------


def area_scope(user: User, lookup: str) -> Q:
    """Return the condition under which a row lies in the user's areas; `lookup` leads from the row to its area.

    A row without an area is the administrator's alone.
    """
    field = lookup or "pk"
    match scope_of(user):
        case None:
            return Q(pk__in=[])
        case Scope.EVERYTHING:
            return Q()
        case Scope.DEPLOYMENT:
            return Q(**{f"{field}__isnull": False})
        case Scope.AREA:
            return Q(**{f"{field}__in": _ids_within(user)})
        case scope:
            return Q(**{f"{field}__in": _villages_of_teams(user, scope)})


def is_unbounded(user: User) -> bool:
    """Tell whether the user reaches every area there is."""
    return scope_of(user) in {Scope.EVERYTHING, Scope.DEPLOYMENT}


def _ids_within(user: User) -> QuerySet[Any]:
    """Return the ids of everything in the user's area today, or on its last day when it has ended, and of what lay
    there when it ended itself: what was done in it stays with those who may see it.
    """
    day = user.area.day_within()
    today = Q(valid_from__lte=day, valid_to__gte=day)
    ended = Q(valid_to__lt=day, valid_to=F("descendant__valid_to"))
    paths = AreaPath.objects.filter(today | ended, ancestor=user.area_id)
    return paths.values("descendant")


def _villages_of_teams(user: User, scope: Scope) -> QuerySet[Any]:
    """Return the ids of the villages of the user's own team, or of the teams in which the agency's cadres serve."""
    if scope is Scope.TEAM:
        return Area.objects.filter(teams=user.team_id).values("pk")
    return Area.objects.filter(served_today(user, "teams__memberships__")).values("pk")


def served_today(user: User, memberships: str) -> Q:
    """Return the condition under which a cadre of the user's agency serves today; `memberships` leads to who serves."""
    serving = in_force(dt.date.today(), memberships)
    return serving & Q(**{f"{memberships}voided_at__isnull": True, f"{memberships}cadre__agency": user.agency_id})
