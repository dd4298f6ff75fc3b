"""Which pages are timed, as whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from activities.models import Activity, Meeting
from households.models import Household
from plumbing.dates import add_months
from teams.models import Area, Cadre, Team

LISTS, HOMES, FORMS = "lists", "homes", "forms"
# The two filters of the yardstick and of the list that is its counterpart: both do the same work.
SAME = "result=poor&q=ma"


@dataclass(frozen=True)
class Page:
    name: str
    kind: str
    username: str
    path: str


def pages() -> list[Page]:
    """Return the yardsticks and every page that has a limit."""
    office, leader = "vanphong", "totruong.moc4"
    month = add_months(dt.date.today().replace(day=1), -1)
    region = Area.objects.filter(level="region", code="103").latest("valid_from")
    team = Team.objects.live().get(accounts__username=leader)
    household = Household.objects.live().filter(village__level="village").order_by("pk")[100]
    own = Household.objects.live().filter(village=team.village).order_by("pk")[0]
    meeting = Meeting.objects.live().filter(team=team).latest("month")
    activity = Activity.objects.live().filter(team=team).latest("held_on")
    cadre = Cadre.objects.live().order_by("pk")[50]
    return [
        Page("A", "yardstick", "quantri", f"/yardstick/households/household/?{SAME}"),
        Page("F", "yardstick", office, "/nothing/"),
        Page("household list, two filters", LISTS, office, f"/households/?{SAME}"),
        Page("team list", LISTS, office, "/teams/?q=ban"),
        Page("cadre list", LISTS, office, "/cadres/?q=mau"),
        Page("activity list", LISTS, office, "/activities/?q=a"),
        Page("contribution list", LISTS, office, "/contributions/?kind=money"),
        Page("task list", LISTS, office, "/tasks/"),
        Page("home: office", HOMES, office, "/"),
        Page("home: leadership", HOMES, "lanhdao", "/"),
        Page("home: team leader", HOMES, leader, "/"),
        Page("home: commune officer", HOMES, "xa.nahy", "/"),
        Page("dashboard", HOMES, "lanhdao", f"/dashboard/{region.pk}/?month={month:%Y-%m}"),
        Page("home: administrator", HOMES, "quantri", "/"),
        Page("board of 121 tiles", HOMES, office, f"/board/?month={month:%Y-%m}"),
        Page("board of everybody", HOMES, "quantri", f"/board/?month={month:%Y-%m}"),
        Page("wall of everybody", HOMES, "quantri", f"/wall/?month={month:%Y-%m}"),
        Page("history of everybody", LISTS, "quantri", "/history/"),
        Page("history of a district", LISTS, office, "/history/"),
        Page("household", FORMS, office, f"/households/{household.pk}/"),
        Page("household edit", FORMS, office, f"/households/{household.pk}/edit/"),
        Page("team", FORMS, office, f"/teams/{team.pk}/"),
        Page("cadre", FORMS, office, f"/cadres/{cadre.pk}/"),
        Page("own household (leader)", FORMS, leader, f"/households/{own.pk}/"),
        Page("month of a team", FORMS, leader, f"/months/{team.pk}/{month:%Y-%m}/"),
        Page("month log form", FORMS, leader, f"/months/{team.pk}/{add_months(month, 1):%Y-%m}/log/"),
        Page("meeting", FORMS, leader, f"/meetings/{meeting.pk}/"),
        Page("activity", FORMS, leader, f"/activities/{activity.pk}/"),
        Page("activity form", FORMS, leader, f"/activities/new/?team={team.pk}"),
    ]
