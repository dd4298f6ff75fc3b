"""What a list may write into: the months of teams, each state asked for once, by the rules of the forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from activities.actions.months import claim_month
from activities.models import TeamMonth
from activities.rules import calendar_problems, month_label, state_problems
from plumbing.dates import PartialDate, Precision, month_of, parse_month, read_date
from plumbing.importing.checking import Cells
from plumbing.models import Change
from plumbing.problems import Problem, refuse
from plumbing.reading import Reading
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
        return calendar_problems(team, month) + state_problems(self.by_team[month].get(team.pk), self.user)

    def village_problems(self, village_id: int, month: dt.date) -> list[Problem]:
        """Say why the figures of a village cannot be written: one of its teams has closed the month."""
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


def undo_problems(changes: Sequence[Change], by: Any) -> list[Problem]:
    """Say which months that a list wrote into are closed by now: what lies in them stays."""
    pairs = {(c.area_id, c.month) for c in changes} | {(c.area_before_id, c.month_before) for c in changes}
    known = Months(by)
    places = sorted((area, month) for area, month in pairs if area is not None and month is not None)
    problems = [problem for area, month in places for problem in known.village_problems(area, month)]
    return list(dict.fromkeys(problems))[:3]


# --- cells ------------------------------------------------------------------------------------------------------


def read_day(cells: Cells, code: str, today: dt.date, month: dt.date | None = None) -> dt.date | None:
    """Return the day in a cell, which must be a whole one; "15" alone is a day of `month`."""
    value = cells.values.get(code)
    if month is not None and str(value).strip().isdecimal() and 1 <= int(str(value)) <= 31:
        cells.values[code] = f"{int(str(value))}/{month.month}/{month.year}"
    found = cells.read(code, _whole_day, today=today)
    if found is None:
        return None
    if found.precision is not Precision.DAY:
        cells.checked.reject(code, _("Give the whole day, as 05/11/2025."))
        return None
    return found.date


def _whole_day(raw: object, *, today: dt.date) -> Reading[PartialDate]:
    """Read a date; that only its month is known is no warning here but a refusal."""
    read = read_date(raw, today=today)
    return read if read.value is None or read.value.precision is Precision.DAY else Reading(read.value)


def read_month(cells: Cells, code: str, today: dt.date) -> dt.date | None:
    """Return the first day of the month in a cell, "10/2026" or any day of it."""

    def read(raw: object) -> Reading[dt.date]:
        if isinstance(raw, str):
            return Reading(parse_month(raw))
        day = read_date(raw, allow_future=True).value
        return Reading(month_of(day.date) if day else None)

    if not cells.has(code):
        return None
    month = cells.read(code, read)
    if month is not None and month > today:
        cells.checked.reject(code, _("%(month)s has not begun yet.") % {"month": month_label(month)})
        return None
    return month
