"""Households that went to another village, and cadres that went to another agency, on some day."""

from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise

from households.models import Residence
from reports.demo.history_writer import HistoryWriter
from reports.demo.households import DemoHousehold, Village
from reports.demo.plan import Plan
from teams.models import Account, Agency, Cadre, Posting

# Of the villages, those from which a household goes to another one; of the cadres, those that change their agency.
_VILLAGES = 0.2
_CADRES = 0.05


def some_day(plan: Plan, rng: random.Random) -> dt.date:
    """Return a day within the demo's months, some weeks ago."""
    days = (plan.this_month - plan.first_month).days
    return plan.first_month + dt.timedelta(days=rng.randint(20, max(21, days - 20)))


def move_households(plan: Plan, villages: list[Village], history_writer: HistoryWriter, by: Account) -> None:
    """Let a household of some villages live in the next village from a day on."""
    pairs = [
        (village, target)
        for village, target in pairwise(villages)
        if not (village.demo_team.is_moc_4 or target.demo_team.is_moc_4)
    ]
    rng = plan.rng("moves", villages[0].demo_team.village.code)
    for village, target in rng.sample(pairs, min(len(pairs), max(1, round(len(pairs) * _VILLAGES)))):
        stayed = [home for home in village.homes if home.household.left_on is None and home.moved_on is None]
        home = rng.choice(stayed)
        _move(home, target, some_day(plan, rng), history_writer, by)
        village.homes.remove(home)
        target.homes.append(home)
        # The village figures count on from here.
        target.total, village.total = target.total + 1, village.total - 1


def _move(home: DemoHousehold, target: Village, on: dt.date, history_writer: HistoryWriter, by: Account) -> None:
    household, home.moved_on = home.household, on
    now = Residence.objects.get(household=household)
    following = Residence(household=household, village=target.demo_team.village, valid_from=on)
    history_writer.go_on(now, following, by=by)
    # A code is one of its village.
    history_writer.set(household, on=on, by=by, village=following.village, code="")


def move_cadres(
    plan: Plan, cadres: list[Cadre], agencies: list[Agency], history_writer: HistoryWriter, by: Account
) -> None:
    """Let some cadres work for another agency from a day on."""
    for cadre in cadres:
        rng = plan.rng("postings", cadre.uuid)
        others = [agency for agency in agencies if agency.pk != cadre.agency_id]
        # The agency lead of the demo keeps the own cadres.
        if cadre.agency == agencies[0] or rng.random() > _CADRES:
            continue
        following = Posting(cadre=cadre, agency=rng.choice(others[1:]), valid_from=some_day(plan, rng))
        history_writer.go_on(Posting.objects.get(cadre=cadre), following, by=by)
        history_writer.set(cadre, on=following.valid_from, by=by, agency=following.agency)
