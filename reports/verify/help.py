"""Who must have a helper and who has one, counted a second time from the raw rows."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from itertools import pairwise
from typing import Any

from households.models import Assessment, Assignment, HelpPlan
from reports.verify.calendar import FAR
from reports.verify.tree import Tree


class Help:
    """The plans, and who helps the households of some villages."""

    def __init__(self, households: Collection[int]) -> None:
        self.tree = Tree()
        self.holds: dict[tuple[int, int, dt.date], bool] = {}
        self.plans = [plan for plan in HelpPlan.objects.all() if plan.voided_at is None]
        self.helpers: dict[int, list[Any]] = defaultdict(list)
        for row in Assignment.objects.filter(household__in=households):
            if row.voided_at is None:
                self.helpers[row.household_id].append(row)

    def of(self, household: int, day: dt.date) -> set[tuple[int | None, int | None]]:
        """Return who helps a household on a day."""
        rows = self.helpers[household]
        return {(row.cadre_id, row.agency_id) for row in rows if row.valid_from <= day <= (row.valid_to or FAR)}

    def is_needed(self, village: int, ledger: list[Assessment], day: dt.date) -> bool:
        """Tell whether one of the plans of the day asks for a helper of a household that lives in the village."""
        return any(
            self._is_class_in(plan, ledger, day)
            for plan in self.plans
            if plan.valid_from <= day <= (plan.valid_to or FAR) and self._holds_in(plan, village, day)
        )

    def _holds_in(self, plan: HelpPlan, village: int, day: dt.date) -> bool:
        if plan.area_id is None:
            return True
        key = (plan.pk, village, day)
        if key not in self.holds:
            # A day outside the area's life is its first or last one.
            since, until = self.tree.lives.get(plan.area_id, (FAR, FAR))
            above = self.tree.above(village, max(since, min(day, until))) if village in self.tree.lives else {}
            self.holds[key] = plan.area_id in above
        return self.holds[key]

    def _is_class_in(self, plan: HelpPlan, ledger: list[Assessment], day: dt.date) -> bool:
        classes = {"poor": plan.must_help_poor, "near_poor": plan.must_help_near_poor}
        known = [row for row in ledger if row.assessed_on <= day]
        if not known:
            return False
        if classes.get(known[-1].result):
            return True
        # The day on which it left a class of the plan for another one.
        exits = [later.assessed_on for one, later in pairwise(known) if classes.get(one.result)]
        return any(out > months_before(day, plan.months_after_exit) for out in exits) and plan.months_after_exit > 0


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months earlier, or the last day of that month."""
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
