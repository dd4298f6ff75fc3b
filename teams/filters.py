"""What the lists of this app can be narrowed by."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters as filters
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.forms import CheckboxInput
from django.utils.translation import gettext_lazy as _

from plumbing.choosing import Chooser
from plumbing.listing import DayFilter, ListFilter, SearchFilter
from teams.access import Permission, Role
from teams.models import Account, Agency, Area, Cadre, SignIn, Team
from teams.places import communes_for


def user_communes(request: Any) -> QuerySet[Area]:
    """Return the communes that the user may choose, for a filter."""
    return communes_for(request.user).order_by("sort_key")


def user_agencies(request: Any) -> QuerySet[Agency]:
    """Return the agencies of which the user sees cadres: a province has hundreds, a district some dozens of them."""
    cadres = Cadre.objects.visible_to(request.user).live()
    return Agency.objects.live().filter(pk__in=cadres.values("agency")).order_by("sort_key").only("name")


class TeamFilter(ListFilter):
    q = SearchFilter("search_key", "village__search_key", "commune_search", "leader_search")
    commune = filters.ModelChoiceFilter(label=_("Commune"), queryset=user_communes, method="in_commune", widget=Chooser)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Team.Kind.choices)
    state = filters.ChoiceFilter(
        label=_("State"), choices=[("active", _("Active")), ("ended", _("Ended"))], method="in_state"
    )

    class Meta:
        model = Team
        fields: list[str] = []

    def in_commune(self, rows: Any, name: str, commune: Area) -> Any:
        return rows.in_area(commune)

    def in_state(self, rows: Any, name: str, state: str) -> Any:
        today = dt.date.today()
        return rows.active_on(today) if state == "active" else rows.filter(active_to__lt=today)


class CadreFilter(ListFilter):
    guarded = {"party_status": Permission.SEE_COLLEAGUES}

    q = SearchFilter("search_key", "agency__search_key")
    agency = filters.ModelChoiceFilter(label=_("Agency"), queryset=user_agencies, widget=Chooser)
    party_status = filters.ChoiceFilter(label=_("Party membership"), choices=Cadre.PartyStatus.choices)
    serves = filters.ChoiceFilter(
        label=_("Serves"),
        choices=[("yes", _("in a team today")), ("no", _("in no team today"))],
        method="serving",
    )

    class Meta:
        model = Cadre
        fields: list[str] = []

    def serving(self, rows: Any, name: str, choice: str) -> Any:
        return rows.filter(team_count__gt=0) if choice == "yes" else rows.filter(team_count=0)


class AgencyFilter(ListFilter):
    q = SearchFilter("search_key")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Agency.Kind.choices)

    class Meta:
        model = Agency
        fields: list[str] = []


class AccountFilter(ListFilter):
    q = SearchFilter("search_key")
    role = filters.ChoiceFilter(label=_("Role"), choices=Role.choices)
    is_active = filters.ChoiceFilter(
        label=_("May sign in"),
        choices=[
            ("true", _("yes")),
            ("false", _("no")),
            ("unused", _("yes, but never did")),
            ("without", _("yes, but without a password yet")),
            ("ended", _("access ended with the service")),
        ],
        method="signing_in",
    )

    class Meta:
        model = Account
        fields: list[str] = []

    def signing_in(self, rows: Any, name: str, choice: str) -> Any:
        if choice == "unused":
            return rows.filter(is_active=True, last_login__isnull=True)
        if choice == "without":
            # What Django keeps where no password was ever set.
            return rows.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
        if choice == "ended":
            return rows.filter(access_ended_on__isnull=False)
        return rows.filter(is_active=choice == "true")


class SignInFilter(ListFilter):
    q = SearchFilter("account__search_key")
    outcome = filters.ChoiceFilter(label=_("Outcome"), choices=SignIn.Outcome.choices)
    address = filters.CharFilter(label=_("Address"), max_length=45)
    since = DayFilter(label=_("From"), field_name="at", lookup_expr="date__gte")
    until = DayFilter(label=_("Until"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = SignIn
        fields: list[str] = []


class AreaFilter(ListFilter):
    """The areas of a day (today when none is chosen), with former ones on request."""

    q = SearchFilter("search_key")
    level = filters.ChoiceFilter(label=_("Level"), choices=Area.Level.choices)
    commune = filters.ModelChoiceFilter(label=_("Commune"), queryset=user_communes, method="in_commune", widget=Chooser)
    day = DayFilter(label=_("Valid on"), method="as_it_is")
    former = filters.BooleanFilter(label=_("Former ones too"), method="as_it_is", widget=CheckboxInput)

    class Meta:
        model = Area
        fields: list[str] = []

    @property
    def day_chosen(self) -> dt.date:
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return data.get("day") or dt.date.today()

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("former") else rows.active_on(self.day_chosen)

    def as_it_is(self, rows: Any, name: str, value: Any) -> Any:
        return rows

    def in_commune(self, rows: Any, name: str, commune: Area) -> Any:
        return rows.filter(pk__in=Area.objects.within(commune, self.day_chosen).values("pk"))
