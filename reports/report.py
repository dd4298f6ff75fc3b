"""The periodic report of an area: its figures under the official heads, its parts, and the state of its teams."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.utils import timezone

from activities.models import Meeting, TeamMonth
from plumbing.dates import Period, month_end
from reports import figures
from reports.figures import Numbers, Place
from reports.indicators import AnyIndicator, Head, all_indicators
from reports.rollups.months import current_month
from teams.models import FOREVER, Area, Membership, Team
from teams.places import commune_name

# What a table of areas shows, in the order of the heads; the rest stands in the full list.
MAIN = [
    "households_total", "people_total", "poor_households", "poverty_rate", "near_poor_households", "near_poverty_rate",
    "poor_exited", "teams_active", "teams_met", "months_on_time_rate", "tasks_done_rate", "activities_held",
    "outreach_people", "money_mobilised", "labour_days", "resources_value",
]  # fmt: skip


@dataclass
class Report:
    """The numbers of one area and period, read once and shown as a page, JSON or a workbook."""

    place: Place
    period: Period

    @property
    def area(self) -> Area:
        return self.place.area

    @cached_property
    def indicators(self) -> dict[str, AnyIndicator]:
        return {code: one.over(self.period) for code, one in all_indicators().items()}

    @cached_property
    def figures(self) -> Numbers:
        return figures.read(self.place, self.period, known=self.indicators)

    @cached_property
    def parts(self) -> list[tuple[Area, Numbers]]:
        return figures.read_parts(self.place, self.period, known=self.indicators)

    def heads(self) -> list[tuple[Head, list[AnyIndicator]]]:
        """Return the indicators under their heads, in the official order."""
        every = self.indicators.values()
        return [(head, [one for one in every if one.head == head]) for head in Head]

    @property
    def month(self) -> dt.date:
        """The month whose team months are listed: the period's last one that has begun."""
        return min(self.period.last_month, current_month())

    def teams(self) -> Any:
        """Return the area's teams of the report's month, with commune, leader, meeting and state."""
        return with_month(Team.objects.filter(village__in=self.place.villages(self.period).values("pk")), self.month)


def with_month(teams: Any, month: dt.date) -> Any:
    """Return those `teams` that work in `month`, with commune, leader, day of the meeting and state of the month."""
    day = month_end(month)
    leaders = Membership.objects.active_on(day).filter(team=OuterRef("pk"), role=Membership.Role.LEADER)
    meetings = Meeting.objects.live().filter(team=OuterRef("pk"), month=month)
    months = FilteredRelation("months", condition=Q(months__month=month, months__voided_at__isnull=True))
    return (
        teams.active_in(month)
        .select_related("village")
        .annotate(
            _month=months,
            state=F("_month__state"),
            submitted_at=F("_month__submitted_at"),
            has_met=Exists(meetings),
            met_on=Subquery(meetings.order_by("held_on").values("held_on")[:1]),
            commune=commune_name("village", day=day),
            commune_key=commune_name("village", day=day, value="sort_key"),
            leader=Subquery(leaders.values("cadre__name")[:1]),
        )
        .order_by("commune_key", "village__sort_key", "pk")
    )


def state_of(team: Any) -> str:
    """Return the state of a team that came from `with_month`; no row yet means that nothing was logged."""
    return team.state or TeamMonth.State.OPEN


def find_area(code: str, period: Period, as_of: dt.date | None = None) -> Area:
    """Return the area that had `code` on the last day of the period (or on `as_of`), else the version nearest to it.

    Raises Area.DoesNotExist when no area ever had the code.
    """
    day = as_of or min(period.last_day, timezone.localdate())
    versions = list(Area.objects.live().filter(code=code))
    if not versions:
        raise Area.DoesNotExist(code)
    return min(versions, key=lambda area: (_distance(area, day), -area.valid_from.toordinal()))


def _distance(area: Area, day: dt.date) -> int:
    """Return how many days `day` lies outside the area's life."""
    return max((area.valid_from - day).days, (day - (area.valid_to or FOREVER)).days, 0)
