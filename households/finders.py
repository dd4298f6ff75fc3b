"""What can be found in this room: households, by their head or village, never by a number of a person."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.filters import HouseholdFilter
from households.models import Household
from plumbing.finding import Finder, Found, Hit, found_rows, one_line
from teams.access import Permission
from teams.finders import holders_of
from teams.models import Account
from teams.places import commune_name


def households(user: Account, text: str, limit: int) -> Found:
    """A hit tells the head's name and where the household lives, and nothing else of it."""

    def hit(row: Any) -> Hit:
        return Hit(str(row), one_line(row.village, row.commune), reverse("households:household_detail", args=[row.pk]))

    here = Household.objects.visible_to(user).live().filter(left_on__isnull=True)
    rows = here.with_head().select_related("village").annotate(commune=commune_name("village"))
    search = HouseholdFilter.base_filters["q"]
    return found_rows(rows, text, limit, search=search, hit=hit, key="head_search", order=["head_sort"])


FINDERS = [
    Finder(
        "households",
        _("Households"),
        "household",
        households,
        holders_of(Permission.VIEW_HOUSEHOLDS),
        partial(reverse, "households:household_list"),
    )
]
