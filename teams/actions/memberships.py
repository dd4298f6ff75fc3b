"""What is done to memberships. The team's row is locked, so that two editors cannot make two leaders."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from plumbing import history
from plumbing.problems import refuse
from teams import rules
from teams.actions.ended_access import follow_memberships
from teams.models import Account, Cadre, Membership, Team


@transaction.atomic
def save_membership(*, membership: Membership, by: Account, version: int | None = None) -> Membership:
    """Save a new or changed membership. Raises Refused when it contradicts another one of the team."""
    Team.objects.select_for_update().get(pk=membership.team_id)
    if not membership.pk and (earlier := Membership.objects.filter(uuid=membership.uuid).first()):
        return earlier
    others = membership.team.memberships.live().exclude(pk=membership.pk).select_related("cadre")
    refuse(rules.membership_problems(membership, others))
    stored = history.held(membership, version) if membership.pk else None
    save_memberships([(stored, membership)], by=by)
    return membership


@transaction.atomic
def save_memberships(
    rows: Iterable[tuple[Membership | None, Membership]], *, by: Account | None, batch_id: int | None = None
) -> None:
    """Save new and changed memberships, given as (as it was, or None; as it is now).

    Whoever steps down goes first: a team never has two leaders, not for a moment.
    """
    pairs = list(rows)
    down = [pair for pair in pairs if pair[0] is not None and pair[0].role == Membership.Role.LEADER]
    history.save_many(down, by=by, batch_id=batch_id)
    changed = [pair for pair in pairs if pair[0] is not None and pair not in down]
    history.save_many(changed, by=by, batch_id=batch_id)
    history.save_many([pair for pair in pairs if pair[0] is None], by=by, batch_id=batch_id)
    follow_memberships(pairs, by=by, batch_id=batch_id)


@transaction.atomic
def hand_over_leadership(
    *, team: Team, cadre: Cadre, day: dt.date, by: Account, former_stays: bool = False
) -> Membership:
    """Let `cadre` lead the team from `day` on; the former leader's time ends the day before."""
    Team.objects.select_for_update().get(pk=team.pk)
    serving = {m.cadre_id: m for m in team.memberships.active_on(day).select_related("cadre")}
    leader = next((m for m in serving.values() if m.role == Membership.Role.LEADER), None)
    refuse(rules.handover_problems(team, leader, cadre.pk, day, dt.date.today()))
    own = serving.get(cadre.pk)
    # Access follows at the end, when everybody serves as what they will: whoever stays in the team keeps an account.
    ended = [end_before(one, day, by=by) for one in (leader, own) if one is not None and one.valid_from < day]
    if leader is not None and former_stays:
        again = Membership(team=team, cadre=leader.cadre, role=Membership.Role.MEMBER, valid_from=day)
        save_membership(membership=again, by=by)
    if own is not None and own.valid_from == day:
        own.role = Membership.Role.LEADER
        new = save_membership(membership=own, by=by)
    else:
        new = Membership(team=team, cadre=cadre, role=Membership.Role.LEADER, valid_from=day)
        new = save_membership(membership=new, by=by)
    follow_memberships(ended, by=by)
    return new


def end_before(membership: Membership, day: dt.date, *, by: Account) -> tuple[Membership, Membership]:
    """End a service on the day before `day`. Return it as it was and as it is."""
    old = copy.copy(membership)
    membership.valid_to = day - dt.timedelta(days=1)
    history.change(membership, by=by)
    return old, membership
