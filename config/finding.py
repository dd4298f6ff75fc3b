"""What the search looks through: pages and actions of the reader's role, and what each room says can be found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.navigation import ACCOUNT_ITEMS, ITEMS, Item
from households.finders import FINDERS as HOUSEHOLDS
from plumbing.finding import Finder, Found, Hit, fits
from reports.finders import FINDERS as AREAS
from teams.access import Permission as P
from teams.finders import FINDERS as TEAMS
from teams.finders import OFFICE_FINDERS
from teams.models import Account


@dataclass(frozen=True)
class Action(Item):
    """Something to do, found by its label and by other words that people use for it."""

    words: str | Promise = ""
    query: str = ""


ACTIONS = [
    Action(_("Log the month"), "reports:log_now", "meeting", P.LOG_MONTH, team_only=True, words=_("meeting minutes")),
    Action(_("Log an activity"), "activities:activity_create", "activity", P.LOG_ACTIVITY),
    Action(_("New contribution"), "activities:contribution_create", "contribution", P.LOG_ACTIVITY),
    Action(_("New task"), "activities:task_create", "task", P.LOG_MONTH),
    Action(_("New household"), "households:household_create", "household", P.EDIT_HOUSEHOLDS),
    Action(_("Load a list"), "plumbing:import_create", "import", P.IMPORT, words=_("import Excel file")),
    Action(
        _("Months that wait for a decision"),
        "activities:month_board",
        "clock",
        P.REVIEW_MONTH,
        words=_("submitted accept"),
        query="?state=submitted",
    ),
    Action(
        _("Late teams"),
        "activities:month_board",
        "late",
        P.VIEW_MONTHS,
        team_only=False,
        words=_("not handed in"),
        query="?state=late",
    ),
    Action(_("New team"), "teams:team_create", "team", P.EDIT_TEAMS),
    Action(_("New cadre"), "teams:cadre_create", "cadre", P.EDIT_TEAMS),
    Action(_("New agency"), "teams:agency_create", "agency", P.EDIT_TEAMS),
    Action(_("New village"), "teams:village_create", "area", P.EDIT_AREAS),
    Action(_("New account"), "teams:account_create", "key", P.MANAGE_ACCOUNTS),
    Action(_("New measure"), "activities:measure_create", "measure", P.EDIT_CATALOGUES),
    Action(_("New review"), "households:review_create", "list", P.EDIT_CATALOGUES),
    Action(_("New poverty standard"), "households:standard_create", "list", P.EDIT_CATALOGUES),
    Action(_("Sign out"), "account_logout", "sign-out", words=_("leave log out")),
]


def pick(items: Iterable[Item], user: Account, text: str, limit: int) -> Found:
    """Return those of `items` that the user may open and whose words begin with what was typed; all for nothing."""
    found = []
    for item in items:
        if not item.is_for(user):
            continue
        label, other = str(item.label), str(getattr(item, "words", ""))
        by_label = fits(label, text)
        rank = by_label if by_label is not None or not other else fits(f"{label} {other}", text)
        if rank is not None:
            url = reverse(item.url_name) + getattr(item, "query", "")
            found.append((rank, Hit(label, "", url, item.icon)))
    found.sort(key=lambda pair: pair[0])
    return Found([hit for _rank, hit in found[:limit]], len(found))


def pages(user: Account, text: str, limit: int) -> Found:
    return pick([*ITEMS, *ACCOUNT_ITEMS], user, text, limit)


def actions(user: Account, text: str, limit: int) -> Found:
    return pick(ACTIONS, user, text, limit)


def everybody(user: Account) -> bool:
    return True


FINDERS = [
    Finder("actions", _("Actions"), "star", actions, everybody, fewest_letters=0),
    Finder("pages", _("Pages"), "list", pages, everybody, fewest_letters=1),
    *TEAMS,
    *HOUSEHOLDS,
    *AREAS,
    *OFFICE_FINDERS,
]
