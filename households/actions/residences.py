"""What is done about where households live: they move from a day on, and nothing before that day changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from households import rules
from households.models import Household, Residence
from plumbing import history
from plumbing.problems import Problem, refuse
from plumbing.stays import go_on, take_back
from teams.models import Account, Area
from teams.rules import existence_problems
from teams.tree import first_day


@dataclass(frozen=True)
class Move:
    """That a household leaves a home for a village, from a day on."""

    home: Residence
    village: Area
    on: dt.date


@transaction.atomic
def move_household(
    *, household: Household, village: Area, on: dt.date, by: Account, version: int | None = None
) -> Household:
    """Let a household live in `village` from the day `on`. Raises Refused, and StaleVersion as `history.held` does."""
    row = history.held(household, version)
    homes = _homes(row)
    problems = rules.move_problems(row, homes, village, first_day(village), on, dt.date.today())
    refuse(problems or _code_problems(row, village))
    write_moves([Move(homes[-1], village, on)], by=by)
    return _go(household, row, village, by)


@transaction.atomic
def correct_residence(*, household: Household, village: Area, by: Account, version: int | None = None) -> Household:
    """Say that a household never lived where it is said to live now, but in `village`: all this time, or on from
    before its last move, which is taken back by that. Raises Refused, and StaleVersion as `history.held` does.
    """
    row = history.held(household, version)
    *before, wrong = _homes(row)
    refuse(_correction_problems(row, before, wrong, village) or _code_problems(row, village))
    if before and before[-1].village_id == village.pk:
        take_back(wrong, before[-1], by=by)
    else:
        wrong.village = village
        if not before:
            wrong.valid_from = village.valid_from
        history.change(wrong, by=by)
    return _go(household, row, village, by)


def write_moves(moves: Sequence[Move], *, by: Account | None, batch_id: int | None = None) -> None:
    """Write moves that were checked. The households' own village is the caller's to save."""
    go_on(
        [(m.home, Residence(household=m.home.household, village=m.village, valid_from=m.on)) for m in moves],
        by=by,
        batch_id=batch_id,
    )


def _homes(household: Household) -> list[Residence]:
    return list(household.residences.live().select_related("village"))


def _code_problems(household: Household, village: Area) -> list[Problem]:
    others = Household.objects.live().filter(village=village, code=household.code).exclude(pk=household.pk)
    return rules.code_problems(household.code, village, bool(household.code) and others.exists())


def _correction_problems(
    household: Household, before: Sequence[Residence], wrong: Residence, village: Area
) -> list[Problem]:
    """What was told of the household since then can have been in the right village too."""
    if wrong.village_id == village.pk:
        sentence = _("It is said to live in %(village)s already.")
        return [Problem(sentence % {"village": village}, "village")]
    first = household.assessments.live().order_by("assessed_on").values_list("assessed_on", flat=True).first()
    known = [wrong.valid_from] if before else [day for day in (household.arrived_on, first) if day]
    return existence_problems(village, first_day(village), min(known, default=None), "village")


def _go(household: Household, stored: Household, village: Area, by: Account) -> Household:
    """Let the household's own row say where it lives now."""
    title = getattr(household, "head_name", None)
    if title:
        stored.head_name = title  # type: ignore[attr-defined]
    stored.village = village
    history.change(stored, by=by)
    return stored
