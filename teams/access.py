"""Who may see and do what: one table, by role × permission × scope.

A page asks `may(user, Permission.X)` (no → 403); a query starts with `visible_to(user)` (out of scope → 404).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from teams.models.accounts import Account
    from teams.models.areas import Area

Rows = TypeVar("Rows", bound="QuerySet[Any]")


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    OFFICE = "office", _("district office")
    LEADERSHIP = "leadership", _("leadership")
    COMMUNE_OFFICER = "commune_officer", _("commune officer")
    AGENCY_LEAD = "agency_lead", _("agency lead")
    TEAM_LEADER = "team_leader", _("team leader")
    MEMBER = "member", _("team member")


class Permission(StrEnum):
    """What can be done, apart from on which rows."""

    VIEW_TEAMS = "view_teams"
    EDIT_TEAMS = "edit_teams"
    VIEW_HOUSEHOLDS = "view_households"
    EDIT_HOUSEHOLDS = "edit_households"
    SHOW_NATIONAL_ID = "show_national_id"
    VIEW_MONTHS = "view_months"
    LOG_MONTH = "log_month"
    LOG_ACTIVITY = "log_activity"
    REVIEW_MONTH = "review_month"
    LOCK_MONTH = "lock_month"
    VIEW_FIGURES = "view_figures"
    IMPORT = "import"
    EXPORT = "export"
    EDIT_AREAS = "edit_areas"
    EDIT_CATALOGUES = "edit_catalogues"
    MANAGE_ACCOUNTS = "manage_accounts"
    VIEW_HISTORY = "view_history"


class Scope(StrEnum):
    """Which rows a role reaches."""

    EVERYTHING = "everything"
    AREA = "area"
    AGENCY = "agency"
    TEAM = "team"


@dataclass(frozen=True)
class RoleCard:
    """A role, as it can be read aloud."""

    description: str | Promise
    scope: Scope
    permissions: frozenset[Permission]


P = Permission
# Whoever may read a list may take it along; every export is logged.
VIEWING = frozenset({P.VIEW_TEAMS, P.VIEW_MONTHS, P.VIEW_FIGURES, P.EXPORT})
OFFICE_WORK = VIEWING | {
    P.EDIT_TEAMS, P.VIEW_HOUSEHOLDS, P.EDIT_HOUSEHOLDS, P.SHOW_NATIONAL_ID, P.LOG_MONTH, P.LOG_ACTIVITY,
    P.REVIEW_MONTH, P.IMPORT, P.VIEW_HISTORY,
}  # fmt: skip

ROLES: dict[str, RoleCard] = {
    Role.ADMINISTRATOR: RoleCard(
        _("Looks after accounts, areas and catalogues, and can do everything else."),
        Scope.EVERYTHING,
        frozenset(Permission),
    ),
    Role.OFFICE: RoleCard(
        _("Loads and corrects data, checks, locks and reopens months, hands in the reports of the area."),
        Scope.AREA,
        OFFICE_WORK | {P.LOCK_MONTH, P.EDIT_AREAS, P.EDIT_CATALOGUES},
    ),
    Role.LEADERSHIP: RoleCard(
        _("Reads every figure of the area down to its rows; changes nothing."),
        Scope.AREA,
        VIEWING | {P.VIEW_HOUSEHOLDS, P.VIEW_HISTORY},
    ),
    Role.COMMUNE_OFFICER: RoleCard(
        _("Does the office's work for the villages of one commune, save locking months."),
        Scope.AREA,
        OFFICE_WORK,
    ),
    Role.AGENCY_LEAD: RoleCard(
        _("Sees the teams in which the agency's cadres serve; no household's data."),
        Scope.AGENCY,
        VIEWING,
    ),
    Role.TEAM_LEADER: RoleCard(
        _("Logs and submits the month of one team; knows the households of its village."),
        Scope.TEAM,
        VIEWING | {P.VIEW_HOUSEHOLDS, P.EDIT_HOUSEHOLDS, P.LOG_MONTH, P.LOG_ACTIVITY},
    ),
    Role.MEMBER: RoleCard(
        _("Logs activities of one team and reads its month."),
        Scope.TEAM,
        VIEWING | {P.VIEW_HOUSEHOLDS, P.LOG_ACTIVITY},
    ),
}


def role_of(user: Account) -> RoleCard | None:
    """Return the card of the user's role; None for a visitor or somebody who may not sign in."""
    if not user.is_authenticated or not user.is_active:
        return None
    return ROLES.get(user.role)


def may(user: Account, permission: Permission) -> bool:
    """Return whether the user's role holds `permission`."""
    card = role_of(user)
    return card is not None and permission in card.permissions


def requires(
    permission: Permission,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Close a view to roles without `permission` (403); visitors have been sent to sign in before."""

    def close(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(request.user, permission)  # type: ignore[arg-type]
            return view(request, *args, **kwargs)

        closed.permission = permission  # type: ignore[attr-defined]
        return closed

    return close


def require(user: Account, permission: Permission) -> None:
    """Raise PermissionDenied unless the user's role holds `permission`."""
    if not may(user, permission):
        raise PermissionDenied


def _within(area: Area) -> QuerySet[Any]:
    """Return the ids of everything in `area` today, or on its last day when it has ended."""
    day = area.day_within()
    paths = apps.get_model("teams", "AreaPath").objects
    return paths.filter(ancestor=area.pk, valid_from__lte=day, valid_to__gte=day).values("descendant")


def _agency_teams(user: Account) -> QuerySet[Any]:
    """Return the teams in which cadres of the user's agency serve today."""
    today = dt.date.today()
    served = apps.get_model("teams", "Membership").objects.active_on(today).filter(cadre__agency=user.agency_id)
    return served.values("team")


def area_scope(user: Account, lookup: str) -> Q:
    """Return the condition under which a row lies in the user's areas; `lookup` leads from the row to its area.

    A row without an area is the administrator's alone.
    """
    card = role_of(user)
    if card is None:
        return Q(pk__in=[])
    field = lookup or "pk"
    if card.scope == Scope.EVERYTHING:
        return Q()
    if card.scope == Scope.AREA and user.area is not None:
        return Q(**{f"{field}__in": _within(user.area)})
    if card.scope == Scope.AREA:
        whole_deployment = user.role in {Role.OFFICE, Role.LEADERSHIP}
        return Q(**{f"{field}__isnull": False}) if whole_deployment else Q(pk__in=[])
    teams = apps.get_model("teams", "Team").objects.all()
    mine = teams.filter(pk__in=[user.team_id]) if card.scope == Scope.TEAM else teams.filter(pk__in=_agency_teams(user))
    return Q(**{f"{field}__in": mine.values("village")})


def teams_in_scope(teams: Rows, user: Account, lookup: str = "") -> Rows:
    """Return the rows of `teams` (or of anything that leads to a team by `lookup`) in the user's scope."""
    card = role_of(user)
    if card is None or P.VIEW_TEAMS not in card.permissions:
        return teams.none()
    prefix = f"{lookup}__" if lookup else ""
    if card.scope == Scope.TEAM:
        return teams.filter(**{f"{prefix}pk": user.team_id})
    if card.scope == Scope.AGENCY:
        return teams.filter(**{f"{prefix}pk__in": _agency_teams(user)})
    return teams.filter(area_scope(user, f"{prefix}village"))


def cadres_in_scope(cadres: Rows, user: Account) -> Rows:
    """Return the cadres who serve, or served, in the user's teams, and those of the user's agency."""
    card = role_of(user)
    if card is None:
        return cadres.none()
    if card.scope == Scope.EVERYTHING or (
        card.scope == Scope.AREA and user.role != Role.COMMUNE_OFFICER and user.area is None
    ):
        return cadres
    members = apps.get_model("teams", "Membership").objects.filter(
        team__in=teams_in_scope(apps.get_model("teams", "Team").objects.all(), user).values("pk")
    )
    mine = Q(pk__in=members.values("cadre"))
    if user.agency_id:
        mine |= Q(agency=user.agency_id)
    if card.scope == Scope.AREA and P.EDIT_TEAMS in card.permissions:
        # Somebody who was just entered serves nowhere yet: the office that enters them must find them again.
        # (No join on memberships: it would show a cadre once for each of them.)
        served = apps.get_model("teams", "Membership").objects.values("cadre")
        mine |= Q(created_by=user.pk) & ~Q(pk__in=served)
    return cadres.filter(mine)
