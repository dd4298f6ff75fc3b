"""What the lists of this app can be narrowed by."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.forms import CheckboxInput, HiddenInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Contribution, Measure, Meeting, Task, TeamMonth
from plumbing.choosing import Chooser
from plumbing.dates import add_months, month_end, month_of, parse_month
from plumbing.listing import DayFilter, ListFilter, SearchFilter
from plumbing.reading import Unreadable
from plumbing.text import search_key
from teams.models import Area, Team
from teams.places import communes_for

TEAM_KEYS = ("team__search_key", "team__village__search_key")


def user_communes(request: Any) -> QuerySet[Area]:
    """Return the communes that the user may choose, for a filter."""
    return communes_for(request.user).order_by("sort_key")


class PlaceFilter(ListFilter):
    """Rows of teams, by the commune in which their village lies today and by team."""

    # First here, so that the search stands before the other filters; most lists search more.
    q = SearchFilter(*TEAM_KEYS)
    commune = filters.ModelChoiceFilter(label=_("Commune"), queryset=user_communes, method="in_commune", widget=Chooser)
    # From a team's own page; nobody scrolls through 121 names.
    team = filters.NumberFilter(field_name="team", widget=HiddenInput, max_value=2**31)

    def in_commune(self, rows: Any, name: str, commune: Area) -> Any:
        return rows.filter(team__in=Team.objects.in_area(commune).values("pk"))


class MeetingFilter(PlaceFilter):
    since = DayFilter(label=_("From"), field_name="held_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="held_on", lookup_expr="lte")

    class Meta:
        model = Meeting
        fields: list[str] = []


class TaskFilter(PlaceFilter):
    q = SearchFilter("search_key", "assignee__search_key", *TEAM_KEYS)
    state = filters.ChoiceFilter(
        label=_("State"), choices=[*Task.State.choices, ("overdue", _("overdue"))], method="in_state"
    )
    since = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    until = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")
    mine = filters.BooleanFilter(label=_("Only my own"), method="own", widget=CheckboxInput)

    class Meta:
        model = Task
        fields: list[str] = []

    def in_state(self, rows: Any, name: str, state: str) -> Any:
        return rows.overdue_on(timezone.localdate()) if state == "overdue" else rows.filter(state=state)

    def own(self, rows: Any, name: str, wanted: bool) -> Any:
        return rows.filter(assignee=self.user.cadre_id) if wanted else rows


class ActivityFilter(PlaceFilter):
    q = SearchFilter("search_key", *TEAM_KEYS)
    field = filters.ChoiceFilter(label=_("Field"), choices=Activity.Field.choices)
    measure = filters.ModelChoiceFilter(
        label=_("With a quantity of"), queryset=Measure.objects.live(), method="with_measure", widget=Chooser
    )
    since = DayFilter(label=_("From"), field_name="held_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="held_on", lookup_expr="lte")

    class Meta:
        model = Activity
        fields: list[str] = []

    def with_measure(self, rows: Any, name: str, measure: Measure) -> Any:
        return rows.filter(quantities__measure=measure)


class ContributionFilter(PlaceFilter):
    STAGES = [
        ("pledged", _("pledged only")),
        ("received", _("received")),
        ("handed_over", _("handed over")),
        ("waiting", _("received, not handed over")),
    ]
    q = SearchFilter("search_key", *TEAM_KEYS)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Contribution.Kind.choices)
    stage = filters.ChoiceFilter(label=_("State"), choices=STAGES, method="in_stage")
    since = DayFilter(label=_("Received from"), field_name="received_on", lookup_expr="gte")
    until = DayFilter(label=_("Received until"), field_name="received_on", lookup_expr="lte")

    class Meta:
        model = Contribution
        fields: list[str] = []

    def in_stage(self, rows: Any, name: str, stage: str) -> Any:
        return {
            "pledged": rows.filter(received_on__isnull=True),
            "received": rows.filter(received_on__isnull=False),
            "handed_over": rows.filter(handed_over_on__isnull=False),
            "waiting": rows.filter(
                received_on__isnull=False, handed_over_on__isnull=True, corrects__isnull=True, corrected_by__isnull=True
            ),
        }[stage]


class MeasureFilter(ListFilter):
    q = filters.CharFilter(label=_("Search"), method="named")
    is_active = filters.ChoiceFilter(
        label=_("In use"), choices=[("true", _("yes")), ("false", _("no"))], method="in_use"
    )

    class Meta:
        model = Measure
        fields: list[str] = []

    def named(self, rows: Any, name: str, text: str) -> Any:
        """Search in Python: the catalogue has some dozens of rows and no search key."""
        words = search_key(text).split()
        found = [m.pk for m in rows if all(w in search_key(f"{m.name} {m.name_en} {m.code}") for w in words)]
        return rows.filter(pk__in=found)

    def in_use(self, rows: Any, name: str, choice: str) -> Any:
        return rows.filter(is_active=choice == "true")


def board_month(request: Any) -> dt.date:
    """Return the month that the address asks for, else the last one that is over: it is the one that is due."""
    this_month = month_of(timezone.localdate())
    try:
        return min(parse_month(request.GET.get("month", "")), this_month)
    except Unreadable:
        return add_months(this_month, -1)


def board_communes(request: Any) -> QuerySet[Area]:
    """Return the communes as they were on the last day of the board's month."""
    return communes_for(request.user, month_end(board_month(request))).order_by("sort_key")


class BoardFilter(ListFilter):
    """The board's teams. The state is counted first and filtered by the board itself."""

    STATES = [*TeamMonth.State.choices, ("missing", _("not handed in")), ("late", _("late"))]
    q = SearchFilter("search_key", "village__search_key", "commune_search")
    commune = filters.ModelChoiceFilter(
        label=_("Commune"), queryset=board_communes, method="in_commune", widget=Chooser
    )
    state = filters.ChoiceFilter(label=_("State"), choices=STATES, method="as_it_is")
    month = filters.CharFilter(widget=HiddenInput, method="as_it_is")
    view = filters.CharFilter(widget=HiddenInput, method="as_it_is")

    class Meta:
        model = Team
        fields: list[str] = []

    def in_commune(self, rows: Any, name: str, commune: Area) -> Any:
        return rows.in_area(commune, month_end(board_month(self.request)))

    def as_it_is(self, rows: Any, name: str, value: Any) -> Any:
        return rows
