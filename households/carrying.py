"""How many households each helper carries on a day, and how many it may."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db.models import Count

from households.help_rules import Known
from households.models import Assessment, Assignment, HelpPlan, Household
from households.models.assignments import helper_key
from teams.models import Agency, Cadre


def loads(day: dt.date) -> Counter[str]:
    """Return how many households each helper carries on `day`, by its key ("c12", "a5"); whoever carries none has 0."""
    rows = Assignment.objects.active_on(day).filter(household__voided_at__isnull=True)
    return Counter(helper_key(*pair) for pair in rows.values_list("cadre", "agency"))


def capacities(plan: HelpPlan, agencies: Iterable[int], day: dt.date) -> dict[int, int]:
    """Return how many households each agency may carry: as many as its cadres together, and at least one person's."""
    serving = Cadre.objects.in_service_on(day).filter(agency__in=agencies).order_by().values("agency")
    counts = dict(serving.annotate(number=Count("pk")).values_list("agency", "number"))
    return {agency: plan.households_per_helper * max(1, counts.get(agency, 0)) for agency in agencies}


def known_about(new: Assignment) -> Known:
    """Return what the rules need to know around an assignment on its first day."""
    day, plan = new.valid_from, new.plan
    own = Assignment.objects.active_on(day).exclude(household=new.household_id)
    if new.cadre_id is not None:
        in_service = Cadre.objects.in_service_on(day).filter(pk=new.cadre_id).exists()
        load, limit = own.filter(cadre=new.cadre_id).count(), plan.households_per_helper
    else:
        agency = new.agency_id or 0
        in_service = Agency.objects.live().filter(pk=agency).exists()
        load, limit = own.filter(agency=agency).count(), capacities(plan, [agency], day)[agency]
    standing = Assessment.objects.filter(household=new.household_id).standing_on(day)
    needed = Household.objects.must_be_helped(day, plans=[plan]).filter(pk=new.household_id)
    return Known(
        in_service=in_service,
        result=standing.values_list("result", flat=True).first(),
        is_needed=needed.exists(),
        load=load,
        limit=limit,
    )
