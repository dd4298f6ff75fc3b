"""Who may see and do what: one table, by role × permission × scope. It knows no model; which rows lie in a scope is
said beside the models: `area_scope` (teams.models.areas), `teams_in_scope` (teams.models.teams).

A page asks `may(user, Permission.X)` (no → 403); a query starts with `visible_to(user)` (out of scope → 404).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
    SEE_COLLEAGUES = "see_colleagues"
    VIEW_HOUSEHOLDS = "view_households"
    EDIT_HOUSEHOLDS = "edit_households"
    SHOW_NATIONAL_ID = "show_national_id"
    VIEW_ASSIGNMENTS = "view_assignments"
    EDIT_ASSIGNMENTS = "edit_assignments"
    PROPOSE_HELPERS = "propose_helpers"
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
    GIVE_ACCOUNTS = "give_accounts"
    MANAGE_ACCOUNTS = "manage_accounts"
    VIEW_HISTORY = "view_history"
    PROTECT_DATA = "protect_data"


class Scope(StrEnum):
    """Which rows somebody reaches: all, all that lie in an area, or those of the account's own area, agency or team."""

    EVERYTHING = "everything"
    DEPLOYMENT = "deployment"
    AREA = "area"
    AGENCY = "agency"
    TEAM = "team"


# The scopes that are read from a field of the account, which has the scope's name.
READ_FROM_ACCOUNT = frozenset({Scope.AREA, Scope.AGENCY, Scope.TEAM})


class User(Protocol):
    """What is asked of whoever sends a request: an account, or Django's visitor, who has no more than the first."""

    @property
    def pk(self) -> Any: ...
    @property
    def is_authenticated(self) -> Any: ...
    @property
    def is_active(self) -> Any: ...
    @property
    def role(self) -> Any: ...
    @property
    def area(self) -> Any: ...
    @property
    def area_id(self) -> Any: ...
    @property
    def agency_id(self) -> Any: ...
    @property
    def team_id(self) -> Any: ...
    @property
    def cadre_id(self) -> Any: ...


@dataclass(frozen=True)
class RoleCard:
    """A role, as it can be read aloud."""

    description: str | Promise
    scope: Scope
    permissions: frozenset[Permission]
    # An account of this role may go without an area: it then looks after the whole deployment (`scope_of`).
    is_area_optional: bool = False
    # Which accounts it gives, changes and closes (in its own scope): always of roles below its own.
    gives: frozenset[str] = frozenset()

    @property
    def scope_field(self) -> str:
        """Return the account's field from which the scope is read; "" when none is."""
        return self.scope.value if self.scope in READ_FROM_ACCOUNT else ""

    @property
    def needed_field(self) -> str:
        """Return the field without which an account of this role would reach nothing; "" when there is none."""
        return "" if self.is_area_optional else self.scope_field


P = Permission
TEAM_ROLES = frozenset({Role.TEAM_LEADER, Role.MEMBER})
# Whoever may read a list may take it along; every export is logged.
VIEWING = frozenset({P.VIEW_TEAMS, P.VIEW_MONTHS, P.VIEW_FIGURES, P.VIEW_ASSIGNMENTS, P.EXPORT})
OFFICE_WORK = VIEWING | {
    P.EDIT_TEAMS, P.VIEW_HOUSEHOLDS, P.EDIT_HOUSEHOLDS, P.SHOW_NATIONAL_ID, P.LOG_MONTH, P.LOG_ACTIVITY,
    P.REVIEW_MONTH, P.IMPORT, P.VIEW_HISTORY, P.EDIT_ASSIGNMENTS, P.PROPOSE_HELPERS, P.GIVE_ACCOUNTS,
    P.SEE_COLLEAGUES,
}  # fmt: skip

ROLES: dict[str, RoleCard] = {
    Role.ADMINISTRATOR: RoleCard(
        _("Looks after accounts, areas and catalogues, and can do everything else."),
        Scope.EVERYTHING,
        frozenset(Permission),
        gives=frozenset(Role),
    ),
    Role.OFFICE: RoleCard(
        _("Loads and corrects data, checks, locks and reopens months, hands in the reports of the area."),
        Scope.AREA,
        OFFICE_WORK | {P.LOCK_MONTH, P.EDIT_AREAS, P.EDIT_CATALOGUES},
        is_area_optional=True,
        gives=TEAM_ROLES | {Role.LEADERSHIP, Role.COMMUNE_OFFICER, Role.AGENCY_LEAD},
    ),
    Role.LEADERSHIP: RoleCard(
        _("Reads every figure of the area down to its rows; changes nothing."),
        Scope.AREA,
        VIEWING | {P.VIEW_HOUSEHOLDS, P.VIEW_HISTORY, P.SEE_COLLEAGUES},
        is_area_optional=True,
    ),
    Role.COMMUNE_OFFICER: RoleCard(
        _("Does the office's work for the villages of one commune, save locking months."),
        Scope.AREA,
        OFFICE_WORK,
        gives=TEAM_ROLES,
    ),
    Role.AGENCY_LEAD: RoleCard(
        _("Sees the teams in which the agency's cadres serve, and whom they help; no household's own data."),
        Scope.AGENCY,
        VIEWING | {P.PROPOSE_HELPERS, P.SEE_COLLEAGUES},
    ),
    Role.TEAM_LEADER: RoleCard(
        _("Logs and submits the month of one team; knows the households of its village."),
        Scope.TEAM,
        VIEWING
        | {P.VIEW_HOUSEHOLDS, P.EDIT_HOUSEHOLDS, P.LOG_MONTH, P.LOG_ACTIVITY, P.PROPOSE_HELPERS, P.SEE_COLLEAGUES},
    ),
    Role.MEMBER: RoleCard(
        _("Logs activities of one team and reads its month."),
        Scope.TEAM,
        VIEWING | {P.VIEW_HOUSEHOLDS, P.LOG_ACTIVITY, P.PROPOSE_HELPERS},
    ),
}


def role_of(user: User) -> RoleCard | None:
    """Return the card of the user's role; None for a visitor or somebody who may not sign in."""
    if not user.is_authenticated or not user.is_active:
        return None
    return ROLES.get(user.role)


def scope_of(user: User) -> Scope | None:
    """Return which rows the user reaches; None for a visitor, or somebody who reaches nothing.

    That office and leadership without an area look after the whole deployment is said here and nowhere else.
    """
    card = role_of(user)
    if card is None:
        return None
    if card.scope is Scope.AREA and user.area_id is None:
        return Scope.DEPLOYMENT if card.is_area_optional else None
    return card.scope


def roles_given_by(user: User) -> frozenset[str]:
    """Return the roles of the accounts that the user gives, changes and closes."""
    card = role_of(user)
    return card.gives if card is not None else frozenset()


def may(user: User, permission: str) -> bool:
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


def require(user: User, permission: Permission) -> None:
    """Raise PermissionDenied unless the user's role holds `permission`."""
    if not may(user, permission):
        raise PermissionDenied
