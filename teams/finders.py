"""What can be found in this room: teams, cadres, agencies, accounts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from plumbing.finding import Finder, Found, Hit, found_rows, one_line
from teams.access import Permission, may
from teams.filters import AccountFilter, AgencyFilter, CadreFilter, TeamFilter
from teams.models import Account, Agency, Cadre, Team
from teams.views.teams import listed


def holders_of(permission: Permission) -> Any:
    """Return the question whether somebody's role holds `permission`."""
    return lambda user: may(user, permission)


def teams(user: Account, text: str, limit: int) -> Found:
    def hit(team: Any) -> Hit:
        return Hit(team.name, one_line(team.commune, team.leader_name), reverse("teams:team_detail", args=[team.pk]))

    rows = listed(Team.objects.visible_to(user).live())
    return found_rows(rows, text, limit, search=TeamFilter.base_filters["q"], hit=hit)


def cadres(user: Account, text: str, limit: int) -> Found:
    def hit(cadre: Cadre) -> Hit:
        return Hit(cadre.name, one_line(cadre.position, cadre.agency), reverse("teams:cadre_detail", args=[cadre.pk]))

    rows = Cadre.objects.visible_to(user).live().select_related("agency")
    return found_rows(rows, text, limit, search=CadreFilter.base_filters["q"], hit=hit)


def agencies(user: Account, text: str, limit: int) -> Found:
    """An agency has no page of its own: it leads to its cadres."""

    def hit(agency: Agency) -> Hit:
        return Hit(
            agency.name, capfirst(agency.get_kind_display()), f"{reverse('teams:cadre_list')}?agency={agency.pk}"
        )

    rows = Agency.objects.visible_to(user).live()
    return found_rows(rows, text, limit, search=AgencyFilter.base_filters["q"], hit=hit)


def accounts(user: Account, text: str, limit: int) -> Found:
    def hit(one: Account) -> Hit:
        return Hit(
            str(one), one_line(one.username, one.get_role_display()), reverse("teams:account_edit", args=[one.pk])
        )

    rows = Account.objects.visible_to(user).live()
    return found_rows(rows, text, limit, search=AccountFilter.base_filters["q"], hit=hit)


P = Permission
FINDERS = [
    Finder("teams", _("Teams"), "team", teams, holders_of(P.VIEW_TEAMS), partial(reverse, "teams:team_list")),
    Finder("cadres", _("Cadres"), "cadre", cadres, holders_of(P.VIEW_TEAMS), partial(reverse, "teams:cadre_list")),
]
OFFICE_FINDERS = [
    Finder(
        "agencies", _("Agencies"), "agency", agencies, holders_of(P.EDIT_TEAMS), partial(reverse, "teams:agency_list")
    ),
    Finder(
        "accounts",
        _("Accounts"),
        "key",
        accounts,
        holders_of(P.MANAGE_ACCOUNTS),
        partial(reverse, "teams:account_list"),
    ),
]
