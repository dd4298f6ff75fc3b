"""From a figure to the rows that make it up: their count, or the sum of a column, is that figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_tables2
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from activities.models import Activity, Meeting, TeamMonth
from plumbing.dates import Period
from plumbing.listing import ListFilter, SearchFilter
from reports import figures, tables
from reports.figures import Place
from reports.indicators import Indicator, Kind
from reports.rollups.months import current_month
from teams import access
from teams.models import Account
from teams.places import commune_name

Rows = QuerySet[Any]


@dataclass(frozen=True)
class List:
    """How the rows of a source are shown."""

    table: type[django_tables2.Table]
    # Where a search looks.
    search: tuple[str, ...]
    related: tuple[str, ...] = ()
    # Rows without a scope of their own (attendance, quantities) are seen with the row they belong to.
    parent: tuple[str, type[Any]] | None = None
    add: Callable[[Rows, dt.date], Rows] | None = None
    is_about_households: bool = False


def with_state(rows: Rows, month: dt.date) -> Rows:
    states = TeamMonth.objects.live().filter(team=OuterRef("pk"), month=month)
    return rows.annotate(state=Subquery(states.values("state")[:1]))


def with_head(rows: Any, month: dt.date) -> Rows:
    return rows.with_head()


def with_head_of_household(rows: Rows, month: dt.date) -> Rows:
    of_head = Q(household__persons__relation="head", household__persons__voided_at__isnull=True)
    heads = FilteredRelation("household__persons", condition=of_head)
    return rows.annotate(_head=heads).annotate(
        head_name=F("_head__name"), head_sort=F("_head__sort_key"), head_search=F("_head__search_key")
    )


TEAM = ("team__search_key", "team__village__search_key")
LISTS: dict[str, List] = {
    "team_months": List(tables.TeamMonthRows, ("search_key", "village__search_key"), ("village",), add=with_state),
    "services": List(
        tables.ServiceRows, ("cadre__search_key", *TEAM), ("cadre__agency", "team__village")
    ),
    "meetings": List(tables.MeetingRows, TEAM, ("team__village",)),
    "attendances": List(
        tables.AttendanceRows,
        ("cadre__search_key", "meeting__team__search_key", "meeting__team__village__search_key"),
        ("cadre", "meeting__team__village"),
        parent=("meeting", Meeting),
    ),
    "tasks": List(tables.TaskRows, ("search_key", *TEAM), ("team__village", "assignee")),
    "activities": List(tables.ActivityRows, ("search_key", *TEAM), ("team__village",)),
    "quantities": List(
        tables.QuantityRows,
        ("activity__search_key", "activity__team__search_key", "activity__team__village__search_key"),
        ("activity__team__village", "measure"),
        parent=("activity", Activity),
    ),
    "contributions": List(tables.ContributionRows, ("search_key", *TEAM), ("team__village",)),
    "snapshots": List(tables.SnapshotRows, ("village__search_key",), ("village",)),
    "standing": List(
        tables.HouseholdRows, ("head_search", "village__search_key"), ("village",), add=with_head,
        is_about_households=True,
    ),
    "transitions": List(
        tables.TransitionRows, ("head_search", "household__village__search_key"), ("household__village",),
        add=with_head_of_household, is_about_households=True,
    ),
}  # fmt: skip


def shows_rows(user: Account, one: Indicator, period: Period) -> bool:
    """Return whether the rows themselves can be listed: not to those who may not see households, and not over
    several months when the source can only be asked for one.
    """
    if LISTS[one.source.name].is_about_households and not access.may(user, access.Permission.VIEW_HOUSEHOLDS):
        return False
    return one.kind == Kind.STOCK or not one.source.is_by_month or len(period.months) == 1


def rows_behind(user: Account, one: Indicator, place: Place, period: Period) -> Rows:
    """Return the rows of the figure that `user` may see, ready for its table."""
    shown = LISTS[one.source.name]
    last = min(period.last_month, current_month())
    first = last if one.kind == Kind.STOCK else period.first_month
    # Ids instead of a subquery: the planner then knows how few they are.
    villages = list(place.villages(period).order_by().values_list("pk", flat=True))
    rows: Any = one.rows(first, last).filter(**{f"{one.source.village}__in": villages})
    if shown.parent:
        field, model = shown.parent
        rows = rows.filter(**{f"{field}__in": model.objects.visible_to(user).values("pk")})
    else:
        rows = rows.visible_to(user)
    if shown.add:
        rows = shown.add(rows, last)
    village, day = one.source.village, figures.month_end(last)
    return rows.select_related(*shown.related).annotate(
        commune=commune_name(village, day=day), commune_sort=commune_name(village, day=day, value="sort_key")
    )


def filter_for(one: Indicator) -> type[ListFilter]:
    """Return the filters of the list: free text over what the source's rows are found by."""
    search = SearchFilter(*LISTS[one.source.name].search)
    return type("RowsFilter", (ListFilter,), {"q": search})
