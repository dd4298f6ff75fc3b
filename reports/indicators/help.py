"""Who helps whom: households that must have a helper, those that have one, and who helps.

- A household counts where it lives on the month's last day, in the class that it has on that day.
- Whether it must have a helper is what the plans say that run on that day.
- A helper counts once in each village in which they carry a household, so an area's figure is a sum of places filled.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import BooleanField, Case, Exists, FilteredRelation, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from households import nouns as household_nouns
from households.models import Assignment, Household
from households.models.help_plans import needs_helper
from plumbing.dates import month_end
from plumbing.stays import held_on
from reports.indicators.base import AnyIndicator, Better, Indicator, Kind, Ratio, Source
from reports.indicators.heads import Head
from reports.indicators.households import HOUSEHOLDS, STANDING, standing


def helped(first: dt.date, last: dt.date) -> QuerySet[Household]:
    """Return the households that are there on the last day of month `last`, and whether each must have a helper and has
    one.
    """
    day = month_end(last)
    helpers = Assignment.objects.active_on(day).filter(household=OuterRef("pk"))
    needed = When(needs_helper(day, "_standing__result", village="home__village_id"), then=Value(True))
    return standing(first, last).annotate(
        must_be_helped=Case(needed, default=Value(False), output_field=BooleanField()), is_helped=Exists(helpers)
    )


def helping(first: dt.date, last: dt.date) -> QuerySet[Assignment]:
    """Return who carries a household on the last day of month `last`, once for each village, with its `home`."""
    day = month_end(last)
    home = FilteredRelation("household__residences", condition=held_on(day, "household__residences__"))
    there = Household.objects.present_on(day).values("pk")
    running: Any = Assignment.objects.active_on(day).filter(household__in=there).annotate(home=home)
    same = running.filter(
        Q(cadre=OuterRef("cadre")) | Q(agency=OuterRef("agency")),
        home__village=OuterRef("home__village_id"),
        pk__lt=OuterRef("pk"),
    )
    return running.filter(~Exists(same))


# Which plans run is told to the roll-up by `settings_used`: they are rules, and no rows of a village.
HELPED = Source(
    name="helped",
    rows=helped,
    village="home__village_id",
    listed=household_nouns.households.STANDING,
    models=frozenset(
        {"households.household", "households.residence", "households.assessment", "households.assignment"}
    ),
    begins=STANDING.begins,
    is_lasting=True,
    is_by_month=True,
)
HELPING = Source(
    name="helping",
    rows=helping,
    village="home__village_id",
    listed=household_nouns.assignments.HELPING,
    models=frozenset({"households.household", "households.residence", "households.assignment"}),
    begins=(lambda: Assignment.objects.live(), "valid_from"),
    is_lasting=True,
    is_by_month=True,
)

INDICATORS: list[AnyIndicator] = [
    Indicator(
        "households_assigned",
        _("Households with a helper"),
        HOUSEHOLDS,
        Kind.STOCK,
        HELPED,
        Q(is_helped=True),
        head=Head.PEOPLE,
        meaning=_("Households in the register that a cadre or an agency helps on the last day of the month."),
    ),
    Indicator(
        "households_to_help",
        _("Households that must have a helper"),
        HOUSEHOLDS,
        Kind.STOCK,
        HELPED,
        Q(must_be_helped=True),
        better=Better.NONE,
        head=Head.PEOPLE,
        meaning=_(
            "Households that must have a helper by a plan that runs on the last day of the month: by their class, or "
            "because they left poverty a short time ago."
        ),
    ),
    Indicator(
        "households_to_help_assigned",
        _("Households that must have a helper and have one"),
        HOUSEHOLDS,
        Kind.STOCK,
        HELPED,
        Q(must_be_helped=True, is_helped=True),
        head=Head.PEOPLE,
        meaning=_("Of the households that must have a helper, those that somebody helps on the last day of the month."),
    ),
    Ratio(
        "assignment_rate",
        _("Share of households that have the helper they must have"),
        "households_to_help_assigned",
        "households_to_help",
        head=Head.PEOPLE,
    ),
    Indicator(
        "helpers_active",
        _("Helpers at work"),
        _("helpers"),
        Kind.STOCK,
        HELPING,
        head=Head.PEOPLE,
        meaning=_(
            "Cadres and agencies that help a household on the last day of the month. Who helps in two villages counts "
            "in both."
        ),
    ),
]
