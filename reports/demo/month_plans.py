"""When each team met, handed in and was answered: the plan of its months."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from activities.models import TeamMonth
from activities.models.months import due_day
from plumbing.dates import add_months
from reports.demo.plan import Plan
from reports.demo.teams import DemoTeam

State = TeamMonth.State


@dataclass(frozen=True)
class Step:
    """A month came into a state on a day."""

    state: str
    on: dt.date


@dataclass(frozen=True)
class MonthPlan:
    """One month of one team. `inactive`: nothing was logged at all."""

    month: dt.date
    inactive: bool
    meets_on: dt.date
    met: bool
    steps: tuple[Step, ...]

    @property
    def state(self) -> str:
        return self.steps[-1].state if self.steps else State.OPEN

    def reached(self, day: dt.date, today: dt.date) -> bool:
        """Return whether something that happened on `day` has been entered by today."""
        return not self.inactive and day <= today and day.replace(day=1) == self.month


def month_plans(plan: Plan, demo_team: DemoTeam) -> list[MonthPlan]:
    """Return the plan of every month of a team."""
    return [_month_plan(plan, demo_team, month) for month in plan.all_months]


def _month_plan(plan: Plan, demo_team: DemoTeam, month: dt.date) -> MonthPlan:
    rng = plan.rng("month", demo_team.village.code, month)
    if _is_inactive(plan, demo_team, month):
        return MonthPlan(month, True, month, False, ())
    meets_on = month.replace(day=rng.choices([rng.randint(6, 19), rng.randint(20, 27)], weights=[1, 2])[0])
    if rng.random() < 0.06:
        # Some meet only after the month is over; the meeting still belongs to it.
        meets_on = add_months(month, 1).replace(day=rng.randint(1, 3))
    met = meets_on <= plan.today and (demo_team.is_moc_4 or rng.random() < 0.9 + demo_team.diligence / 10)
    # In Mốc 4 the current month is left to whoever tries the portal.
    if demo_team.is_moc_4 and month == plan.this_month:
        return MonthPlan(month, True, month, False, ())
    return MonthPlan(month, False, meets_on, met, _steps(plan, demo_team, month, meets_on, met))


def _is_inactive(plan: Plan, demo_team: DemoTeam, month: dt.date) -> bool:
    return month >= add_months(plan.this_month, -demo_team.inactive_months) if demo_team.inactive_months else False


def _steps(plan: Plan, demo_team: DemoTeam, month: dt.date, meets_on: dt.date, met: bool) -> tuple[Step, ...]:
    """Return the states that a month went through until today."""
    rng = plan.rng("steps", demo_team.village.code, month)
    drafted = Step(State.DRAFT, month)
    submitted_on = _submitted_on(demo_team, month, meets_on, rng)
    was_returned = rng.random() < 0.05 and not demo_team.is_moc_4
    answered_on = submitted_on + dt.timedelta(days=rng.randint(1, 6))
    last_month = month == add_months(plan.this_month, -1)
    if not met or (rng.random() < 0.015 and not demo_team.is_moc_4):
        # Never handed in: without a meeting a month cannot be, and some forget.
        return (drafted,)
    steps = [drafted, Step(State.SUBMITTED, submitted_on)]
    if was_returned:
        steps.append(Step(State.RETURNED, answered_on))
    if was_returned and not last_month:
        steps.append(Step(State.SUBMITTED, answered_on + dt.timedelta(days=2)))
        answered_on += dt.timedelta(days=4)
    # Some of last month's wait for the office's decision, that of Mốc 4 always.
    waits = last_month and (rng.random() < 0.3 or demo_team.is_moc_4)
    if steps[-1].state == State.SUBMITTED and not waits:
        steps.append(Step(State.ACCEPTED, answered_on))
    # The office locks a month when the next one is over.
    locked_on = max(add_months(month, 2), answered_on)
    if steps[-1].state == State.ACCEPTED and not last_month:
        steps.append(Step(State.LOCKED, locked_on))
    return tuple(s for s in steps if s.on <= plan.today)


def _submitted_on(demo_team: DemoTeam, month: dt.date, meets_on: dt.date, rng: random.Random) -> dt.date:
    """Return the day of handing in: most in time, the less diligent sometimes late."""
    due = due_day(month)
    is_late = rng.random() < 0.22 * (1.2 - demo_team.diligence) and not demo_team.is_moc_4
    day = due + dt.timedelta(days=rng.randint(1, 8)) if is_late else due - dt.timedelta(days=rng.randint(0, 5))
    return max(day, meets_on)
