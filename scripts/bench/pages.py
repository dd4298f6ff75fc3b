"""Which pages are timed, as whom."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from activities.models import Activity, Meeting
from households.models import Household
from plumbing.dates import add_months
from plumbing.nouns import all_nouns
from scripts.bench.sites import FORMS, HOMES, LISTS, Page
from teams.models import Account, Area, Cadre, Team

# The two filters of the yardstick and of the list that is its counterpart: both do the same work.
SAME = "result=poor&q=ma"
# Filters of a list where a letter in its search would say little.
FILTERS = {
    "households:household_list": SAME,
    "activities:contribution_list": "kind=money",
    "activities:task_list": "",
    "teams:history_list": "",
}


def list_pages(office: str, administrator: str) -> list[Page]:
    """Return the list of each noun, as the office where it may read it: a new noun is timed by being declared."""
    reader = Account.objects.get(username=office)
    return [
        Page(
            f"list: {noun.list_page}",
            LISTS,
            office if reader.may(noun.permission) else administrator,
            f"{reverse(noun.list_page)}?{FILTERS.get(noun.list_page, 'q=a')}",
        )
        for noun in all_nouns()
        if noun.list_page
    ]


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
        *list_pages(office, "quantri"),
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
