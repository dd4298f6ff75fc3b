"""The village figures that a team's month carries."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from activities.rules import snapshot_problems
from households.models import VillageSnapshot
from plumbing import history
from plumbing.problems import Problem, refuse
from teams.models import Area
from teams.rules import existence_in_month_problems
from teams.tree import first_day

if TYPE_CHECKING:
    from teams.models import Account

FIGURES = ("households", "people", "births", "deaths", "arrivals", "departures")


@transaction.atomic
def record_snapshot(
    *,
    village_id: int,
    month: dt.date,
    values: Mapping[str, int | None],
    by: Account | None,
    version: int | None = None,
    batch_id: int | None = None,
) -> VillageSnapshot | None:
    """Save the village's figures of a month; both sums empty saves nothing. `version`: as the form was opened."""
    refuse(snapshot_problems(values))
    if values.get("households") is None:
        return None
    village = Area.objects.get(pk=village_id)
    refuse(existence_in_month_problems(village, first_day(village), month, "households"))
    row = VillageSnapshot.objects.live().select_for_update().filter(village=village_id, month=month).first()
    if row is None:
        row = VillageSnapshot(village_id=village_id, month=month)
        _fill(row, values)
        save_snapshots([(None, row)], by=by, batch_id=batch_id)
        return row
    stored = copy.copy(row)
    was = [getattr(row, name) for name in FIGURES]
    _fill(row, values)
    if was == [getattr(row, name) for name in FIGURES]:
        return row
    if version != row.version and by is not None:
        refuse([_changed_meanwhile(row, was)])
    save_snapshots([(stored, row)], by=by, batch_id=batch_id)
    return row


def save_snapshots(
    rows: Iterable[tuple[VillageSnapshot | None, VillageSnapshot]],
    *,
    by: Account | None,
    batch_id: int | None = None,
) -> None:
    """Save new and changed figures of villages, given as (as it was, or None; as it is now)."""
    history.save_many(rows, by=by, batch_id=batch_id)


def _fill(row: VillageSnapshot, values: Mapping[str, int | None]) -> None:
    for name in FIGURES:
        setattr(row, name, values.get(name) or 0)


def _changed_meanwhile(row: VillageSnapshot, was: list[int]) -> Problem:
    text = _("%(who)s saved the village figures meanwhile: %(households)s households, %(people)s people. Look again.")
    words = {"who": row.changed_by or "–", "households": was[0], "people": was[1]}
    return Problem(text % words, "households")
