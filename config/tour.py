"""The tour of the first visit: three steps for each role, shown once to an account and whenever it asks for it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from plumbing.helping import TourStep
from teams.access import Role
from teams.models import Account

_BOARD = TourStep(
    "board",
    _("See who has reported"),
    _("The board shows each team's month at one glance. Press a tile to open it."),
    "activities:month_board",
)
_LOAD = TourStep(
    "load",
    _("Load the office's lists"),
    _("Take the Excel file as it is. You see every change before it is written, and a loaded list can be taken back."),
    "plumbing:import_list",
)
_FIND = TourStep(
    "find",
    _("Find anything"),
    _("A few letters find a team, a person, a household or a page, with or without accents."),
    "search",
)
_FIGURES = TourStep(
    "figures",
    _("Start with the figures"),
    _("Each is compared with last month. Press any number to see the rows behind it."),
)
_DOWN = TourStep(
    "chart",
    _("Go down to the village"),
    _("From the area to its communes and villages, month by month, with charts."),
    "reports:dashboard",
)
_HELP = TourStep(
    "help",
    _("Help is always here"),
    _("The “?” of each page explains its terms and figures. Your guide is behind it."),
)
_WORK = TourStep(
    "work",
    _("Your work of the month"),
    _("These buttons are all that a month asks for."),
    "activities:activity_create",
)
_MISSING = TourStep(
    "missing",
    _("What is still missing"),
    _("Here you see what the month lacks before it can be submitted, and your own tasks."),
    "activities:month_own",
)
_TEAMS = TourStep(
    "teams",
    _("Teams of your cadres"),
    _("Each line is a team with the state of its month. Press a name to open it."),
    "teams:team_list",
)

OFFICE_TOUR = (_BOARD, _LOAD, _FIND)
TOURS: dict[str, tuple[TourStep, TourStep, TourStep]] = {
    Role.ADMINISTRATOR: OFFICE_TOUR,
    Role.OFFICE: OFFICE_TOUR,
    Role.COMMUNE_OFFICER: OFFICE_TOUR,
    Role.LEADERSHIP: (_FIGURES, _DOWN, _HELP),
    Role.AGENCY_LEAD: (_TEAMS, _FIND, _HELP),
    Role.TEAM_LEADER: (_WORK, _MISSING, _HELP),
    Role.MEMBER: (_WORK, _MISSING, _HELP),
}


def tour_for(request: HttpRequest, user: Account) -> tuple[TourStep, ...]:
    """Return the steps of the tour on the first home page that an account sees, and whenever it is asked for."""
    if request.path != "/" or (user.tour_seen_on and "tour" not in request.GET):
        return ()
    return TOURS[user.role]
