"""A fair spread of households over helpers: proposed in a few queries, however many households there are.

First whoever helped the household last, then the members of the village's own team, then those who serve elsewhere in
its commune, then the agencies that these come from. Nobody gets more than the plan allows, whoever carries least comes
first, and where there are too few helpers the poor households come before the near-poor ones.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from households.carrying import capacities, loads
from households.models import Assignment, HelpPlan, Household, Result
from households.models.assignments import helper_key
from teams.models import Agency, Area, AreaPath, Cadre, Membership

AT_ONCE = 5000


class Because(models.TextChoices):
    """Why somebody is proposed."""

    KEPT = "kept", _("helped it before")
    TEAM = "team", _("of the village's team")
    COMMUNE = "commune", _("serves in the commune")
    AGENCY = "agency", _("agency in the commune")


@dataclass
class Offer:
    """One household, and who is proposed for it: "" when nobody has room."""

    household: Household
    helper: str = ""
    because: str = ""


@dataclass
class Ground:
    """Who could help where, and how many more households each may take."""

    room: dict[str, int] = field(default_factory=dict)
    load: Counter[str] = field(default_factory=Counter)
    # The helpers near a village, nearest first.
    near: dict[int, list[tuple[str, list[str]]]] = field(default_factory=dict)

    def takes(self, helper: str) -> bool:
        return self.room.get(helper, 0) > self.load[helper]

    def least_loaded(self, helpers: Iterable[str]) -> str:
        """Return who carries least, by share of what they may carry; "" when all have enough."""
        free = [one for one in helpers if self.takes(one)]
        return min(free, key=lambda one: (self.load[one] / self.room[one], one), default="")

    def give(self, offer: Offer, helper: str, because: str) -> None:
        offer.helper, offer.because = helper, because
        self.load[helper] += 1


def propose_spread(plan: HelpPlan, households: Sequence[Household], day: dt.date) -> list[Offer]:
    """Return for each household (with its `result`) who is proposed to help it from `day` on, in the order given."""
    offers = [Offer(household) for household in households]
    villages = {household.village_id for household in households}
    last = last_helpers({household.pk for household in households}, day)
    ground = survey(plan, villages, day, last.values())
    ranks = {str(Result.POOR): 0, str(Result.NEAR_POOR): 1}
    waiting = sorted(offers, key=lambda offer: ranks.get(getattr(offer.household, "result", None) or "", 2))
    for offer in waiting:
        if (helper := last.get(offer.household.pk, "")) and ground.takes(helper):
            ground.give(offer, helper, Because.KEPT)
    # One circle after the other: a village's own members are not used up for its neighbours.
    for circle in range(len(Because.values) - 1):
        for offer in waiting:
            if not offer.helper:
                because, helpers = ground.near[offer.household.village_id][circle]
                if helper := ground.least_loaded(helpers):
                    ground.give(offer, helper, because)
    return offers


def survey(plan: HelpPlan, villages: Collection[int], day: dt.date, last: Iterable[str]) -> Ground:
    """Return who could help in these villages on `day`."""
    communes = communes_of(villages, day)
    members: dict[int, list[str]] = defaultdict(list)
    agencies: dict[int, set[int]] = defaultdict(set)
    serving = Membership.objects.active_on(day).filter(cadre__voided_at__isnull=True, team__voided_at__isnull=True)
    around = {village for village, commune in communes.items() if commune in set(map(communes.get, villages))}
    rows = serving.filter(team__village__in=around).order_by("cadre__sort_key", "cadre")
    for village, cadre, agency in rows.values_list("team__village", "cadre", "cadre__agency"):
        members[village].append(helper_key(cadre, None))
        if agency is not None:
            agencies[communes[village]].add(agency)
    in_commune: dict[int, list[str]] = defaultdict(list)
    for village, some in members.items():
        in_commune[communes[village]] += some
    limits = capacities(plan, set().union(*agencies.values()), day)
    ground = Ground(load=loads(day))
    ground.room = {helper_key(None, agency): room for agency, room in limits.items()}
    cadres = _serving_cadres([*last, *(one for some in in_commune.values() for one in some)], day)
    ground.room |= dict.fromkeys(cadres, plan.households_per_helper)
    for village in villages:
        commune = communes.get(village, -village)
        ground.near[village] = [
            (Because.TEAM, members[village]),
            (Because.COMMUNE, in_commune[commune]),
            (Because.AGENCY, sorted(helper_key(None, agency) for agency in agencies[commune])),
        ]
    return ground


def communes_of(villages: Collection[int], day: dt.date) -> dict[int, int]:
    """Return the commune of each of these villages on `day`, and of all others that lie in these communes."""
    ways = AreaPath.objects.filter(
        ancestor__level=Area.Level.COMMUNE,
        ancestor__voided_at__isnull=True,
        descendant__level=Area.Level.VILLAGE,
        valid_from__lte=day,
        valid_to__gte=day,
    )
    ours = ways.filter(descendant__in=villages).values("ancestor")
    return dict(ways.filter(ancestor__in=ours).values_list("descendant", "ancestor"))


def last_helpers(households: Collection[int], day: dt.date) -> dict[int, str]:
    """Return who was the last main helper of each household before `day`, as far as somebody was."""
    ended = Assignment.objects.live().main().filter(household__in=households, valid_to__lt=day).order_by("valid_to")
    return {pk: helper_key(*pair) for pk, *pair in ended.values_list("household", "cadre", "agency")}


def _serving_cadres(helpers: Iterable[str], day: dt.date) -> list[str]:
    wanted = {int(one[1:]) for one in helpers if one.startswith("c")}
    serving = Cadre.objects.in_service_on(day).filter(pk__in=wanted).values_list("pk", flat=True)
    return [helper_key(pk, None) for pk in serving]


def helpers_named(
    keys: Iterable[str], cadres: models.QuerySet[Cadre], agencies: models.QuerySet[Agency]
) -> dict[str, Cadre | Agency]:
    """Return the helpers of these keys ("c12", "a5") that lie in what the user may choose."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for key in keys:
        if key[1:].isdecimal() and len(key) < 19:
            wanted[key[:1]].add(int(key[1:]))
    found: dict[str, Cadre | Agency] = {helper_key(row.pk, None): row for row in cadres.filter(pk__in=wanted["c"])}
    return found | {helper_key(None, row.pk): row for row in agencies.filter(pk__in=wanted["a"])}
