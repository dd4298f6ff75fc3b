"""What is done to areas, short of a reorganisation."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from plumbing import history
from plumbing.problems import refuse
from teams import moves, rules, tree
from teams.models import FOREVER, Account, Area, Containment
from teams.places import communes_for


def communes_to_extend(user: Account) -> QuerySet[Area]:
    """Return today's communes to which the user may add a village: those of the scope, also while still empty."""
    mine = Area.objects.in_scope_of(user).values("pk")
    today = Area.objects.live().active_on(dt.date.today()).filter(level=Area.Level.COMMUNE)
    return today.filter(Q(pk__in=communes_for(user).values("pk")) | Q(pk__in=mine)).order_by("sort_key")


def regions_for(commune: Area, user: Account) -> list[Area]:
    """Return the regions to which a new village of `commune` may belong: those of its other villages."""
    villages = Area.objects.live().villages().within(commune).values("pk")
    regions = Area.objects.live().filter(level=Area.Level.REGION, contained__child__in=villages, valid_to=None)
    found = list(regions.filter(contained__voided_at__isnull=True).distinct().order_by("sort_key"))
    if not found and user.area is not None and user.area.level == Area.Level.REGION:
        return [user.area]
    return found


@transaction.atomic
def add_village(*, village: Area, commune: Area, region: Area | None = None, by: Account) -> Area:
    """Save a new village of `commune` with all it lies in: the commune, what follows it, and the region."""
    tree.hold()
    history.create(village, by=by)
    rows = tree.containments_of(village, commune)
    if region is not None:
        rows = [row for row in rows if row.parent.level != Area.Level.REGION]
        rows.append(Containment(child=village, parent=region, valid_from=region.valid_from, valid_to=region.valid_to))
    for row in moves.clipped(rows, village.valid_from, village.valid_to or FOREVER):
        history.create(row, by=by)
    tree.rebuild_paths()
    return village


@transaction.atomic
def move_area(*, area: Area, parent: Area, day: dt.date, by: Account) -> Area:
    """Let an area lie in `parent` from `day` on; nothing before that day changes. Raises Refused."""
    tree.hold()
    stays = moves.stays_of(area)
    wanted = moves.wanted(area, parent, day) if day >= area.valid_from else []
    refuse(rules.move_problems(area, parent, day, stays, wanted))
    moves.write([moves.move(wanted, day, stays)], by=by)
    tree.rebuild_paths()
    return area


@transaction.atomic
def rename_area(*, area: Area, version: int, by: Account) -> Area:
    """Save an area's changed names; the former name stays findable among the other spellings."""
    former = Area.objects.get(pk=area.pk).name
    spellings = [line.strip() for line in area.other_names.splitlines() if line.strip()]
    if former != area.name and former not in spellings:
        spellings.append(former)
    area.other_names = "\n".join(s for s in spellings if s != area.name)
    history.change(area, by=by, version=version)
    return area
