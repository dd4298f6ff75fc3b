"""What is done to teams."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Min

from plumbing import history
from plumbing.problems import refuse
from teams import rules
from teams.models import Account, Team
from teams.tree import first_days


def save_teams(rows: Iterable[tuple[Team | None, Team]], *, by: Account | None, batch_id: int | None = None) -> None:
    """Save new and changed teams, given as (as it was, or None; as it is now). Raises Refused."""
    pairs = list(rows)
    # A list that names a new village gave the team the unsaved one: its key is known since.
    begins = first_days({team.village.pk for _old, team in pairs})
    for old, team in pairs:
        if old is None or (old.active_from, old.village_id) != (team.active_from, team.village.pk):
            refuse(rules.existence_problems(team.village, begins[team.village.pk], team.active_from, "active_from"))
            refuse(rules.founding_problems(team, _first_service(team) if old else None))
    history.save_many(pairs, by=by, batch_id=batch_id)


def _first_service(team: Team) -> dt.date | None:
    return team.memberships.live().aggregate(first=Min("valid_from"))["first"]
