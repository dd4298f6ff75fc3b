"""What the figures should be: every village counted from its raw rows, and climbed up the dated containments."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from activities.models import Activity, Attendance, Contribution, Meeting, Quantity, Task, TeamMonth
from activities.models.months import due_day
from households.models import Assessment, Household, VillageSnapshot
from reports.models import Figure
from reports.rollups.months import all_months
from reports.verify.difference import Difference
from teams.models import Area, Containment, Membership, Team

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FAR = dt.date(9999, 12, 31)

Key = tuple[int, dt.date, str]  # area, first day of the month, indicator


def wrong_figures() -> list[Difference]:
    """Return every difference between the stored figures and an independent count, in the order of month and area."""
    counted = Count(all_months()).figures()
    stored: dict[Key, Decimal] = {
        (row["area_id"], row["month"], row["indicator"]): row["value"]
        for row in Figure.objects.values("area_id", "month", "indicator", "value")
    }
    names = {a.pk: f"{a.name} ({a.code})" for a in Area.objects.all()}
    zero = Decimal(0)
    wrong = [
        (month, names.get(area, str(area)), indicator, stored.get(key, zero), counted.get(key, zero))
        for key in stored.keys() | counted.keys()
        for area, month, indicator in [key]
        # The hundredth is what a figure keeps.
        if abs(stored.get(key, zero) - counted.get(key, zero)) >= Decimal("0.005") or stored.get(key) == 0
    ]
    return [
        Difference(f"{area} · {month:%Y-%m} · {indicator}", f"{is_stored.normalize():f}", f"{is_counted.normalize():f}")
        for month, area, indicator, is_stored, is_counted in sorted(wrong)
    ]


def month_of(day: dt.date) -> dt.date:
    return day.replace(day=1)


def last_of(month: dt.date) -> dt.date:
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


class Count:
    """One count over all raw rows."""

    def __init__(self, months: list[dt.date]) -> None:
        self.months = months
        self.sums: dict[Key, Decimal] = defaultdict(Decimal)
        self.villages = {a.pk for a in Area.objects.all() if a.level == "village" and a.voided_at is None}
        self.teams = {t.pk: t for t in Team.objects.all() if t.voided_at is None}

    def figures(self) -> dict[Key, Decimal]:
        """Return the figures of every village and every area above it."""
        self.count_teams()
        self.count_meetings()
        self.count_tasks()
        self.count_activities()
        self.count_contributions()
        self.count_snapshots()
        self.count_households()
        return self.climb()

    def add(self, village: int, month: dt.date, code: str, amount: Any = 1) -> None:
        if village in self.villages and month in self.months:
            self.sums[village, month, code] += Decimal(str(amount))

    def village_of(self, team: int) -> int:
        return self.teams[team].village_id if team in self.teams else -1

    # --- teams --------------------------------------------------------------------------------------------------

    def count_teams(self) -> None:
        met = {(m.team_id, m.month) for m in Meeting.objects.all() if m.voided_at is None}
        handed_in = {
            (m.team_id, m.month): m.submitted_at.astimezone(OFFICE_ZONE).date()
            for m in TeamMonth.objects.all()
            if m.voided_at is None and m.submitted_at
        }
        members = [m for m in Membership.objects.all() if m.voided_at is None]
        for month in self.months:
            day = last_of(month)
            active = {pk: t for pk, t in self.teams.items() if t.active_from <= day <= (t.active_to or FAR)}
            for pk, team in active.items():
                self.count_team_month(team.village_id, month, (pk, month) in met, handed_in.get((pk, month)))
            serving = {
                (active[m.team_id].village_id, m.cadre_id)
                for m in members
                if m.team_id in active and m.valid_from <= day <= (m.valid_to or FAR)
            }
            for village, _cadre in serving:
                self.add(village, month, "cadres_active")

    def count_team_month(self, village: int, month: dt.date, has_met: bool, handed_in: dt.date | None) -> None:
        self.add(village, month, "teams_active")
        self.add(village, month, "months_due")
        if has_met:
            self.add(village, month, "teams_met")
        if handed_in:
            self.add(village, month, "months_handed_in")
            if has_met and handed_in <= due_day(month):
                self.add(village, month, "months_on_time")

    def count_meetings(self) -> None:
        meetings = {m.pk: m for m in Meeting.objects.all() if m.voided_at is None}
        for meeting in meetings.values():
            self.add(self.village_of(meeting.team_id), meeting.month, "meetings_held")
        for row in Attendance.objects.all():
            if row.meeting_id in meetings:
                meeting = meetings[row.meeting_id]
                village = self.village_of(meeting.team_id)
                self.add(village, meeting.month, "attendance_expected")
                self.add(village, meeting.month, "attendance_present", int(row.was_present))

    def count_tasks(self) -> None:
        for task in Task.objects.all():
            if task.voided_at is None:
                village, month = self.village_of(task.team_id), month_of(task.due_on)
                self.add(village, month, "tasks_due")
                self.add(village, month, "tasks_done", int(task.state == "done"))

    # --- activities ---------------------------------------------------------------------------------------------

    def count_activities(self) -> None:
        live = {a.pk: a for a in Activity.objects.all() if a.voided_at is None}
        for one in live.values():
            village, month = self.village_of(one.team_id), month_of(one.held_on)
            self.add(village, month, "activities_held")
            if one.field == "outreach":
                self.add(village, month, "outreach_sessions")
                self.add(village, month, "outreach_people", one.attended)
        for row in Quantity.objects.select_related("measure"):
            if row.activity_id in live and row.measure.voided_at is None:
                activity = live[row.activity_id]
                village = self.village_of(activity.team_id)
                self.add(village, month_of(activity.held_on), row.measure.code, row.amount)

    def count_contributions(self) -> None:
        sums = {"money": "money_mobilised", "labour": "labour_days", "land": "land_m2"}
        for one in Contribution.objects.all():
            if one.voided_at is not None or one.received_on is None:
                continue
            village, month = self.village_of(one.team_id), month_of(one.received_on)
            self.add(village, month, "resources_value", one.value or 0)
            if one.kind == "goods":
                self.add(village, month, "goods_value", one.value or 0)
            else:
                self.add(village, month, sums[one.kind], one.amount)

    # --- households ---------------------------------------------------------------------------------------------

    def count_snapshots(self) -> None:
        by_village: dict[int, list[VillageSnapshot]] = defaultdict(list)
        for row in VillageSnapshot.objects.all():
            if row.voided_at is None:
                by_village[row.village_id].append(row)
        for village, rows in by_village.items():
            rows.sort(key=lambda row: row.month)
            for month in self.months:
                known = [row for row in rows if row.month <= month]
                if known:
                    self.add(village, month, "households_total", known[-1].households)
                    self.add(village, month, "people_total", known[-1].people)

    def count_households(self) -> None:
        households = {h.pk: h for h in Household.objects.all() if h.voided_at is None}
        ledgers: dict[int, list[Assessment]] = defaultdict(list)
        for row in Assessment.objects.all():
            if row.voided_at is None and row.household_id in households:
                ledgers[row.household_id].append(row)
        opened: dict[int, dt.date] = {}
        for pk, ledger in ledgers.items():
            ledger.sort(key=lambda row: (row.assessed_on, row.pk))
            village = households[pk].village_id
            opened[village] = min(opened.get(village, FAR), ledger[0].assessed_on)
        for household in households.values():
            self.count_household(household, ledgers[household.pk], opened.get(household.village_id, FAR))

    def count_household(self, household: Household, ledger: list[Assessment], opened: dt.date) -> None:
        village = household.village_id
        for month in self.months:
            day = last_of(month)
            has_come = household.arrived_on is None or household.arrived_on <= day
            has_left = household.left_on is not None and household.left_on <= day
            if not has_come or has_left:
                continue
            self.add(village, month, "households_listed")
            earlier = [row.result for row in ledger if row.assessed_on < month]
            known = [row.result for row in ledger if row.assessed_on <= day]
            now, before = (known or [""])[-1], (earlier or [""])[-1]
            if now in ("poor", "near_poor"):
                self.add(village, month, f"{now}_households")
            if before == "poor" and now != "poor":
                self.add(village, month, "poor_exited")
            if before == "near_poor" and now == "neither":
                self.add(village, month, "near_poor_exited")
            if now == "poor" and before != "poor":
                if "poor" in earlier:
                    self.add(village, month, "relapsed_poor")
                elif opened < month:
                    self.add(village, month, "newly_poor")

    # --- up the tree --------------------------------------------------------------------------------------------

    def climb(self) -> dict[Key, Decimal]:
        """Add every village's figures to each area that it lies in on the month's last day, once."""
        totals: dict[Key, Decimal] = {key: value for key, value in self.sums.items() if value}
        ups = {(v, m): set(self.above(v, last_of(m))) - {v} for v, m in {(key[0], key[1]) for key in self.sums}}
        sums: dict[Key, Decimal] = defaultdict(Decimal)
        for (village, month, code), value in self.sums.items():
            for area in ups[village, month]:
                sums[area, month, code] += value
        totals.update({key: value for key, value in sums.items() if value})
        return totals

    def above(self, area: int, day: dt.date) -> Iterator[int]:
        for parent, since, until in self.parents().get(area, []):
            if since <= day <= until:
                yield parent
                yield from self.above(parent, day)

    def parents(self) -> dict[int, list[tuple[int, dt.date, dt.date]]]:
        """Return what lies directly in what, on days on which both exist."""
        if not hasattr(self, "_parents"):
            areas = {a.pk: a for a in Area.objects.all() if a.voided_at is None}
            self._parents: dict[int, list[tuple[int, dt.date, dt.date]]] = defaultdict(list)
            for row in Containment.objects.all():
                if row.voided_at is None and row.child_id in areas and row.parent_id in areas:
                    both: list[Any] = [row, areas[row.child_id], areas[row.parent_id]]
                    since = max(one.valid_from for one in both)
                    until = min(one.valid_to or FAR for one in both)
                    self._parents[row.child_id].append((row.parent_id, since, until))
        return self._parents
