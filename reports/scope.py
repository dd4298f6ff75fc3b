"""Which areas' figures somebody may read: those of teams.access, and the communes in which their villages lie."""

from __future__ import annotations

from django.db.models import Count, Exists, Max, OuterRef, Value
from django.db.models.functions import Coalesce, Least
from django.http import Http404
from django.utils import timezone

from reports.figures import Place
from teams.access import Scope, scope_of
from teams.models import Account, Area, AreaPath, Team, is_unbounded

LEVELS = [level.value for level in Area.Level]


def default_area(user: Account) -> Area | None:
    """Return the area whose figures the user meets first; None when there is no single one."""
    match scope_of(user):
        case None | Scope.AGENCY:
            return None
        case Scope.TEAM:
            return user.team.village if user.team else None
        case Scope.AREA:
            return user.area
    return root()


def root() -> Area | None:
    """Return the smallest area in which all villages with teams lie today: a region, a district, a province."""
    today = timezone.localdate()
    villages = Team.objects.active_on(today).values("village")
    paths = AreaPath.objects.filter(valid_from__lte=today, valid_to__gte=today)
    number = villages.distinct().count()
    found = (
        paths.filter(descendant__in=villages)
        .values("ancestor")
        .annotate(villages=Count("descendant", distinct=True), height=Max("depth"))
        .filter(villages=number)
        .order_by("height")
        .values_list("ancestor", flat=True)
        .first()
    )
    # Without teams yet: the highest area there is.
    top = Area.objects.live().active_on(today).exclude(paths_up__depth__gt=0).order_by("sort_key")
    return Area.objects.filter(pk=found).first() if found else min(top, key=_height, default=None)


def place_for(user: Account, pk: int) -> Place:
    """Return the area as the user may look at it; 404 when none of it is theirs.

    Communes hang beside a region, not below it: whoever sees the region sees its villages in each of them.
    """
    area = Area.objects.live().in_scope_of(user).filter(pk=pk).first()
    if area is not None:
        return Place(area)
    if user.area is None or scope_of(user) is not Scope.AREA:
        raise Http404
    own = Area.objects.within(user.area).villages().values("pk")
    below = AreaPath.objects.filter(ancestor=pk, descendant__level=Area.Level.VILLAGE)
    below = below.filter(valid_from__lte=OuterRef("last_day"), valid_to__gte=OuterRef("last_day"))
    communes = (
        Area.objects.live()
        .filter(pk=pk, level=Area.Level.COMMUNE)
        .annotate(
            last_day=Least(Coalesce("valid_to", timezone.localdate()), Value(timezone.localdate())),
            has_own=Exists(below.filter(descendant__in=own)),
            has_other=Exists(below.exclude(descendant__in=own)),
        )
    )
    area = communes.filter(has_own=True).first()
    if area is None:
        raise Http404
    return Place(area, inside=user.area) if area.has_other else Place(area)


def way_to(user: Account, area: Area) -> list[Area]:
    """Return the areas above that the user may open, from the highest down."""
    is_bound = user.area is not None and scope_of(user) is Scope.AREA
    if area.pk == user.area_id or not (is_bound or is_unbounded(user)):
        return []
    if user.area and area.level == Area.Level.COMMUNE:
        return [user.area]
    above = sorted({one.pk: one for one in Area.objects.above(area)}.values(), key=_height)
    if user.area is None:
        return above
    return [user.area, *(one for one in above if one.level == Area.Level.COMMUNE and one.pk != user.area_id)]


def _height(area: Area) -> int:
    return LEVELS.index(area.level)
