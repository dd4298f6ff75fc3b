"""The state of each team's month, with who brought it there."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from activities.models import TeamMonth
from plumbing import history
from plumbing.models import Change
from reports.demo import wording
from reports.demo.calendar import Course, State, Step
from reports.demo.journal import Journal
from reports.demo.people import Squad
from reports.demo.places import MERGER
from reports.demo.plan import Plan
from teams.models import Account

ACTIONS = {
    State.SUBMITTED: Change.Action.SUBMITTED,
    State.RETURNED: Change.Action.RETURNED,
    State.ACCEPTED: Change.Action.ACCEPTED,
    State.LOCKED: Change.Action.LOCKED,
}
LOCK_REASON = "Khóa sổ tháng"


@dataclass
class MonthBook:
    """Collects the months of a district and writes them with every step they took."""

    plan: Plan
    journal: Journal
    office: Account
    # Officers of the communes of today, by commune code.
    officers: dict[str, Account]
    rows: list[tuple[TeamMonth, list[Change]]] = field(default_factory=list)

    def add(self, squad: Squad, courses: list[Course], begun: dict[dt.date, dt.date]) -> None:
        """Take in the months in which the team logged something. `begun`: the day of the first entry."""
        for course in courses:
            if course.month in begun:
                self._month(squad, course, begun[course.month])

    def _month(self, squad: Squad, course: Course, begun_on: dt.date) -> None:
        dice = self.plan.dice("states", squad.village.code, course.month)
        row = TeamMonth(team=squad.team, month=course.month, state=course.steps[0].state)
        self.journal.stamp(row, on=begun_on, by=squad.author_on(begun_on, self.office))
        row.state_by, row.state_at = row.created_by, row.created_at
        created = history.entry(
            row, action=Change.Action.CREATED, by=row.created_by, before={}, after=history.values_of(row)
        )
        created.at = row.created_at
        entries = [created, *(self._step(row, squad, step, dice) for step in course.steps[1:])]
        self.rows.append((row, entries))

    def _step(self, row: TeamMonth, squad: Squad, step: Step, dice: random.Random) -> Change:
        """Bring the month into its next state and return the entry that says so."""
        was = history.values_of(row)
        by = self._who(squad, step)
        row.state, row.state_by = step.state, by
        row.state_at = row.changed_at = max(self.journal.moment(step.on), row.state_at or row.created_at)
        row.changed_by, row.version = by, row.version + 1
        row.state_reason = {
            State.RETURNED: dice.choice(wording.RETURN_REASONS),
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

    def _who(self, squad: Squad, step: Step) -> Account:
        """The leader hands in; the commune checks since the merger, before it the office; the office locks."""
        if step.state == State.SUBMITTED:
            return squad.author_on(step.on, self.office)
        if step.state == State.LOCKED or step.on < MERGER or squad.commune.successor is None:
            return self.office
        return self.officers[squad.commune.successor.code]

    def write(self) -> None:
        """Save the months; their entries learn the ids now."""
        self.journal.save([row for row, _ in self.rows])
        for row, entries in self.rows:
            for entry in entries:
                entry.object_id = row.pk
                self.journal.entries.append(entry)
