"""Everything that the made-up teams logged: meetings, tasks, activities, contributions, village figures."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from activities.actions.activities import spelled
from activities.models import Activity, Attendance, Contribution, Measure, Meeting, Quantity, Task
from households.models import VillageSnapshot
from plumbing.dates import add_months
from reports.demo import wording
from reports.demo.calendar import Course
from reports.demo.homes import NEAR_POOR, POOR, Village
from reports.demo.journal import Journal, Row
from reports.demo.people import unit_name
from reports.demo.plan import Plan
from teams.models import Account, Cadre


@dataclass
class Pages:
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

    def write(self, journal: Journal) -> None:
        """Save all of them; the rows of an activity or a meeting follow their owner."""
        journal.write(self.snapshots)
        journal.write(self.meetings, self.parts)
        Attendance.objects.bulk_create(self.attendances, batch_size=2000)
        journal.write(self.tasks)
        journal.write(self.activities, self.parts)
        Quantity.objects.bulk_create(self.quantities, batch_size=2000)
        journal.write(self.contributions)
        journal.write(self.counter_entries)


@dataclass
class Diary:
    """Fills the pages with the months of one team."""

    plan: Plan
    journal: Journal
    pages: Pages
    office: Account
    measures: dict[str, Measure]
    village: Village

    def keep(self, courses: list[Course]) -> dict[dt.date, dt.date]:
        """Log every month of the team, the first one first. Return the day of the first entry of each month."""
        begun: dict[dt.date, dt.date] = {}
        squad = self.village.squad
        households = self.village.total
        dice = self.plan.dice("people", squad.village.code)
        people = round(households * dice.uniform(4.6, 5.6))
        open_tasks: list[Task] = []
        for course in courses:
            if course.asleep:
                continue
            dice = self.plan.dice("diary", squad.village.code, course.month)
            deeds = self._activities(course, dice)
            self._settle(open_tasks, course, dice)
            if course.met:
                open_tasks += self._meeting(course, deeds, open_tasks, dice)
            open_tasks = [t for t in open_tasks if t.state == Task.State.OPEN]
            if course.met:
                households, people = self._snapshot(course, households, people, dice)
            days = [d.held_on for d in deeds] + ([course.meets_on] if course.met else [])
            if days:
                begun[course.month] = min(days)
        return begun

    def _stamp(self, row: Row, on: dt.date) -> Row:
        by = self.village.squad.author_on(on, self.office)
        return self.journal.stamp(row, on=min(on, self.plan.today), by=by)

    # --- village figures -----------------------------------------------------------------------------------------

    def _snapshot(self, course: Course, households: int, people: int, dice: random.Random) -> tuple[int, int]:
        """Write the village's figures; people = those before + births - deaths + arrivals - departures."""
        births, deaths = dice.choices([0, 1, 2, 3], [50, 35, 12, 3])[0], dice.choices([0, 1, 2], [75, 22, 3])[0]
        arrivals, departures = dice.choices([0, 1, 4], [85, 10, 5])[0], dice.choices([0, 1, 4], [84, 11, 5])[0]
        people += births - deaths + arrivals - departures
        households += (arrivals == 4) - (departures == 4)
        row = VillageSnapshot(
            village=self.village.squad.village,
            month=course.month,
            households=households,
            people=people,
            births=births,
            deaths=deaths,
            arrivals=arrivals,
            departures=departures,
        )
        self.pages.snapshots.append(self._stamp(row, course.meets_on))
        return households, people

    # --- meetings and tasks --------------------------------------------------------------------------------------

    def _settle(self, tasks: list[Task], course: Course, dice: random.Random) -> None:
        """Say of each task that is due what became of it: done, not done and why, or carried over."""
        squad = self.village.squad
        for task in tasks:
            is_due = task.due_on < add_months(course.month, 1) and task.due_on <= self.plan.today
            if not is_due:
                continue
            if dice.random() < squad.diligence:
                finished_on = task.due_on - dt.timedelta(days=dice.randint(0, 6))
                task.state = Task.State.DONE
                task.finished_on = max(finished_on, task.meeting.held_on) if task.meeting else finished_on
            elif course.met and dice.random() < 0.45:
                task.state, task.not_done_reason = Task.State.NOT_DONE, dice.choice(wording.NOT_DONE_REASONS)
            elif course.met:
                task.due_on = add_months(course.month, 1).replace(day=dice.randint(8, 27))
                task.carried_over += 1
            else:
                continue

    def _meeting(self, course: Course, deeds: list[Activity], earlier: list[Task], dice: random.Random) -> list[Task]:
        """Log the meeting and return the tasks that it gave."""
        squad = self.village.squad
        undone = [t for t in earlier if t.state == Task.State.NOT_DONE or t.carried_over]
        undone = [t for t in undone if t.state != Task.State.DONE][:3]
        finished = sum(t.state == Task.State.DONE for t in earlier)
        meeting = Meeting(
            team=squad.team,
            month=course.month,
            held_on=course.meets_on,
            location=f"{dice.choice(wording.PLACES)} {squad.village.name}",
            done=_done_text(deeds, finished),
            not_done="\n".join(f"- {t.title}" for t in undone),
            not_done_reason=dice.choice(wording.NOT_DONE_REASONS) if undone else "",
        )
        self.pages.meetings.append(self._stamp(meeting, course.meets_on))
        members = squad.members_on(course.meets_on)
        told = self.pages.parts[meeting.uuid] = {"present": [], "absent": []}
        for place, cadre in enumerate(members):
            present = dice.random() < (0.97 if place == 0 else 0.62 + 0.36 * squad.diligence)
            self.pages.attendances.append(Attendance(meeting=meeting, cadre=cadre, was_present=present))
            told["present" if present else "absent"].append(cadre.name)
        tasks = [self._task(meeting, members, dice) for _ in range(dice.choice([1, 2, 2, 3, 3, 4]))]
        self.pages.tasks += tasks
        return tasks

    def _task(self, meeting: Meeting, members: list[Cadre], dice: random.Random) -> Task:
        homes = self.village.homes_on(meeting.held_on, POOR, NEAR_POOR) if dice.random() < 0.3 else []
        home = dice.choice(homes) if homes else None
        texts = wording.HOUSEHOLD_TASKS if home else wording.TASKS
        due_on = add_months(meeting.month, 1).replace(day=dice.randint(8, 27))
        # Whoever leaves the team before the task is due does not get it.
        later = self.village.squad.members_on(due_on)
        staying = [c for c in members if c in later]
        task = Task(
            team=meeting.team,
            meeting=meeting,
            title=dice.choice(texts).format(head=home.head.name if home else ""),
            assignee=dice.choice(staying or members),
            household=home.household if home else None,
            due_on=due_on,
        )
        return self._stamp(task, meeting.held_on)

    # --- activities and what was given ---------------------------------------------------------------------------

    def _activities(self, course: Course, dice: random.Random) -> list[Activity]:
        """Log what the team did in the month."""
        season = [d for d in wording.DEEDS if not d.months or course.month.month in d.months]
        wanted = dice.choices([0, 1, 2, 3, 4], weights=[12, 30, 32, 18, 8])[0]
        wanted = max(1, wanted) if self.village.squad.is_moc_4 else wanted
        chosen: dict[str, wording.Deed] = {}
        for deed in dice.choices(season, weights=[d.weight for d in season], k=wanted):
            chosen[deed.title] = deed
        days = {title: course.month.replace(day=dice.randint(1, 27)) for title in chosen}
        happened = [t for t in chosen if course.reached(days[t], self.plan.today)]
        return [self._activity(chosen[title], days[title], dice) for title in happened]

    def _activity(self, deed: wording.Deed, day: dt.date, dice: random.Random) -> Activity:
        squad = self.village.squad
        size = self.village.total / 40
        attended = max(4, round(dice.randint(*deed.people) * size))
        activity = Activity(team=squad.team, held_on=day, field=deed.field, title=deed.title, attended=attended)
        self.pages.activities.append(self._stamp(activity, day))
        amounts: dict[Measure, Decimal] = {}
        for code, least, most in deed.measures:
            amount = Decimal(attended if code == "people_reached" else dice.randint(least, most))
            amounts[self.measures[code]] = amount
            self.pages.quantities.append(Quantity(activity=activity, measure=self.measures[code], amount=amount))
        self.pages.parts[activity.uuid] = spelled(amounts)
        for given in deed.given:
            if dice.random() < 0.75:
                self._contribution(given, activity, day, dice)
        return activity

    def _contribution(self, given: wording.Given, activity: Activity, day: dt.date, dice: random.Random) -> None:
        """Enter what was given: promised, received and handed over, or still only promised."""
        squad = self.village.squad
        amount = dice.randrange(given.least, given.most + 1, given.step)
        own = given.kind in {wording.LABOUR, wording.LAND}
        donor = f"Nhân dân bản {squad.village.name}" if own else _donor(dice)
        pledged_on = day - dt.timedelta(days=dice.randint(3, 25)) if not own and dice.random() < 0.5 else None
        only_promised = pledged_on is not None and dice.random() < 0.07
        received_on = None if only_promised else day
        handed_on = min(day + dt.timedelta(days=dice.randint(0, 5)), self.plan.today)
        is_handed = received_on is not None and not own and dice.random() < 0.85
        row = Contribution(
            team=squad.team,
            activity=None if only_promised else activity,
            donor=donor,
            kind=given.kind,
            description=given.what,
            amount=Decimal(amount),
            unit=given.unit,
            value=amount * given.value or None,
            pledged_on=pledged_on,
            received_on=received_on,
            handed_over_on=handed_on if is_handed else None,
            recipient=f"Các hộ bản {squad.village.name}" if is_handed else "",
        )
        self.pages.contributions.append(self._stamp(row, day))
        if received_on is not None and dice.random() < 0.006:
            self._counter_entry(row, dice)

    def _counter_entry(self, wrong: Contribution, dice: random.Random) -> None:
        """Take a part of an entry back: the ledger keeps both."""
        part = max(1, int(wrong.amount) // dice.choice([2, 4, 10]))
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
        self.pages.counter_entries.append(self._stamp(row, on))


def _done_text(deeds: list[Activity], finished: int) -> str:
    lines = [f"- {d.title} ({d.attended} người tham gia)" for d in deeds]
    if finished:
        lines.append(f"- Hoàn thành {finished} nhiệm vụ đã giao.")
    return "\n".join(lines) or "- Duy trì nắm tình hình địa bàn."


def _donor(dice: random.Random) -> str:
    return f"{dice.choice(wording.DONORS)} {unit_name(dice.randint(1, 60))}"
