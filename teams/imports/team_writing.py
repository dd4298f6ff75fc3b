"""Writing a checked list of teams: villages, teams, cadres and who serves where."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from plumbing.importing.kinds import Loader
from plumbing.problems import Problem, Refused
from teams.actions.cadres import save_cadres
from teams.actions.memberships import save_memberships
from teams.actions.postings import post_cadres
from teams.actions.teams import save_teams
from teams.imports.places import write_introduced
from teams.imports.roster import Person
from teams.imports.team_book import ListedTeam, Service
from teams.models import Membership, Team


def write(services: list[Service], loader: Loader, batch_id: int) -> None:
    """Write what the rows want, and count it back through what the user may see."""
    by = loader.user
    listed = list({service.listed.key: service.listed for service in services}.values())
    write_introduced([item.place for item in listed], by=by, batch_id=batch_id)
    save_teams([(None, item.team) for item in listed if item.before is None], by=by, batch_id=batch_id)
    _write_people(services, loader, batch_id)
    _write_memberships(services, loader, batch_id)
    _count_back(listed, loader)


def write_people(people: Iterable[Person], *, by: Any, batch_id: int) -> None:
    """Write the cadres of a list, and for whom they work from when."""
    people = list(people)
    save_cadres([(person.before, person.cadre) for person in people], by=by, batch_id=batch_id)
    known = [person for person in people if person.before and person.before.agency_id != person.cadre.agency_id]
    post_cadres([(person.cadre, person.posted_on) for person in known], by=by, batch_id=batch_id)


def _write_people(services: list[Service], loader: Loader, batch_id: int) -> None:
    people = {id(service.person): service.person for service in services}.values()
    rows = [person for person in people if person.before is not None or person.cadre.pk is None]
    write_people(rows, by=loader.user, batch_id=batch_id)


def _write_memberships(services: list[Service], loader: Loader, batch_id: int) -> None:
    new = [
        Membership(
            team=service.listed.team,
            cadre=service.person.cadre,
            role=service.role,
            valid_from=service.since,
        )
        for service in services
        if service.before is None
    ]
    changes = []
    for service in services:
        if service.before is not None and service.before.role != service.role:
            after = copy.copy(service.before)
            after.role = service.role
            changes.append((service.before, after))
    save_memberships([*changes, *((None, row) for row in new)], by=loader.user, batch_id=batch_id)


def _count_back(listed: list[ListedTeam], loader: Loader) -> None:
    """What was written must be visible to whoever wrote it; otherwise all of it is taken back."""
    if loader.user is None:
        return
    keys = [item.team.pk for item in listed]
    if Team.objects.visible_to(loader.user).filter(pk__in=keys).count() != len(keys):
        raise Refused([Problem(_("Some teams of the list lie outside the area of your account."))])
