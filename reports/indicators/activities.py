"""Activities, what they brought, and what was given.

- An activity counts in the month of its day.
- A contribution counts in the month in which it was received; one that is only pledged does not count. A
  counter-entry is negative and counts in the month of its own day.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from activities import nouns as activity_nouns
from activities.models import Activity, Contribution, Measure, Quantity
from plumbing.dates import month_end
from reports.indicators.base import AnyIndicator, Better, Indicator, Kind, Source
from reports.indicators.heads import Head


def activities(first: dt.date, last: dt.date) -> QuerySet[Activity]:
    return Activity.objects.live().filter(
        held_on__gte=first, held_on__lte=month_end(last), team__voided_at__isnull=True
    )


def quantities(first: dt.date, last: dt.date) -> QuerySet[Quantity]:
    return Quantity.objects.filter(
        activity__voided_at__isnull=True,
        activity__held_on__gte=first,
        activity__held_on__lte=month_end(last),
        activity__team__voided_at__isnull=True,
    )


def contributions(first: dt.date, last: dt.date) -> QuerySet[Contribution]:
    return Contribution.objects.live().filter(
        received_on__gte=first, received_on__lte=month_end(last), team__voided_at__isnull=True
    )


ACTIVITIES = Source(
    name="activities",
    rows=activities,
    village="team__village_id",
    listed=activity_nouns.activities.ACTIVITIES,
    models=frozenset({"teams.team", "activities.activity"}),
    begins=(lambda: Activity.objects.live(), "held_on"),
)
QUANTITIES = Source(
    name="quantities",
    rows=quantities,
    village="activity__team__village_id",
    listed=activity_nouns.activities.QUANTITIES,
    models=frozenset({"teams.team", "activities.activity"}),
    begins=(lambda: Activity.objects.live(), "held_on"),
)
CONTRIBUTIONS = Source(
    name="contributions",
    rows=contributions,
    village="team__village_id",
    listed=activity_nouns.contributions.CONTRIBUTIONS,
    models=frozenset({"teams.team", "activities.contribution"}),
    begins=(lambda: Contribution.objects.live(), "received_on"),
)

DONG = _("đồng")
OUTREACH = Q(field=Activity.Field.OUTREACH)

INDICATORS: list[AnyIndicator] = [
    Indicator(
        "activities_held",
        _("Number of activities"),
        _("activities"),
        Kind.FLOW,
        ACTIVITIES,
        head=Head.ACTIVITIES,
        meaning=_("Activities whose day lies in the month."),
    ),
    Indicator(
        "outreach_sessions",
        _("Outreach sessions"),
        _("sessions"),
        Kind.FLOW,
        ACTIVITIES,
        OUTREACH,
        head=Head.ACTIVITIES,
        meaning=_("Activities of the field “outreach and persuasion”."),
    ),
    Indicator(
        "outreach_people",
        _("People at outreach sessions"),
        _("people"),
        Kind.FLOW,
        ACTIVITIES,
        OUTREACH,
        amount="attended",
        head=Head.ACTIVITIES,
        meaning=_("The number of people at those activities, added up."),
    ),
    Indicator(
        "money_mobilised",
        _("Money mobilised"),
        DONG,
        Kind.FLOW,
        CONTRIBUTIONS,
        Q(kind="money"),
        amount="amount",
        head=Head.RESOURCES,
        meaning=_("Money received in the month. What is only promised does not count."),
    ),
    Indicator(
        "goods_value",
        _("Value of goods"),
        DONG,
        Kind.FLOW,
        CONTRIBUTIONS,
        Q(kind="goods"),
        amount="value",
        head=Head.RESOURCES,
        meaning=_("The value of goods received, as far as somebody has put a value on them."),
    ),
    Indicator(
        "labour_days",
        _("Labour days"),
        _("days"),
        Kind.FLOW,
        CONTRIBUTIONS,
        Q(kind="labour"),
        amount="amount",
        head=Head.RESOURCES,
        meaning=_("Labour days given in the month."),
    ),
    Indicator(
        "land_m2",
        _("Land given"),
        "m²",
        Kind.FLOW,
        CONTRIBUTIONS,
        Q(kind="land"),
        amount="amount",
        head=Head.RESOURCES,
        meaning=_("Land given in the month, in square metres."),
    ),
    # The value of everything received: money, and whatever of the rest somebody has put a value on.
    Indicator(
        "resources_value",
        _("Value of all resources"),
        DONG,
        Kind.FLOW,
        CONTRIBUTIONS,
        amount="value",
        head=Head.RESOURCES,
        meaning=_(
            "Money received, together with the value of goods, labour and land as far as somebody has "
            "put a value on them."
        ),
    ),
]


def of_measure(measure: Measure) -> Indicator:
    """Return the indicator of a measure of the catalogue: the sum of its amounts."""
    return Indicator(
        measure.code, str(measure), measure.unit, Kind.FLOW, QUANTITIES, Q(measure=measure.pk), amount="amount",
        better=Better.UP, head=Head.RESULTS,
    )  # fmt: skip
