"""Whom to call about a team."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from teams.models import Cadre, Membership


def leaders_of(teams: Iterable[int]) -> dict[int, Cadre]:
    """Return today's leader of each team, by the team's id: one query. For whoever may see the teams (`visible_to`)."""
    rows = Membership.objects.current().filter(role=Membership.Role.LEADER, team__in=list(teams))
    found = rows.select_related("cadre").only("team_id", "cadre__name", "cadre__phone")
    return {row.team_id: row.cadre for row in found}


def with_leaders(rows: Iterable[Any]) -> None:
    """Give each row that has a `team` its `leader` (None: nobody leads it), so that a page can offer to call."""
    rows = list(rows)
    leaders = leaders_of(row.team.pk for row in rows) if rows else {}
    for row in rows:
        row.leader = leaders.get(row.team.pk)
