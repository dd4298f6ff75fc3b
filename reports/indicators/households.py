"""Households, people and poverty.

- Households and people of a village in a month: its last snapshot up to that month.
- A household's class on a day: its newest assessment up to that day. A household counts when it lives in its village
  on the month's last day.
- Transitions compare a household's class at the end of the month with that at the end of the month before. They can
  only come about in a month with an assessment, so they are read from the assessments of that month. A household
  that left is no exit.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from households import nouns as household_nouns
from households.models import Assessment, Household, Result, VillageSnapshot
from households.models.households import is_present
from plumbing.dates import month_end
from plumbing.stays import held_on
from reports.indicators.base import AnyIndicator, Better, Indicator, Kind, Ratio, Source
from reports.indicators.heads import Head


def snapshots(first: dt.date, last: dt.date) -> QuerySet[VillageSnapshot]:
    """Return the newest snapshot of each village up to month `last`."""
    known = VillageSnapshot.objects.live().filter(month__lte=last)
    later = known.filter(village=OuterRef("village"), month__gt=OuterRef("month"))
    return known.filter(~Exists(later))


def standing(first: dt.date, last: dt.date) -> QuerySet[Household]:
    """Return the households that are there on the last day of month `last`, with their `home` and class of that day."""
    day = month_end(last)
    holds = Q(assessments__voided_at=None, assessments__assessed_on__lte=day, assessments__superseded_on__gt=day)
    # A join and no subquery: it is asked of all households at once.
    standing = FilteredRelation("assessments", condition=holds)
    # Of all villages at once, not for each of their households.
    with_figures = VillageSnapshot.objects.live().filter(month__lte=last).order_by().values("village")
    return (
        Household.objects.at_home_on(day)
        .annotate(_standing=standing)
        .annotate(result=F("_standing__result"), is_in_figures=Q(home__village__in=with_figures))
    )


def rated(first: dt.date, last: dt.date) -> QuerySet[VillageSnapshot]:
    """Return the newest snapshots of those villages of which a household's class was known at the end of `last` too."""
    known: Any = standing(first, last)
    known = known.filter(result__isnull=False, **{f"{STANDING.village}__isnull": False})
    return snapshots(first, last).filter(village__in=known.order_by().values(STANDING.village))


def transitions(first: dt.date, last: dt.date) -> QuerySet[Assessment]:
    """Return the assessments of month `last` that stand at its end, with what the household was before, and its `home`
    at the end of the month.

    `before` is the class at the end of the month before (None: never assessed), `was_poor` whether it was poor at
    any time before, `is_opening` whether nobody in the village had been assessed before: the opening stock.
    """
    day = month_end(last)
    earlier = Assessment.objects.live().filter(assessed_on__lt=last)
    own = earlier.filter(household=OuterRef("household"))
    held_before = Q(
        household__assessments__voided_at=None,
        household__assessments__assessed_on__lt=last,
        household__assessments__superseded_on__gte=last,
    )
    # Who lived in the village when it was assessed.
    village = earlier.filter(
        held_on(F("assessed_on"), "household__residences__"),
        household__residences__village=OuterRef("home__village_id"),
        household__voided_at__isnull=True,
    )
    return (
        Assessment.objects.standing_on(day)
        .filter(is_present(day, "household__"), assessed_on__gte=last)
        .annotate(
            _before=FilteredRelation("household__assessments", condition=held_before),
            home=FilteredRelation("household__residences", condition=held_on(day, "household__residences__")),
        )
        .annotate(
            before=F("_before__result"),
            was_poor=Exists(own.filter(result=Result.POOR)),
            is_opening=~Exists(village),
        )
    )


SNAPSHOTS = Source(
    name="snapshots",
    rows=snapshots,
    village="village_id",
    listed=household_nouns.snapshots.SNAPSHOTS,
    models=frozenset({"households.villagesnapshot"}),
    begins=(lambda: VillageSnapshot.objects.live(), "month"),
    is_lasting=True,
    is_by_month=True,
)
STANDING = Source(
    name="standing",
    rows=standing,
    village="home__village_id",
    listed=household_nouns.households.STANDING,
    models=frozenset(
        {"households.household", "households.residence", "households.assessment", "households.villagesnapshot"}
    ),
    begins=(lambda: Assessment.objects.live(), "assessed_on"),
    is_lasting=True,
    is_by_month=True,
)
RATED = Source(
    name="rated",
    rows=rated,
    village="village_id",
    listed=household_nouns.snapshots.SNAPSHOTS,
    models=STANDING.models,
    begins=STANDING.begins,
    is_lasting=True,
    is_by_month=True,
)
TRANSITIONS = Source(
    name="transitions",
    rows=transitions,
    village="home__village_id",
    listed=household_nouns.assessments.TRANSITIONS,
    models=frozenset({"households.household", "households.residence", "households.assessment"}),
    begins=(lambda: Assessment.objects.live(), "assessed_on"),
    is_lasting=True,
    is_by_month=True,
)

HOUSEHOLDS = _("households")
POOR, NEAR_POOR = Q(result=Result.POOR), Q(result=Result.NEAR_POOR)
WAS_POOR_LATELY = Q(before=Result.POOR)
WAS_NOT_POOR_LATELY = Q(before__isnull=True) | ~Q(before=Result.POOR)

INDICATORS: list[AnyIndicator] = [
    Indicator(
        "households_total",
        _("All households, by the village figures"),
        HOUSEHOLDS,
        Kind.STOCK,
        SNAPSHOTS,
        amount="households",
        better=Better.NONE,
        head=Head.PEOPLE,
        meaning=_(
            "All households of the villages, as their teams counted them: from the last village figures that a "
            "team gave up to the month. It is another total than that of the register."
        ),
    ),
    Indicator(
        "people_total",
        _("Number of people"),
        _("people"),
        Kind.STOCK,
        SNAPSHOTS,
        amount="people",
        better=Better.NONE,
        head=Head.PEOPLE,
        meaning=_("All people of the villages, from the last village figures that a team gave up to the month."),
    ),
    Indicator(
        "households_listed",
        _("Households entered in the register"),
        HOUSEHOLDS,
        Kind.STOCK,
        STANDING,
        better=Better.NONE,
        head=Head.PEOPLE,
        meaning=_(
            "Households entered one by one in this portal that live in their village on the last day of the month. "
            "It is another total than that of the village figures, and smaller where only some are followed."
        ),
    ),
    Indicator(
        "poor_households",
        _("Poor households"),
        HOUSEHOLDS,
        Kind.STOCK,
        STANDING,
        POOR,
        better=Better.DOWN,
        head=Head.PEOPLE,
        meaning=_("Households in the register whose newest assessment on the last day of the month is poor."),
    ),
    # Poor households come from the register, the number of all households from the teams: a rate is one of the same
    # villages, those that have both. Where nobody was assessed, nobody knows who is poor.
    Indicator(
        "households_rated",
        _("All households of the villages with poverty rates"),
        HOUSEHOLDS,
        Kind.STOCK,
        RATED,
        amount="households",
        better=Better.NONE,
        head=Head.PEOPLE,
        meaning=_(
            "All households, by the village figures, of the villages in which households were assessed too: what the "
            "poverty rates are shares of."
        ),
    ),
    Indicator(
        "poor_in_figures",
        _("Poor households in villages with figures"),
        HOUSEHOLDS,
        Kind.STOCK,
        STANDING,
        POOR & Q(is_in_figures=True),
        better=Better.DOWN,
        head=Head.PEOPLE,
        meaning=_("Poor households in villages whose team has given the number of all households: the rate is theirs."),
    ),
    Ratio(
        "poverty_rate", _("Poverty rate"), "poor_in_figures", "households_rated", Better.DOWN, Head.PEOPLE, decimals=2
    ),
    Indicator(
        "near_poor_households",
        _("Near-poor households"),
        HOUSEHOLDS,
        Kind.STOCK,
        STANDING,
        NEAR_POOR,
        better=Better.DOWN,
        head=Head.PEOPLE,
        meaning=_("Households in the register whose newest assessment on the last day of the month is near-poor."),
    ),
    Indicator(
        "near_poor_in_figures",
        _("Near-poor households in villages with figures"),
        HOUSEHOLDS,
        Kind.STOCK,
        STANDING,
        NEAR_POOR & Q(is_in_figures=True),
        better=Better.DOWN,
        head=Head.PEOPLE,
        meaning=_(
            "Near-poor households in villages whose team has given the number of all households: the rate is theirs."
        ),
    ),
    Ratio(
        "near_poverty_rate",
        _("Near-poverty rate"),
        "near_poor_in_figures",
        "households_rated",
        Better.DOWN,
        Head.PEOPLE,
        decimals=2,
    ),
    Indicator(
        "villages_in_figures",
        _("Villages with figures"),
        _("villages"),
        Kind.STOCK,
        SNAPSHOTS,
        better=Better.NONE,
        head=Head.PEOPLE,
        meaning=_("Villages of which a team has given the number of households, in this month or before."),
    ),
    Indicator(
        "villages_rated",
        _("Villages with poverty rates"),
        _("villages"),
        Kind.STOCK,
        RATED,
        better=Better.NONE,
        head=Head.PEOPLE,
        meaning=_("Villages whose number of households is known and in which households were assessed."),
    ),
    # Poor at the end of the month before, not poor at the end of this one.
    Indicator(
        "poor_exited",
        _("Households that escaped poverty"),
        HOUSEHOLDS,
        Kind.FLOW,
        TRANSITIONS,
        WAS_POOR_LATELY & ~POOR,
        head=Head.PEOPLE,
        meaning=_(
            "Poor at the end of the month before, no longer poor at the end of this month. A "
            "household that moved away does not count."
        ),
    ),
    # Near-poor at the end of the month before, neither poor nor near-poor at the end of this one.
    Indicator(
        "near_poor_exited",
        _("Households that escaped near-poverty"),
        HOUSEHOLDS,
        Kind.FLOW,
        TRANSITIONS,
        Q(before=Result.NEAR_POOR, result=Result.NEITHER),
        head=Head.PEOPLE,
        meaning=_("Near-poor at the end of the month before, neither poor nor near-poor at the end of this month."),
    ),
    # Poor now, not at the end of the month before, never poor earlier. A household without an earlier assessment
    # counts only when its village had been assessed before; else it belongs to the opening stock.
    Indicator(
        "newly_poor",
        _("Newly poor households"),
        HOUSEHOLDS,
        Kind.FLOW,
        TRANSITIONS,
        POOR & WAS_NOT_POOR_LATELY & Q(was_poor=False, is_opening=False),
        better=Better.DOWN,
        head=Head.PEOPLE,
        meaning=_(
            "Poor at the end of this month, never poor before. The first assessment of a whole village does not count."
        ),
    ),
    # Poor now, not at the end of the month before, but poor some time earlier.
    Indicator(
        "relapsed_poor",
        _("Households that fell back into poverty"),
        HOUSEHOLDS,
        Kind.FLOW,
        TRANSITIONS,
        POOR & WAS_NOT_POOR_LATELY & Q(was_poor=True),
        better=Better.DOWN,
        head=Head.PEOPLE,
        meaning=_(
            "Poor at the end of this month, not poor at the end of the month before, but poor some time earlier."
        ),
    ),
]
