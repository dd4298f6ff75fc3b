"""What all lists of this app share: the commune of each row's team, and the team that a page was opened for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_date

from plumbing.dates import month_end
from plumbing.query_strings import whole_number
from teams.models import Team
from teams.places import commune_name


def with_commune(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add each row's team and the commune in which its village lies today."""
    shown = rows.select_related("team").annotate(commune=commune_name("team__village"))
    return shown.alias(commune_sort=commune_name("team__village", value="sort_key"))


def requested_day(request: HttpRequest) -> dt.date | None:
    """Return the last day of ?month=2026-10 that has come: the day with which a form of that month starts."""
    month = parse_date(f"{request.GET.get('month', '')}-01")
    return min(month_end(month), timezone.localdate()) if month else None


def requested_team(request: HttpRequest) -> Team | None:
    """Return the team of ?team=<id>, which must be one of the user's."""
    key = request.GET.get("team", "")
    return get_object_or_404(Team.objects.visible_to(request.user), pk=whole_number(key)) if key.isdecimal() else None
