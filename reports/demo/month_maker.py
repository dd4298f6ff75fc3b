"""Everything that the made-up teams logged: meetings, tasks, activities, contributions, village figures."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from activities.actions.activities import spelled
from activities.actions.carrying import successor_of
from activities.models import Activity, Attendance, Contribution, Measure, Meeting, Quantity, Task
from households.models import VillageSnapshot
from plumbing.dates import add_months
from reports.demo import wording
from reports.demo.history_writer import HistoryWriter, Row
from reports.demo.households import NEAR_POOR, POOR, Village
from reports.demo.month_plans import MonthPlan
from reports.demo.plan import Plan
from reports.demo.teams import unit_name
from teams.models import Account, Cadre


@dataclass
class RowsByModel:
    """The rows of a district by model, in the order in which they can be written."""

    snapshots: list[VillageSnapshot] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    counter_entries: list[Contribution] = field(default_factory=list)
    # What the history says of a meeting's attendance and an activity's quantities, by their uuid.
    parts: dict[UUID, dict[str, Any]] = field(default_factory=dict)

    def write(self, history_writer: HistoryWriter) -> None:
        """Save all of them; the rows of an activity or a meeting follow their owner."""
        history_writer.write(self.snapshots)
        history_writer.write(self.meetings, self.parts)
        Attendance.objects.bulk_create(self.attendances, batch_size=2000)
        # One as which another goes on is written after that one.
        for times in sorted({task.carried_over for task in self.tasks}):
            history_writer.write([task for task in self.tasks if task.carried_over == times])
        history_writer.write(self.activities, self.parts)
        Quantity.objects.bulk_create(self.quantities, batch_size=2000)
        history_writer.write(self.contributions)
        history_writer.write(self.counter_entries)


@dataclass
class MonthMaker:
    """Makes up the months of one team."""

    plan: Plan
    history_writer: HistoryWriter
    all_rows: RowsByModel
    office: Account
    measures: dict[str, Measure]
    village: Village

    def keep(self, month_plans: list[MonthPlan]) -> dict[dt.date, dt.date]:
        """Log every month of the team, the first one first. Return the day of the first entry of each month."""
        begun: dict[dt.date, dt.date] = {}
        demo_team = self.village.demo_team
        households = self.village.total
        rng = self.plan.rng("people", demo_team.village.code)
        people = round(households * rng.uniform(4.6, 5.6))
        open_tasks: list[Task] = []
        for month_plan in month_plans:
            if month_plan.inactive:
                continue
            rng = self.plan.rng("diary", demo_team.village.code, month_plan.month)
            activity_kinds = self._activities(month_plan, rng)
            going_on = self._settle(open_tasks, month_plan, rng)
            if month_plan.met:
                open_tasks += self._meeting(month_plan, activity_kinds, open_tasks, rng)
            open_tasks = [t for t in open_tasks + going_on if t.state == Task.State.OPEN]
            if month_plan.met:
                households, people = self._snapshot(month_plan, households, people, rng)
            days = [d.held_on for d in activity_kinds] + ([month_plan.meets_on] if month_plan.met else [])
            if days:
                begun[month_plan.month] = min(days)
        return begun

    def _stamp(self, row: Row, on: dt.date) -> Row:
        by = self.village.demo_team.author_on(on, self.office)
        return self.history_writer.stamp(row, on=min(on, self.plan.today), by=by)

    # --- village figures -----------------------------------------------------------------------------------------

    def _snapshot(self, month_plan: MonthPlan, households: int, people: int, rng: random.Random) -> tuple[int, int]:
        """Write the village's figures; people = those before + births - deaths + arrivals - departures."""
        births, deaths = rng.choices([0, 1, 2, 3], [50, 35, 12, 3])[0], rng.choices([0, 1, 2], [75, 22, 3])[0]
        arrivals, departures = rng.choices([0, 1, 4], [85, 10, 5])[0], rng.choices([0, 1, 4], [84, 11, 5])[0]
        people += births - deaths + arrivals - departures
        households += (arrivals == 4) - (departures == 4)
        row = VillageSnapshot(
            village=self.village.demo_team.village,
            month=month_plan.month,
            households=households,
            people=people,
            births=births,
            deaths=deaths,
            arrivals=arrivals,
            departures=departures,
        )
        self.all_rows.snapshots.append(self._stamp(row, month_plan.meets_on))
        return households, people

    # --- meetings and tasks --------------------------------------------------------------------------------------

    def _settle(self, tasks: list[Task], month_plan: MonthPlan, rng: random.Random) -> list[Task]:
        """Say of each task that is due what became of it: done, not done and why, or carried over. Return those as
        which carried ones go on.
        """
        demo_team = self.village.demo_team
        going_on: list[Task] = []
        for task in tasks:
            is_due = task.due_on < add_months(month_plan.month, 1) and task.due_on <= self.plan.today
            if not is_due:
                continue
            if rng.random() < demo_team.diligence:
                finished_on = task.due_on - dt.timedelta(days=rng.randint(0, 6))
                task.state = Task.State.DONE
                task.finished_on = max(finished_on, task.meeting.held_on) if task.meeting else finished_on
            elif month_plan.met and rng.random() < 0.45:
                task.state, task.not_done_reason = Task.State.NOT_DONE, rng.choice(wording.NOT_DONE_REASONS)
            elif month_plan.met:
                task.state = Task.State.CARRIED
                due_on = add_months(month_plan.month, 1).replace(day=rng.randint(8, 27))
                going_on.append(self._stamp(successor_of(task, due_on), month_plan.meets_on))
        self.all_rows.tasks += going_on
        return going_on

    def _meeting(
        self, month_plan: MonthPlan, activity_kinds: list[Activity], earlier: list[Task], rng: random.Random
    ) -> list[Task]:
        """Log the meeting and return the tasks that it gave."""
        demo_team = self.village.demo_team
        undone = [t for t in earlier if t.state in (Task.State.NOT_DONE, Task.State.CARRIED)][:3]
        finished = sum(t.state == Task.State.DONE for t in earlier)
        meeting = Meeting(
            team=demo_team.team,
            month=month_plan.month,
            held_on=month_plan.meets_on,
            location=f"{rng.choice(wording.PLACES)} {demo_team.village.name}",
            done=_done_text(activity_kinds, finished),
            not_done="\n".join(f"- {t.title}" for t in undone),
            not_done_reason=rng.choice(wording.NOT_DONE_REASONS) if undone else "",
        )
        self.all_rows.meetings.append(self._stamp(meeting, month_plan.meets_on))
        members = demo_team.members_on(month_plan.meets_on)
        told = self.all_rows.parts[meeting.uuid] = {"present": [], "absent": []}
        for place, cadre in enumerate(members):
            present = rng.random() < (0.97 if place == 0 else 0.62 + 0.36 * demo_team.diligence)
            self.all_rows.attendances.append(Attendance(meeting=meeting, cadre=cadre, was_present=present))
            told["present" if present else "absent"].append(cadre.name)
        tasks = [self._task(meeting, members, rng) for _ in range(rng.choice([1, 2, 2, 3, 3, 4]))]
        self.all_rows.tasks += tasks
        return tasks

    def _task(self, meeting: Meeting, members: list[Cadre], rng: random.Random) -> Task:
        homes = self.village.homes_on(meeting.held_on, POOR, NEAR_POOR) if rng.random() < 0.3 else []
        home = rng.choice(homes) if homes else None
        texts = wording.HOUSEHOLD_TASKS if home else wording.TASKS
        due_on = add_months(meeting.month, 1).replace(day=rng.randint(8, 27))
        # Whoever leaves the team before the task is due does not get it.
        later = self.village.demo_team.members_on(due_on)
        staying = [c for c in members if c in later]
        task = Task(
            team=meeting.team,
            meeting=meeting,
            title=rng.choice(texts).format(head=home.head.name if home else ""),
            assignee=rng.choice(staying or members),
            household=home.household if home else None,
            due_on=due_on,
        )
        return self._stamp(task, meeting.held_on)

    # --- activities and what was given ---------------------------------------------------------------------------

    def _activities(self, month_plan: MonthPlan, rng: random.Random) -> list[Activity]:
        """Log what the team did in the month."""
        season = [d for d in wording.ACTIVITY_KINDS if not d.months or month_plan.month.month in d.months]
        wanted = rng.choices([0, 1, 2, 3, 4], weights=[12, 30, 32, 18, 8])[0]
        wanted = max(1, wanted) if self.village.demo_team.is_moc_4 else wanted
        chosen: dict[str, wording.ActivityKind] = {}
        for activity_kind in rng.choices(season, weights=[d.weight for d in season], k=wanted):
            chosen[activity_kind.title] = activity_kind
        days = {title: month_plan.month.replace(day=rng.randint(1, 27)) for title in chosen}
        happened = [t for t in chosen if month_plan.reached(days[t], self.plan.today)]
        return [self._activity(chosen[title], days[title], rng) for title in happened]

    def _activity(self, activity_kind: wording.ActivityKind, day: dt.date, rng: random.Random) -> Activity:
        demo_team = self.village.demo_team
        size = self.village.total / 40
        attended = max(4, round(rng.randint(*activity_kind.people) * size))
        activity = Activity(
            team=demo_team.team, held_on=day, field=activity_kind.field, title=activity_kind.title, attended=attended
        )
        self.all_rows.activities.append(self._stamp(activity, day))
        amounts: dict[Measure, Decimal] = {}
        for code, least, most in activity_kind.measures:
            amount = Decimal(attended if code == "people_reached" else rng.randint(least, most))
            amounts[self.measures[code]] = amount
            self.all_rows.quantities.append(Quantity(activity=activity, measure=self.measures[code], amount=amount))
        self.all_rows.parts[activity.uuid] = spelled(amounts)
        for gift_kind in activity_kind.gifts:
            if rng.random() < 0.75:
                self._contribution(gift_kind, activity, day, rng)
        return activity

    def _contribution(self, gift_kind: wording.GiftKind, activity: Activity, day: dt.date, rng: random.Random) -> None:
        """Enter what was given: promised, received and handed over, or still only promised."""
        demo_team = self.village.demo_team
        amount = rng.randrange(gift_kind.least, gift_kind.most + 1, gift_kind.step)
        own = gift_kind.kind in {wording.LABOUR, wording.LAND}
        donor = f"Nhân dân bản {demo_team.village.name}" if own else _donor(rng)
        pledged_on = day - dt.timedelta(days=rng.randint(3, 25)) if not own and rng.random() < 0.5 else None
        only_promised = pledged_on is not None and rng.random() < 0.07
        received_on = None if only_promised else day
        handed_on = min(day + dt.timedelta(days=rng.randint(0, 5)), self.plan.today)
        is_handed = received_on is not None and not own and rng.random() < 0.85
        row = Contribution(
            team=demo_team.team,
            activity=None if only_promised else activity,
            donor=donor,
            kind=gift_kind.kind,
            description=gift_kind.what,
            amount=Decimal(amount),
            unit=gift_kind.unit,
            value=amount * gift_kind.value or None,
            pledged_on=pledged_on,
            received_on=received_on,
            handed_over_on=handed_on if is_handed else None,
            recipient=f"Các hộ bản {demo_team.village.name}" if is_handed else "",
        )
        self.all_rows.contributions.append(self._stamp(row, day))
        if received_on is not None and rng.random() < 0.006:
            self._counter_entry(row, rng)

    def _counter_entry(self, wrong: Contribution, rng: random.Random) -> None:
        """Take a part of an entry back: the ledger keeps both."""
        part = max(1, int(wrong.amount) // rng.choice([2, 4, 10]))
        price = wrong.value // int(wrong.amount) if wrong.value else 0
        row = Contribution(
            team=wrong.team,
            activity=wrong.activity,
            donor=wrong.donor,
            kind=wrong.kind,
            description=wording.COUNTER_ENTRY,
            amount=Decimal(-part),
            unit=wrong.unit,
            value=-part * price or None,
            received_on=wrong.received_on,
            corrects=wrong,
        )
        on = (wrong.received_on or self.plan.today) + dt.timedelta(days=2)
        self.all_rows.counter_entries.append(self._stamp(row, on))


def _done_text(activity_kinds: list[Activity], finished: int) -> str:
    lines = [f"- {d.title} ({d.attended} người tham gia)" for d in activity_kinds]
    if finished:
        lines.append(f"- Hoàn thành {finished} nhiệm vụ đã giao.")
    return "\n".join(lines) or "- Duy trì nắm tình hình địa bàn."


def _donor(rng: random.Random) -> str:
    return f"{rng.choice(wording.DONORS)} {unit_name(rng.randint(1, 60))}"
