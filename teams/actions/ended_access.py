"""Access follows the service with which it came: it goes on the day on which the service ends."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from plumbing import history
from plumbing.models import Change
from plumbing.problems import Problem, Refused
from teams import rules
from teams.access import TEAM_ROLES, Role
from teams.actions.sessions import end_all_sessions
from teams.models import Account, Cadre, Membership

# Whoever may close these is the administrator alone; they are named, and stay.
NOT_BY_SERVICE = (Role.ADMINISTRATOR, Role.OFFICE)


def current_service(account: Account) -> Membership | None:
    """Return the service of today with which an account's access comes; None when there is none."""
    if account.role not in TEAM_ROLES or account.cadre_id is None or account.team_id is None:
        return None
    return Membership.objects.current().filter(team=account.team_id, cadre=account.cadre_id).in_order().first()


def role_of_service(service: Membership) -> str:
    """Return the role of the account with which somebody serves."""
    return Role.TEAM_LEADER if service.role == Membership.Role.LEADER else Role.MEMBER


@transaction.atomic
def end_access(
    *,
    by: Account | None,
    memberships: Collection[int] | None = None,
    cadres: Collection[int] | None = None,
    batch_id: int | None = None,
) -> list[Account]:
    """Take away the access that came with services that have ended, and that of cadres who were voided.

    Whoever goes on serving in the same team goes on as what they serve there. `memberships`, `cadres`: only those;
    without either, everybody's (the clock). Return the accounts that were touched.
    """
    today = dt.date.today()
    ended = Q(service__valid_to__lt=today) | Q(service__voided_at__isnull=False)
    gone = Q(cadre__voided_at__isnull=False) & ~Q(role__in=NOT_BY_SERVICE)
    if memberships is not None or cadres is not None:
        ended &= Q(service__in=memberships or ()) | Q(service__cadre__in=cadres or ())
        gone &= Q(cadre__in=cadres or ()) | Q(service__in=memberships or ())
    rows = Account.objects.live().filter(ended | gone, is_active=True).order_by("pk")
    held = list(rows.select_for_update(of=("self",)).select_related("service", "cadre"))
    if not held:
        return []
    serving = Membership.objects.current().filter(cadre__in={account.cadre_id for account in held}).in_order()
    now: dict[tuple[int, int], Membership] = {}
    for row in serving:
        now.setdefault((row.cadre_id, row.team_id), row)
    pairs = [
        (account, _after(account, now.get((account.cadre_id or 0, account.team_id or 0)), today)) for account in held
    ]
    reason = _("The service with which the access came has ended.")
    history.change_many(pairs, by=by, reason=reason, batch_id=batch_id)
    end_all_sessions([new.pk for _old, new in pairs if not new.is_active])
    return [new for _old, new in pairs]


def _after(old: Account, successor: Membership | None, today: dt.date) -> Account:
    """Return the account as it goes on, from what its cadre serves as in the same team from now on, if at all."""
    new = copy.copy(old)
    new.service = successor if old.cadre is not None and not old.cadre.is_voided else None
    if new.service is None:
        new.is_active, new.access_ended_on = False, today
        return new
    new.role = rules.role_after(old.role, old.service.role if old.service else "", new.service.role)
    if old.role == Role.TEAM_LEADER and new.role != old.role:
        new.access_ended_on = today
    return new


@transaction.atomic
def follow_memberships(
    pairs: Iterable[tuple[Membership | None, Membership]], *, by: Account | None, batch_id: int | None = None
) -> None:
    """Let access follow services that were written, given as (as it was, or None; as it is now)."""
    written = [(old, new) for old, new in pairs if old is not None]
    if not written:
        return
    roles = {new.pk: (old.role, new.role) for old, new in written if old.role != new.role}
    if roles:
        held = Account.objects.live().filter(service__in=roles, is_active=True).order_by("pk").select_for_update()
        changed = []
        for account in held:
            now = copy.copy(account)
            now.role = rules.role_after(account.role, *roles[account.service_id or 0])
            if account.role == Role.TEAM_LEADER and now.role != account.role:
                now.access_ended_on = dt.date.today()
            changed.append((account, now))
        history.change_many(changed, by=by, reason=_("The role in the team has changed."), batch_id=batch_id)
    end_access(by=by, memberships=[new.pk for _old, new in written], batch_id=batch_id)


@transaction.atomic
def void_cadre(cadre: Cadre, *, by: Account, reason: str) -> None:
    """Take a cadre out of lists and figures; the access that came with it goes on the same day."""
    history.void(cadre, by=by, reason=reason)
    end_access(by=by, cadres=[cadre.pk])


@transaction.atomic
def void_membership(membership: Membership, *, by: Account, reason: str) -> None:
    """Take a service out; the access that came with it goes on the same day."""
    history.void(membership, by=by, reason=reason)
    end_access(by=by, memberships=[membership.pk])


@transaction.atomic
def give_access_back(*, account: Account, by: Account) -> Account:
    """Give back what went with the end of a service. From now on it is given by hand: no end of a service takes it."""
    held = history.held(account)
    told = Change.objects.about(held).filter(after__access_ended_on__isnull=False).exclude(after__access_ended_on=None)
    last = told.first()
    if held.access_ended_on is None or last is None:
        raise Refused([Problem(_("This access was not taken away by the end of a service."))])
    new = copy.copy(held)
    new.role = last.before.get("role", held.role)
    new.is_active, new.service, new.access_ended_on = True, None, None
    history.change(new, by=by, reason=_("Given back by hand"))
    return new


def follow_undo(models: Collection[type]) -> None:
    """After something was taken back: a service that is gone by that takes its access with it."""
    if Membership in models or Cadre in models:
        end_access(by=None)
