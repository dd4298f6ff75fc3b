"""The state of each team's month, with who brought it there."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from activities.models import TeamMonth
from plumbing import history
from plumbing.models import Change
from reports.demo import wording
from reports.demo.history_writer import HistoryWriter
from reports.demo.month_plans import MonthPlan, State, Step
from reports.demo.places import MERGER
from reports.demo.plan import Plan
from reports.demo.teams import DemoTeam
from teams.models import Account

ACTIONS = {
    State.SUBMITTED: Change.Action.SUBMITTED,
    State.RETURNED: Change.Action.RETURNED,
    State.ACCEPTED: Change.Action.ACCEPTED,
    State.LOCKED: Change.Action.LOCKED,
}
LOCK_REASON = "Khóa sổ tháng"


@dataclass
class MonthWriter:
    """Collects the months of a district and writes them with every step they took."""

    plan: Plan
    history_writer: HistoryWriter
    office: Account
    # Officers of the communes of today, by commune code.
    officers: dict[str, Account]
    rows: list[tuple[TeamMonth, list[Change]]] = field(default_factory=list)

    def add(self, demo_team: DemoTeam, month_plans: list[MonthPlan], begun: dict[dt.date, dt.date]) -> None:
        """Take in the months in which the team logged something. `begun`: the day of the first entry."""
        for month_plan in month_plans:
            if month_plan.month in begun:
                self._month(demo_team, month_plan, begun[month_plan.month])

    def _month(self, demo_team: DemoTeam, month_plan: MonthPlan, begun_on: dt.date) -> None:
        rng = self.plan.rng("states", demo_team.village.code, month_plan.month)
        row = TeamMonth(team=demo_team.team, month=month_plan.month, state=month_plan.steps[0].state)
        self.history_writer.stamp(row, on=begun_on, by=demo_team.author_on(begun_on, self.office))
        row.state_by, row.state_at = row.created_by, row.created_at
        created = history.entry(
            row, action=Change.Action.CREATED, by=row.created_by, before={}, after=history.values_of(row)
        )
        created.at = row.created_at
        entries = [created, *(self._step(row, demo_team, step, rng) for step in month_plan.steps[1:])]
        self.rows.append((row, entries))

    def _step(self, row: TeamMonth, demo_team: DemoTeam, step: Step, rng: random.Random) -> Change:
        """Bring the month into its next state and return the entry that says so."""
        was = history.values_of(row)
        by = self._who(demo_team, step)
        row.state, row.state_by = step.state, by
        row.state_at = row.changed_at = max(self.history_writer.moment(step.on), row.state_at or row.created_at)
        row.changed_by, row.version = by, row.version + 1
        row.state_reason = {
            State.RETURNED: rng.choice(wording.RETURN_REASONS),
            State.LOCKED: LOCK_REASON,
        }.get(State(step.state), "")
        if step.state == State.SUBMITTED and row.submitted_at is None:
            row.submitted_at = row.state_at
        now = history.values_of(row)
        differing = [name for name in now if now[name] != was[name]]
        entry = history.entry(
            row,
            action=ACTIONS[State(step.state)],
            by=by,
            before={n: was[n] for n in differing},
            after={n: now[n] for n in differing},
            reason=row.state_reason,
        )
        entry.at = row.state_at
        return entry

    def _who(self, demo_team: DemoTeam, step: Step) -> Account:
        """The leader hands in; the commune checks since the merger, before it the office; the office locks."""
        if step.state == State.SUBMITTED:
            return demo_team.author_on(step.on, self.office)
        if step.state == State.LOCKED or step.on < MERGER or demo_team.commune.successor is None:
            return self.office
        return self.officers[demo_team.commune.successor.code]

    def write(self) -> None:
        """Save the months; their entries learn the ids now."""
        self.history_writer.save([row for row, _ in self.rows])
        for row, entries in self.rows:
            for entry in entries:
                entry.object_id = row.pk
                self.history_writer.entries.append(entry)
