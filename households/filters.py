"""What the lists of this app can be narrowed by."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import (
    Assessment,
    Breach,
    DataRequest,
    Household,
    PovertyStandard,
    Purpose,
    Result,
    Review,
    Viewing,
)
from plumbing.choosing import Chooser
from plumbing.listing import DayFilter, ListFilter, SearchFilter
from plumbing.query_strings import whole_number
from teams.access import Role
from teams.filters import user_communes
from teams.models import Area

# With fewer digits a part of a phone number is no way to find anybody.
FEWEST_DIGITS = 6
# Roles whose villages are so few that the filter offers them all.
FEW_VILLAGES = {Role.COMMUNE_OFFICER, Role.TEAM_LEADER, Role.MEMBER, Role.AGENCY_LEAD}


def number_in(request: Any, name: str) -> int | None:
    text = request.GET.get(name, "")
    return whole_number(text)


def user_villages(request: Any) -> QuerySet[Area]:
    """Return the villages that can be chosen: those of the chosen commune; hundreds would be no choice."""
    villages = Area.objects.live().villages().in_scope_of(request.user).order_by("sort_key")
    commune = Area.objects.filter(pk=number_in(request, "commune")).first() if number_in(request, "commune") else None
    if commune is not None:
        return villages.filter(pk__in=Area.objects.within(commune).values("pk"))
    if request.user.role in FEW_VILLAGES:
        return villages
    village = number_in(request, "village")
    return villages.none() if village is None else villages.filter(pk=village)


class HouseholdSearch(SearchFilter):
    """Heads and villages by their names, a household also by its code or by its phone."""

    def found_by(self, text: str) -> Q:
        digits = phone_digits(text)
        by_phone = Q(phone__contains=digits) if len(digits) >= FEWEST_DIGITS else Q()
        return super().found_by(text) | Q(code__iexact=text) | by_phone


def phone_digits(text: str) -> str:
    """Return the digits of what may be a phone number, as phones are stored; "" when there are letters in it."""
    if any(sign.isalpha() for sign in text):
        return ""
    digits = "".join(sign for sign in text if sign.isdigit())
    return f"0{digits[2:]}" if text.startswith("+84") else digits


def offer_villages(chosen: ListFilter) -> None:
    """Let a filter choose a village: those of a chosen commune, and where a script runs any of them by its name."""
    if chosen.user.role in FEW_VILLAGES:
        return
    if not chosen.data.get("commune"):
        chosen.filters["village"].extra["empty_label"] = _("choose a commune first")
    remote = {"data-src": reverse("teams:village_choices"), "data-with": "commune", "data-empty": _("All")}
    chosen.filters["village"].extra["widget"] = Chooser(attrs=remote)


class HouseholdFilter(ListFilter):
    """Households that live here now, unless asked for others."""

    q = HouseholdSearch("head_search", "village__search_key")
    commune = filters.ModelChoiceFilter(label=_("Commune"), queryset=user_communes, method="in_commune", widget=Chooser)
    village = filters.ModelChoiceFilter(label=_("Village"), queryset=user_villages, widget=Chooser)
    result = filters.ChoiceFilter(
        label=_("Result today"),
        choices=[*Result.choices, ("none", _("never assessed")), ("due", _("due for review"))],
        method="with_class",
    )
    state = filters.ChoiceFilter(
        label=_("Households"),
        choices=[("left", _("that left")), ("voided", _("voided"))],
        empty_label=_("that live here now"),
        method="as_it_is",
    )

    class Meta:
        model = Household
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_villages(self)

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        state = self.form.cleaned_data.get("state")
        if state == "voided":
            return rows.filter(voided_at__isnull=False)
        return rows.live().filter(left_on__isnull=state != "left")

    def in_commune(self, rows: Any, name: str, commune: Area) -> Any:
        return rows.in_area(commune)

    def with_class(self, rows: Any, name: str, result: str) -> Any:
        today = dt.date.today()
        if result == "due":
            return rows.filter(pk__in=Household.objects.due_for_review(today).values("pk"))
        # The whole ledger at once; asked for each household in turn it takes longer.
        standing = Assessment.objects.standing_on(today)
        if result == "none":
            return rows.exclude(pk__in=standing.values("household"))
        return rows.filter(pk__in=standing.filter(result=result).values("household"))

    def as_it_is(self, rows: Any, name: str, value: str) -> Any:
        return rows


class ReviewFilter(ListFilter):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Review.Kind.choices)

    class Meta:
        model = Review
        fields: list[str] = []


class StandardFilter(ListFilter):
    q = filters.CharFilter(label=_("Search"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = PovertyStandard
        fields: list[str] = []


class ViewingFilter(ListFilter):
    q = SearchFilter("by__search_key")
    how = filters.ChoiceFilter(label=_("How"), choices=Viewing.How.choices)
    since = DayFilter(label=_("From"), field_name="at", lookup_expr="date__gte")
    until = DayFilter(label=_("Until"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Viewing
        fields: list[str] = []


class PurposeFilter(ListFilter):
    q = filters.CharFilter(label=_("Search"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = Purpose
        fields: list[str] = []


class DataRequestFilter(ListFilter):
    kind = filters.ChoiceFilter(label=_("What is asked"), choices=DataRequest.Kind.choices)

    class Meta:
        model = DataRequest
        fields: list[str] = []


class BreachFilter(ListFilter):
    since = DayFilter(label=_("From"), field_name="found_at", lookup_expr="date__gte")

    class Meta:
        model = Breach
        fields: list[str] = []
