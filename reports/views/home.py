"""The first page after signing in: one for each role (design, 1)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from reports.views.homes.administrator import administrator_home
from reports.views.homes.agency import agency_home
from reports.views.homes.commune import commune_home
from reports.views.homes.leadership import leadership_home
from reports.views.homes.office import office_home
from reports.views.homes.team import log_now, team_home
from teams.access import Role

__all__ = ["HOMES", "home", "log_now"]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to what they come for."""
    return HOMES[request.user.role](request)


HOMES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    Role.ADMINISTRATOR: administrator_home,
    Role.OFFICE: office_home,
    Role.COMMUNE_OFFICER: commune_home,
    Role.LEADERSHIP: leadership_home,
    Role.AGENCY_LEAD: agency_home,
    Role.TEAM_LEADER: team_home,
    Role.MEMBER: team_home,
}
