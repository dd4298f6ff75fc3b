"""The main navigation and what every page knows: the roof knows every room, so this list stands here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.tour import tour_for
from plumbing.addresses import address
from plumbing.appearance import LOOKS, look_of
from teams.access import Permission as P
from teams.access import may
from teams.models import Account


@dataclass(frozen=True)
class Item:
    """One entry of the navigation."""

    label: str | Promise
    url_name: str
    icon: str
    permission: P | None = None
    # For those who belong to one team (True), or for all others (False).
    team_only: bool | None = None
    # A page about one area: nothing for those whose teams lie here and there.
    of_area: bool = False

    def is_for(self, user: Account) -> bool:
        if self.team_only is not None and self.team_only != bool(user.team_id):
            return False
        if self.of_area and user.agency_id and not user.area_id:
            return False
        return self.permission is None or may(user, self.permission)

    def shown(self, path: str) -> dict[str, Any]:
        url = address(self.url_name)
        active = path == url if url == "/" else path.startswith(url)
        return {"label": self.label, "url": url, "icon": self.icon, "active": active}


ITEMS = [
    Item(_("Home"), "home", "home"),
    Item(_("This month"), "activities:month_own", "month", P.VIEW_MONTHS, team_only=True),
    Item(_("Board"), "activities:month_board", "board", P.VIEW_MONTHS, team_only=False),
    Item(_("Figures"), "reports:dashboard", "chart", P.VIEW_FIGURES, team_only=False, of_area=True),
    Item(_("Reports"), "reports:report_page", "report", P.VIEW_FIGURES, team_only=False, of_area=True),
    Item(_("The wall"), "reports:wall", "fullscreen", P.VIEW_FIGURES, team_only=False, of_area=True),
    Item(_("Activities"), "activities:activity_list", "activity", P.VIEW_MONTHS),
    Item(_("Tasks"), "activities:task_list", "tasks", P.VIEW_MONTHS),
    Item(_("Contributions"), "activities:contribution_list", "contribution", P.VIEW_MONTHS),
    # A team's phone has its own work in the bar below; figures come behind "More".
    Item(_("Figures"), "reports:dashboard", "chart", P.VIEW_FIGURES, team_only=True),
    Item(_("Reports"), "reports:report_page", "report", P.VIEW_FIGURES, team_only=True),
    Item(_("Meetings"), "activities:meeting_list", "meeting", P.VIEW_MONTHS),
    Item(_("Teams"), "teams:team_list", "team", P.VIEW_TEAMS),
    Item(_("Households"), "households:household_list", "household", P.VIEW_HOUSEHOLDS),
    Item(_("Cadres"), "teams:cadre_list", "cadres", P.VIEW_TEAMS),
    Item(_("Agencies"), "teams:agency_list", "agency", P.EDIT_TEAMS),
    Item(_("Areas"), "teams:area_list", "areas", P.VIEW_TEAMS),
    Item(_("Loaded lists"), "plumbing:import_list", "upload", P.IMPORT),
    Item(_("Measures"), "activities:measure_list", "measure", P.EDIT_CATALOGUES),
    Item(_("Poverty reviews"), "households:review_list", "list", P.EDIT_CATALOGUES),
    Item(_("Poverty standards"), "households:standard_list", "dashboard", P.EDIT_CATALOGUES),
    Item(_("History"), "teams:history_list", "history", P.VIEW_HISTORY),
    Item(_("Accounts"), "teams:account_list", "key", P.MANAGE_ACCOUNTS),
]

# Behind one's own name.
ACCOUNT_ITEMS = [
    Item(_("My account"), "teams:profile", "cadre"),
    Item(_("Change the password"), "teams:password_change", "password"),
]


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return what the shell of every page shows: see templates/components/README.md."""
    user: Any = getattr(request, "user", None)
    nav = []
    if user is not None and user.is_authenticated:
        nav = [i.shown(request.path) for i in ITEMS if i.is_for(user)]
    return {
        "nav": nav,
        "portal_name": settings.PORTAL_NAME,
        "area_name": user.scope_name if nav else "",
        "account_name": str(user) if nav else "",
        "account_role": user.get_role_display() if nav else "",
        "account_nav": [i.shown(request.path) for i in ACCOUNT_ITEMS] if nav else [],
        "is_demo": settings.DEMO,
        "look": look_of(request),
        "tour": tour_for(request, user) if nav else (),
        "looks": [(code, label, icon) for code, (label, icon) in LOOKS.items()],
    }
