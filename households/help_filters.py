"""What the lists about helpers can be narrowed by."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from households.filters import offer_villages, user_villages
from households.models import Assignment, AssignmentProposal, HelpPlan, Household, Result, Trouble
from plumbing.choosing import Chooser
from plumbing.listing import ListFilter, SearchFilter
from teams.filters import CadreFilter, user_communes
from teams.models import Agency, Area

HELPER_KEYS = ("cadre__search_key", "agency__search_key")
CLASSES = [*Result.choices, ("none", _("never assessed"))]


def plans(request: Any) -> QuerySet[HelpPlan]:
    return HelpPlan.objects.visible_to(request.user).live()


class PlanFilter(ListFilter):
    q = filters.CharFilter(label=_("Search"), field_name="title", lookup_expr="icontains")
    state = filters.ChoiceFilter(label=_("State"), choices=[("running", _("Running"))], method="in_state")

    class Meta:
        model = HelpPlan
        fields: list[str] = []

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.active_on(dt.date.today())


class OfHouseholds(ListFilter):
    """Rows about households: by the commune in which they live and by their class today."""

    q = SearchFilter("head_search", "household__village__search_key", *HELPER_KEYS)
    commune = filters.ModelChoiceFilter(label=_("Commune"), queryset=user_communes, method="in_commune", widget=Chooser)
    result = filters.ChoiceFilter(label=_("Class today"), choices=CLASSES, method="with_class")

    def in_commune(self, rows: Any, name: str, commune: Area) -> Any:
        return rows.filter(household__in=Household.objects.in_area(commune).values("pk"))

    def with_class(self, rows: Any, name: str, result: str) -> Any:
        return rows.filter(result__isnull=True) if result == "none" else rows.filter(result=result)


class AssignmentFilter(OfHouseholds):
    """Assignments that run today, unless asked for others."""

    plan = filters.ModelChoiceFilter(label=_("Plan of help"), queryset=plans)
    agency = filters.ModelChoiceFilter(
        label=_("Agency"), queryset=Agency.objects.live().order_by("sort_key"), method="of_agency", widget=Chooser
    )
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[("ended", _("Ended")), ("all", _("All"))],
        empty_label=_("that run today"),
        method="as_it_is",
    )

    class Meta:
        model = Assignment
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        state = self.form.cleaned_data.get("state")
        if state == "all":
            return rows
        today = dt.date.today()
        return rows.filter(valid_to__lt=today) if state == "ended" else rows.active_on(today)

    def of_agency(self, rows: Any, name: str, agency: Agency) -> Any:
        return rows.of_agency(agency)

    def as_it_is(self, rows: Any, name: str, value: str) -> Any:
        return rows


class OwnFilter(ListFilter):
    q = SearchFilter("head_search", "household__village__search_key")

    class Meta:
        model = Assignment
        fields: list[str] = []


class SettlementFilter(OfHouseholds):
    trouble = filters.ChoiceFilter(label=_("Why"), choices=Trouble.choices)
    plan = filters.ModelChoiceFilter(label=_("Plan of help"), queryset=plans)

    class Meta:
        model = Assignment
        fields: list[str] = []


class UnhelpedFilter(ListFilter):
    q = SearchFilter("head_search", "village__search_key")
    commune = filters.ModelChoiceFilter(label=_("Commune"), queryset=user_communes, method="in_commune", widget=Chooser)
    village = filters.ModelChoiceFilter(label=_("Village"), queryset=user_villages, widget=Chooser)
    result = filters.ChoiceFilter(label=_("Class today"), choices=Result.choices)

    class Meta:
        model = Household
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_villages(self)

    def in_commune(self, rows: Any, name: str, commune: Area) -> Any:
        return rows.in_area(commune)


class HelperFilter(CadreFilter):
    """Cadres by what they carry."""

    carries = filters.ChoiceFilter(
        label=_("Carries"),
        choices=[
            ("some", _("households")),
            ("none", _("no household")),
            ("over", _("more than the plan allows")),
            ("gone", _("households, but serves no more")),
        ],
        method="carrying",
    )
    party_status = None
    serves = None

    def carrying(self, rows: Any, name: str, choice: str) -> Any:
        match choice:
            case "none":
                return rows.filter(load=0, is_serving=True)
            case "over":
                return rows.filter(is_over=True)
            case "gone":
                return rows.filter(load__gt=0, is_serving=False)
            case _:
                return rows.filter(load__gt=0)


class ProposalFilter(OfHouseholds):
    """Proposals that wait for an answer, unless asked for others."""

    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("late", _("answer overdue")),
            *[one for one in AssignmentProposal.State.choices if one[0] != "waiting"],
            ("all", _("All")),
        ],
        empty_label=_("that wait for an answer"),
        method="as_it_is",
    )

    class Meta:
        model = AssignmentProposal
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        state = self.form.cleaned_data.get("state")
        if not state:
            return rows.waiting()
        if state == "late":
            return rows.unanswered_on(dt.date.today())
        return rows if state == "all" else rows.filter(state=state)

    def as_it_is(self, rows: Any, name: str, value: str) -> Any:
        return rows
