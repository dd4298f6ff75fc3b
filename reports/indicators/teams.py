"""Teams, who serves in them, their meetings and tasks.

- A team counts in a month when it is active on the month's last day.
- A meeting counts in its `month`, whichever day it was held on.
- A task counts in the month in which it is due.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, F, FilteredRelation, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities import nouns as activity_nouns
from activities.models import Attendance, Meeting, Task
from activities.models.months import HANDED_IN_STATES, due_day
from plumbing.dates import month_end
from reports.indicators.base import AnyIndicator, Better, Indicator, Kind, Ratio, Source
from reports.indicators.heads import Head
from teams import nouns as team_nouns
from teams.models import Membership, Team


def too_late(month: dt.date) -> dt.datetime:
    """Return the moment from which `month` is handed in late: the midnight after the due day."""
    day = due_day(month) + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def team_months(first: dt.date, last: dt.date) -> QuerySet[Team]:
    """Return the teams of month `last`: whether they met and when the month was first handed in."""
    # A team has one row of a month, so this is a join: the month is asked for once, not for each thing told of it.
    own = FilteredRelation("months", condition=Q(months__month=last, months__voided_at=None))
    met = Meeting.objects.live().filter(month=last).values("team")
    # Of all villages at once: a look for an earlier team, team by team, reads all teams for each.
    earliest = Team.objects.active_in(last).order_by().values("village").annotate(first=Min("pk")).values("first")
    return (
        Team.objects.active_in(last)
        .annotate(_own=own)
        .annotate(
            is_first=Q(pk__in=earliest),
            has_met=Q(pk__in=met),
            handed_in_at=F("_own__submitted_at"),
            is_handed_in=Q(_own__state__in=HANDED_IN_STATES),
            # Handed in by the end of the due day; a return later does not make a punctual team late.
            is_punctual=Q(_own__submitted_at__lt=too_late(last)),
        )
    )


def services(first: dt.date, last: dt.date) -> QuerySet[Membership]:
    """Return who serves on the last day of month `last`, once for each village.

    Somebody who serves in the teams of two villages counts in both, so an area's figure is a sum of places filled.
    """
    day = month_end(last)
    serving = Membership.objects.active_on(day).filter(team__in=Team.objects.active_on(day).values("pk"))
    same = serving.filter(cadre=OuterRef("cadre"), team__village=OuterRef("team__village"), pk__lt=OuterRef("pk"))
    return serving.filter(~Exists(same))


def meetings(first: dt.date, last: dt.date) -> QuerySet[Meeting]:
    return Meeting.objects.live().filter(month__gte=first, month__lte=last, team__voided_at__isnull=True)


def attendances(first: dt.date, last: dt.date) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        meeting__voided_at__isnull=True,
        meeting__month__gte=first,
        meeting__month__lte=last,
        meeting__team__voided_at__isnull=True,
    )


def tasks(first: dt.date, last: dt.date) -> QuerySet[Task]:
    return Task.objects.live().filter(due_on__gte=first, due_on__lte=month_end(last), team__voided_at__isnull=True)


TEAM_MONTHS = Source(
    name="team_months",
    rows=team_months,
    village="village_id",
    listed=activity_nouns.months.TEAM_MONTHS,
    models=frozenset({"teams.team", "activities.meeting", "activities.teammonth"}),
    begins=(lambda: Team.objects.live(), "active_from"),
    is_by_month=True,
)
SERVICES = Source(
    name="services",
    rows=services,
    village="team__village_id",
    listed=team_nouns.memberships.SERVICES,
    models=frozenset({"teams.team", "teams.membership"}),
    begins=(lambda: Membership.objects.live(), "valid_from"),
    is_lasting=True,
    is_by_month=True,
)
MEETINGS = Source(
    name="meetings",
    rows=meetings,
    village="team__village_id",
    listed=activity_nouns.meetings.MEETINGS,
    models=frozenset({"teams.team", "activities.meeting"}),
    begins=(lambda: Meeting.objects.live(), "month"),
)
ATTENDANCES = Source(
    name="attendances",
    rows=attendances,
    village="meeting__team__village_id",
    listed=activity_nouns.meetings.ATTENDANCES,
    models=frozenset({"teams.team", "activities.meeting"}),
    begins=(lambda: Meeting.objects.live(), "month"),
)
TASKS = Source(
    name="tasks",
    rows=tasks,
    village="team__village_id",
    listed=activity_nouns.tasks.TASKS,
    models=frozenset({"teams.team", "activities.task"}),
    begins=(lambda: Task.objects.live(), "due_on"),
)

TEAMS = _("teams")
MONTHS = _("team-months")

INDICATORS: list[AnyIndicator] = [
    Indicator(
        "teams_active",
        _("Active teams"),
        TEAMS,
        Kind.STOCK,
        TEAM_MONTHS,
        better=Better.NONE,
        head=Head.TEAMS,
        meaning=_("Teams that are at work on the last day of the month."),
    ),
    # Of these a number of households is expected.
    Indicator(
        "villages_with_teams",
        _("Villages with a team"),
        _("villages"),
        Kind.STOCK,
        TEAM_MONTHS,
        Q(is_first=True),
        better=Better.NONE,
        head=Head.TEAMS,
        meaning=_("Villages in which a team is at work on the last day of the month."),
    ),
    Indicator(
        "cadres_active",
        _("Cadres serving in teams"),
        _("people"),
        Kind.STOCK,
        SERVICES,
        better=Better.NONE,
        head=Head.TEAMS,
        meaning=_(
            "People who serve in a team on the last day of the month. Who serves in two villages counts in both."
        ),
    ),
    Indicator(
        "meetings_held",
        _("Team meetings held"),
        _("meetings"),
        Kind.FLOW,
        MEETINGS,
        head=Head.TEAMS,
        meaning=_("Meetings logged for the month, whichever day they were held on."),
    ),
    # Over several months it counts each team once for each month in which it met.
    Indicator(
        "teams_met",
        _("Teams that met"),
        TEAMS,
        Kind.FLOW,
        TEAM_MONTHS,
        Q(has_met=True),
        head=Head.TEAMS,
        unit_of_several=pgettext_lazy("teams that met in several months", "team-months"),
        meaning=_(
            "Teams with at least one meeting in the month. Over several months each team counts once for each month."
        ),
    ),
    Indicator(
        "attendance_expected",
        _("Members expected at meetings"),
        _("people"),
        Kind.FLOW,
        ATTENDANCES,
        better=Better.NONE,
        head=Head.TEAMS,
        meaning=_("Members on the attendance lists of the meetings."),
    ),
    Indicator(
        "attendance_present",
        _("Members present at meetings"),
        _("people"),
        Kind.FLOW,
        ATTENDANCES,
        Q(was_present=True),
        head=Head.TEAMS,
        meaning=_("Members marked present at the meetings."),
    ),
    Ratio("attendance_rate", _("Attendance at meetings"), "attendance_present", "attendance_expected", head=Head.TEAMS),
    # Every active team owes every month.
    Indicator(
        "months_due",
        _("Monthly reports due"),
        MONTHS,
        Kind.FLOW,
        TEAM_MONTHS,
        better=Better.NONE,
        head=Head.TEAMS,
        only_due=True,
        meaning=_("One monthly report for each active team and each month whose due day has passed."),
    ),
    Indicator(
        "months_handed_in",
        _("Monthly reports handed in"),
        MONTHS,
        Kind.FLOW,
        TEAM_MONTHS,
        Q(is_handed_in=True),
        head=Head.TEAMS,
        meaning=_(
            "Monthly reports that are submitted, accepted or locked; one that was returned is to be handed in again."
        ),
    ),
    # On time: the team met, and handed its month in for the first time by the due day.
    Indicator(
        "months_on_time",
        _("Monthly reports on time"),
        MONTHS,
        Kind.FLOW,
        TEAM_MONTHS,
        Q(is_punctual=True, has_met=True),
        head=Head.TEAMS,
        only_due=True,
        meaning=_(
            "The team met, and submitted the month for the first time by the due day. A return later "
            "does not make it late."
        ),
    ),
    Ratio(
        "months_on_time_rate", _("Share of monthly reports on time"), "months_on_time", "months_due", head=Head.TEAMS
    ),
    Indicator(
        "tasks_due",
        _("Tasks due"),
        _("tasks"),
        Kind.FLOW,
        TASKS,
        better=Better.NONE,
        head=Head.TEAMS,
        meaning=_("Tasks whose due day lies in the month."),
    ),
    Indicator(
        "tasks_done",
        _("Tasks done"),
        _("tasks"),
        Kind.FLOW,
        TASKS,
        Q(state="done"),
        head=Head.TEAMS,
        meaning=_("Tasks due in the month that are done."),
    ),
    Ratio("tasks_done_rate", _("Share of tasks done"), "tasks_done", "tasks_due", head=Head.TEAMS),
]
