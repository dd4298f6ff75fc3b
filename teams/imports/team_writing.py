"""Writing a checked list of teams: villages, teams, cadres and who serves where."""

from __future__ import annotations

import copy
import datetime as dt

from django.utils.translation import gettext as _

from plumbing import history
from plumbing.importing.kinds import Loader
from plumbing.problems import Problem, Refused
from teams.imports.places import write_introduced
from teams.imports.team_book import Listed, Service
from teams.models import Cadre, Membership, Team

Role = Membership.Role


def write(services: list[Service], loader: Loader, batch_id: int) -> None:
    """Write what the rows want, and count it back through what the user may see."""
    by = loader.user
    listed = list({service.listed.key: service.listed for service in services}.values())
    write_introduced([item.place for item in listed], by=by, batch_id=batch_id)
    founded = [item for item in listed if item.before is None]
    history.create_many([item.team for item in founded], by=by, batch_id=batch_id)
    _write_people(services, loader, batch_id)
    _write_memberships(services, loader, batch_id)
    _count_back(listed, loader)


def _write_people(services: list[Service], loader: Loader, batch_id: int) -> None:
    people = {id(service.person): service.person for service in services}.values()
    new: list[Cadre] = [person.cadre for person in people if person.before is None and person.cadre.pk is None]
    history.create_many(new, by=loader.user, batch_id=batch_id)
    known = [(person.before, person.cadre) for person in people if person.before is not None]
    history.change_many(known, by=loader.user, batch_id=batch_id)


def _write_memberships(services: list[Service], loader: Loader, batch_id: int) -> None:
    new = [
        Membership(
            team=service.listed.team,
            cadre=service.person.cadre,
            role=service.role,
            valid_from=max(service.listed.team.active_from, min(loader.today, _listed_on(service, loader))),
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
    # Whoever steps down goes first: a team never has two leaders, not for a moment.
    down = [pair for pair in changes if pair[0].role == Role.LEADER]
    up = [pair for pair in changes if pair[0].role != Role.LEADER]
    history.change_many(down, by=loader.user, batch_id=batch_id)
    history.change_many(up, by=loader.user, batch_id=batch_id)
    history.create_many(new, by=loader.user, batch_id=batch_id)


def _listed_on(service: Service, loader: Loader) -> dt.date:
    checked = service.checked
    return (checked.table.written_on if checked else None) or loader.today


def _count_back(listed: list[Listed], loader: Loader) -> None:
    """What was written must be visible to whoever wrote it; otherwise all of it is taken back."""
    if loader.user is None:
        return
    keys = [item.team.pk for item in listed]
    if Team.objects.visible_to(loader.user).filter(pk__in=keys).count() != len(keys):
        raise Refused([Problem(_("Some teams of the list lie outside the area of your account."))])
