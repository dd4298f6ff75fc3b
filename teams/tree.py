"""What lies in what, on which days: the one place that writes `AreaPath`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Min, Model, Q, QuerySet

from plumbing import locks
from teams.models import FOREVER, Area, AreaPath, Containment

# (ancestor, descendant, depth, from, to)
Path = tuple[int, int, int, dt.date, dt.date]
# (parent, from, to)
Stay = tuple[int, dt.date, dt.date]
ONE_DAY = dt.timedelta(days=1)


def hold() -> None:
    """Let whoever else changes the tree wait until this transaction ends."""
    locks.hold(locks.TREE)


@transaction.atomic
def rebuild_paths() -> int:
    """Write every way up of every area anew from the containments, when any differs. Return how many there are."""
    hold()
    live = list(Area.objects.live().only("level", "valid_from", "valid_to"))
    areas, levels = {a.pk: (a.valid_from, a.valid_to or FOREVER) for a in live}, {a.pk: a.level for a in live}
    stays: dict[int, list[Stay]] = defaultdict(list)
    for c in Containment.objects.live():
        stays[c.child_id].append((c.parent_id, c.valid_from, c.valid_to or FOREVER))
    paths = [(levels[path[0]], *path) for path in paths_of(areas, stays)]
    fields = ("ancestor_level", "ancestor", "descendant", "depth", "valid_from", "valid_to")
    if set(AreaPath.objects.values_list(*fields)) != set(paths):
        # All of them, also those that stay as they are: the newest path tells the roll-up that boundaries moved.
        AreaPath.objects.all().delete()
        AreaPath.objects.bulk_create(
            [
                AreaPath(ancestor_level=level, ancestor_id=a, descendant_id=d, depth=n, valid_from=f, valid_to=t)
                for level, a, d, n, f, t in paths
            ],
            batch_size=2000,
        )
    return len(paths)


def follow_undo(models: Collection[type[Model]]) -> None:
    """Take the paths back too, when areas or what lies in what were put back."""
    if Area in models or Containment in models:
        rebuild_paths()


def paths_of(areas: dict[int, tuple[dt.date, dt.date]], stays: dict[int, list[Stay]]) -> list[Path]:
    """Return every way up of every area (`areas`: their first and last days). Raises ValueError on a circle."""
    known: dict[int, list[Path]] = {}
    return [path for pk in areas for path in _ways_up(pk, areas, stays, known, ())]


def _ways_up(
    pk: int,
    areas: dict[int, tuple[dt.date, dt.date]],
    stays: dict[int, list[Stay]],
    known: dict[int, list[Path]],
    below: tuple[int, ...],
) -> list[Path]:
    """Return the paths from area `pk` to itself and to all above it, on days on which both are there."""
    if pk in known:
        return known[pk]
    if pk in below:
        raise ValueError(f"area {pk} lies in itself")
    begins, ends = areas[pk]
    found: dict[int, list[tuple[int, dt.date, dt.date]]] = defaultdict(list)
    for parent, first, last in stays.get(pk, ()):
        if parent not in areas:
            continue
        for ancestor, _, depth, up_first, up_last in _ways_up(parent, areas, stays, known, (*below, pk)):
            since, until = max(first, up_first, begins), min(last, up_last, ends)
            if since <= until:
                found[ancestor].append((depth + 1, since, until))
    ways = [(pk, pk, 0, begins, ends)]
    for ancestor, spans in found.items():
        ways += [(ancestor, pk, depth, since, until) for depth, since, until in _once_a_day(spans)]
    known[pk] = ways
    return ways


def _once_a_day(spans: list[tuple[int, dt.date, dt.date]]) -> list[tuple[int, dt.date, dt.date]]:
    """Return the spans (depth, from, to) so that none shares a day with another: on each day the nearest way up
    counts. Spans that follow one another at the same depth are one: a village may change its commune and stay in
    its district.
    """
    taken: list[tuple[int, dt.date, dt.date]] = []
    for depth, first, last in sorted(spans):
        free = [(first, last)]
        for _, since, until in taken:
            free = [part for span in free for part in _without(span, since, until)]
        taken += [(depth, *span) for span in free]
    merged: list[tuple[int, dt.date, dt.date]] = []
    for depth, first, last in sorted(taken, key=lambda span: span[1]):
        if merged and merged[-1][0] == depth and merged[-1][2] + ONE_DAY == first:
            first = merged.pop()[1]
        merged.append((depth, first, last))
    return merged


def _without(span: tuple[dt.date, dt.date], since: dt.date, until: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return what is left of a span of days without the days from `since` to `until`."""
    first, last = span
    if until < first or last < since:
        return [span]
    before = [(first, since - ONE_DAY)] if first < since else []
    after = [(until + ONE_DAY, last)] if until < last else []
    return before + after


def first_days(villages: Collection[int]) -> dict[int, dt.date]:
    """Return the day from which each of these villages is there and lies in something: what is told of it before
    that day would stand in its own figures and in nobody's above it.
    """
    live = Containment.objects.live().filter(child__in=villages, parent__voided_at__isnull=True)
    lies_from = dict(live.order_by().values_list("child").annotate(Min("valid_from")))
    begins = Area.objects.filter(pk__in=villages).values_list("pk", "valid_from")
    return {pk: max(day, lies_from.get(pk, day)) for pk, day in begins}


def first_day(village: Area) -> dt.date:
    return first_days([village.pk])[village.pk]


def containments_of(village: Area, commune: Area) -> list[Containment]:
    """Return what a village of `commune` lies in over time: each successor of the commune in its turn, the reporting
    region that carries on an abolished district (design, 3: the village stays while its commune changes), and what
    is sure of the days before a merged commune began.
    """
    rows = _before(village, commune)
    unit: Area | None = commune
    begins = commune.valid_from
    while unit is not None:
        rows.append(Containment(child=village, parent=unit, valid_from=begins, valid_to=unit.valid_to))
        begins = (unit.valid_to or FOREVER - ONE_DAY) + ONE_DAY
        unit = unit.successor
    for region in regions_of(commune):
        rows.append(Containment(child=village, parent=region, valid_from=region.valid_from, valid_to=region.valid_to))
    return rows


def _before(village: Area, commune: Area) -> list[Containment]:
    """Return what a village of `commune` lay in before that began, as far as it is sure.

    Of several communes that were merged nobody knows in which it lay; but all of them lay in one district, or in one
    province at least. Figures of those days count there, and in no commune.
    """
    day = commune.valid_from - ONE_DAY
    merged = list(Area.objects.live().filter(successor=commune, level=commune.level, valid_to=day))
    if len(merged) == 1:
        return [*_before(village, merged[0]), _until(day, village, merged[0])]
    units = {area.pk for area in merged}
    while units:
        above = [_units_above(pk, day) for pk in units]
        if common := set.intersection(*above):
            return [_until(day, village, unit) for unit in Area.objects.filter(pk__in=common)]
        units = set.union(*above)
    return []


def _until(day: dt.date, village: Area, unit: Area) -> Containment:
    return Containment(child=village, parent=unit, valid_from=unit.valid_from, valid_to=day)


def _units_above(pk: int, day: dt.date) -> set[int]:
    """Return the unit in which an area lies directly on `day`; a region holds areas beside their units."""
    rows = Containment.objects.live().filter(child=pk, valid_from__lte=day, parent__voided_at__isnull=True)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).exclude(parent__level=Area.Level.REGION)
    return set(rows.values_list("parent", flat=True))


def regions_of(commune: Area) -> QuerySet[Area]:
    """Return the region of a commune's villages: that of its abolished district, or for a merged commune that of all
    the communes which it was made of, when these lay in one district.
    """
    own = regions_after(commune)
    if own.exists():
        return own
    merged = Area.objects.live().filter(successor=commune, level=commune.level).exclude(pk=commune.pk)
    regions = [set(regions_after(old).values_list("pk", flat=True)) for old in merged]
    return Area.objects.filter(pk__in=set.intersection(*regions) if regions else ())


def regions_after(commune: Area) -> QuerySet[Area]:
    """Return the region that keeps the villages of `commune` together after the district in which it lay at the end
    was abolished.
    """
    until_its_end = Q(contained__valid_to__isnull=True) | Q(contained__valid_to__gte=F("valid_to"))
    districts = Area.objects.filter(
        until_its_end,
        level=Area.Level.DISTRICT,
        valid_to__isnull=False,
        contained__child=commune,
        contained__voided_at__isnull=True,
    )
    return Area.objects.live().filter(level=Area.Level.REGION, predecessors__in=districts).distinct()


def parts_of(area: Area, day: dt.date | None = None, since: dt.date | None = None) -> QuerySet[Area]:
    """Return the areas that `area` is reported by on `day`: the level below it, and for a region, whose villages
    hang on it directly, the communes of those villages. With `since`, also the villages that ended since then.
    """
    day = area.day_within(day)
    below = Area.objects.live().within(area, day).exclude(pk=area.pk)
    if area.level == Area.Level.REGION:
        villages = below.villages().values("pk")
        return (
            Area.objects.live()
            .filter(
                level=Area.Level.COMMUNE,
                paths_down__descendant__in=villages,
                paths_down__valid_from__lte=day,
                paths_down__valid_to__gte=day,
            )
            .distinct()
        )
    parts = Q(pk__in=below.filter(paths_up__ancestor=area, paths_up__depth=1).values("pk"))
    if since is not None:
        ended = Area.objects.counted_in(area, day, since, paths_up__depth=1).filter(valid_to__lt=day)
        parts |= Q(pk__in=ended.values("pk"))
    return Area.objects.live().filter(parts)
