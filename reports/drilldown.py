"""From a figure to the rows that make it up: their count, or the sum of a column, is that figure."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from plumbing.dates import Period, month_end
from plumbing.listing import ListFilter, SearchFilter
from reports.figures import Place
from reports.indicators import Indicator, Kind
from reports.rollups.months import current_month
from teams.models import Account, area_scope
from teams.places import commune_name

Rows = QuerySet[Any]


def shows_rows(user: Account, one: Indicator, period: Period) -> bool:
    """Return whether the rows themselves can be listed: not to those who may not see households, and not over
    several months when the source can only be asked for one.
    """
    needed = one.source.listed.permission
    if needed and not user.may(needed):
        return False
    return one.kind == Kind.STOCK or not one.source.is_by_month or len(period.months) == 1


def rows_behind(user: Account, one: Indicator, place: Place, period: Period) -> Rows:
    """Return the rows of the figure that `user` may see, ready for its table."""
    shown = one.source.listed
    last = min(period.last_month, current_month())
    first = last if one.kind == Kind.STOCK else period.first_month
    # Ids instead of a subquery: the planner then knows how few they are.
    counted = Period.of_month(last) if one.kind == Kind.STOCK else period
    villages = list(place.villages(counted).order_by().values_list("pk", flat=True))
    rows: Any = one.rows(first, last).filter(**{f"{one.source.village}__in": villages})
    if shown.parent:
        field, model = shown.parent
        rows = rows.filter(**{f"{field}__in": model.objects.visible_to(user).values("pk")})
    elif shown.scope:
        rows = rows.filter(area_scope(user, shown.scope))
    else:
        rows = rows.visible_to(user)
    if shown.annotate:
        rows = shown.annotate(rows, last)
    village, day = one.source.village, month_end(last)
    return rows.select_related(*shown.related).annotate(
        commune=commune_name(village, day=day), commune_sort=commune_name(village, day=day, value="sort_key")
    )


def filter_for(one: Indicator) -> type[ListFilter]:
    """Return the filters of the list: free text over what the source's rows are found by."""
    search = SearchFilter(*one.source.listed.search)
    return type("RowsFilter", (ListFilter,), {"q": search})
