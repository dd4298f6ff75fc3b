"""What a list may write into: the months of teams, each state asked for once, by the rules of the forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from activities.actions.months import claim_month
from activities.models import Contribution, TeamMonth
from activities.rules import month_problems, state_problems
from plumbing.models import Change
from plumbing.problems import Problem, refuse
from teams.models import Team


class Months:
    """The states of months, loaded month by month as the rows name them."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.by_team: dict[dt.date, dict[int, TeamMonth]] = {}
        self.by_village: dict[dt.date, dict[int, list[TeamMonth]]] = {}

    def problems(self, team: Team, month: dt.date) -> list[Problem]:
        """Say why nothing can be written into the team's month."""
        self._load(month)
        return as_warnings(month_problems(team, month, self.by_team[month].get(team.pk), self.user))

    def village_problems(self, village_id: int, month: dt.date) -> list[Problem]:
        """Say why the figures of a village cannot be written: one of its teams has closed the month."""
        return as_warnings(self.closed(village_id, month))

    def closed(self, village_id: int, month: dt.date) -> list[Problem]:
        """Say which team of the village has closed the month."""
        self._load(month)
        rows = self.by_village[month].get(village_id, [])
        return next(filter(None, (state_problems(row, self.user) for row in rows)), [])

    def _load(self, month: dt.date) -> None:
        if month in self.by_team:
            return
        rows = list(TeamMonth.objects.filter(month=month).select_related("team", "state_by"))
        self.by_team[month] = {row.team_id: row for row in rows}
        villages: dict[int, list[TeamMonth]] = {}
        for row in rows:
            villages.setdefault(row.team.village_id, []).append(row)
        self.by_village[month] = villages


def as_warnings(problems: list[Problem]) -> list[Problem]:
    """Let pass, with a word, what the commit asks a reason for."""
    return [replace(problem, is_warning=True) if problem.asks_reason else problem for problem in problems]


def claim(pairs: Iterable[tuple[Team, dt.date]], *, by: Any) -> None:
    """Hold the months for writing, each once. Raises Refused when one was closed since the list was checked.

    A month that begins here is no part of the list: it stays begun when the list is taken back, for others may log
    into it meanwhile.
    """
    wanted = {(team.pk, month): team for team, month in pairs}
    for (_pk, month), team in sorted(wanted.items(), key=lambda item: item[0]):
        claim_month(team=team, month=month, by=by)


def hold_villages(pairs: Iterable[tuple[int, dt.date]], *, by: Any) -> None:
    """Hold the months of the villages' teams. Raises Refused when one was closed since the list was checked."""
    wanted = set(pairs)
    held = TeamMonth.objects.filter(
        team__village__in={village for village, _month in wanted}, month__in={month for _village, month in wanted}
    )
    for row in held.select_related("team", "state_by").select_for_update(of=("self",)):
        if (row.team.village_id, row.month) in wanted:
            refuse(state_problems(row, by))


# What may be told of a row after its month was closed, and so be taken back too.
TOLD_LATER = {Contribution._meta.label_lower: {"handed_over_on", "recipient"}}


def undo_problems(changes: Sequence[Change], by: Any) -> list[Problem]:
    """Say which months that a list wrote into are closed by now: what lies in them stays."""
    told = [c for c in changes if not (c.before and TOLD_LATER.get(c.model, set()).issuperset(c.before))]
    pairs = {(c.area_id, c.month) for c in told} | {(c.area_before_id, c.month_before) for c in told}
    known = Months(by)
    places = sorted((area, month) for area, month in pairs if area is not None and month is not None)
    problems = [problem for area, month in places for problem in known.closed(area, month)]
    return list(dict.fromkeys(problems))[:3]


def closed_since(changes: Sequence[Change], by: Any) -> list[Problem]:
    """Say the same of what somebody takes back by a button; a month's own steps are no rows in it."""
    return undo_problems([c for c in changes if c.model != TeamMonth._meta.label_lower], by)
