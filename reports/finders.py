"""What can be found in this room: the areas whose figures somebody may open."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from plumbing.finding import Finder, Found, Hit, found_rows, one_line
from teams.access import Permission, Scope, scope_of
from teams.filters import AreaFilter
from teams.finders import holders_of
from teams.models import Account, Area
from teams.places import communes_for
from teams.views.areas import listed


def areas(user: Account, text: str, limit: int) -> Found:
    """Names of other places are no secret, but lead nowhere: only what opens is found."""

    def hit(area: Any) -> Hit:
        where = one_line(capfirst(area.get_level_display()), area.parent_name)
        icon = "area" if area.level == Area.Level.VILLAGE else "areas"
        return Hit(area.name, where, reverse("reports:dashboard", args=[area.pk]), icon)

    own = Q(pk__in=Area.objects.in_scope_of(user).values("pk"))
    if scope_of(user) is Scope.AREA:
        # Communes hang beside a region, not below it (reports.scope.place_for).
        own |= Q(pk__in=communes_for(user).values("pk"))
    rows = listed(Area.objects.live().active_on(timezone.localdate()).filter(own))
    search = AreaFilter.base_filters["q"]
    return found_rows(rows, text, limit, search=search, hit=hit, order=["level_rank", "sort_key"])


# The list of areas shows every place by name, more than these: no link to it.
FINDERS = [Finder("areas", _("Areas"), "areas", areas, holders_of(Permission.VIEW_FIGURES))]
