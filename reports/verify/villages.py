"""Whether the figures of villages are what their raw rows say; some villages at a time, so that memory stays small."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from activities.models import Activity, Attendance, Contribution, Meeting, Quantity, Task, TeamMonth
from households.models import Assessment, Household, Residence, VillageSnapshot
from reports.models import Figure
from reports.verify.calendar import FAR, all_months, day_in_the_office, due_on, last_of, month_of
from reports.verify.difference import Difference, Key, wrong_numbers
from reports.verify.help import Help
from teams.models import Area, Membership, Team

AT_ONCE = 40


def wrong_villages() -> Iterator[Difference]:
    """Find the figures of villages that differ from an independent count."""
    months = all_months()
    # The voided ones too: they have no figures.
    villages = list(Area.objects.filter(level="village").order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(villages), AT_ONCE):
        some = villages[start : start + AT_ONCE]
        stored: dict[Key, Decimal] = {
            (area, month, code): value
            for area, month, code, value in Figure.objects.filter(area__in=some)
            .values_list("area_id", "month", "indicator", "value")
            .iterator()
        }
        yield from wrong_numbers(stored, Count(months, some).figures())


class Count:
    """One count over all raw rows of some villages."""

    def __init__(self, months: list[dt.date], areas: Collection[int]) -> None:
        self.months = months
        self.sums: dict[Key, Decimal] = defaultdict(Decimal)
        # Who helps somebody in a village at a month's end: each is counted once.
        self.helping: dict[tuple[int, dt.date], set[tuple[int | None, int | None]]] = defaultdict(set)
        # From which month on a village's number of households is known.
        self.counted_since: dict[int, dt.date] = {}
        self.counted: dict[tuple[int, dt.date], int] = {}
        # In which months some household of a village was assessed.
        self.assessed: set[tuple[int, dt.date]] = set()
        self.villages = {a.pk for a in Area.objects.filter(pk__in=areas) if a.voided_at is None}
        self.teams = {t.pk: t for t in Team.objects.filter(village__in=areas) if t.voided_at is None}

    def figures(self) -> dict[Key, Decimal]:
        """Return the figures of these villages; those that are zero are not kept."""
        self.count_teams()
        self.count_meetings()
        self.count_tasks()
        self.count_activities()
        self.count_contributions()
        self.count_snapshots()
        self.count_households()
        for village, month in self.assessed & self.counted.keys():
            self.add(village, month, "villages_rated")
            self.add(village, month, "households_rated", self.counted[village, month])
        return {key: value for key, value in self.sums.items() if value}

    def of_teams(self, model: Any, lookup: str = "team") -> QuerySet[Any]:
        return model.objects.filter(**{f"{lookup}__in": list(self.teams)})

    def add(self, village: int, month: dt.date, code: str, amount: Any = 1) -> None:
        if village in self.villages and month in self.months:
            self.sums[village, month, code] += Decimal(str(amount))

    def village_of(self, team: int) -> int:
        return self.teams[team].village_id if team in self.teams else -1

    # --- teams --------------------------------------------------------------------------------------------------

    def count_teams(self) -> None:
        met = {(m.team_id, m.month) for m in self.of_teams(Meeting) if m.voided_at is None}
        handed_in = {
            (m.team_id, m.month): day_in_the_office(m.submitted_at)
            for m in self.of_teams(TeamMonth)
            if m.voided_at is None and m.submitted_at
        }
        with_office = {
            (m.team_id, m.month)
            for m in self.of_teams(TeamMonth)
            if m.voided_at is None and m.state in ("submitted", "accepted", "locked")
        }
        members = [m for m in self.of_teams(Membership) if m.voided_at is None]
        for month in self.months:
            day = last_of(month)
            active = {pk: t for pk, t in self.teams.items() if t.active_from <= day <= (t.active_to or FAR)}
            for pk, team in active.items():
                self.count_team_month(team.village_id, month, (pk, month) in met, handed_in.get((pk, month)))
                self.add(team.village_id, month, "months_handed_in", int((pk, month) in with_office))
            for village in {team.village_id for team in active.values()}:
                self.add(village, month, "villages_with_teams")
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
        if handed_in and has_met and handed_in <= due_on(month):
            self.add(village, month, "months_on_time")

    def count_meetings(self) -> None:
        meetings = {m.pk: m for m in self.of_teams(Meeting) if m.voided_at is None}
        for meeting in meetings.values():
            self.add(self.village_of(meeting.team_id), meeting.month, "meetings_held")
        for row in self.of_teams(Attendance, "meeting__team"):
            if row.meeting_id in meetings:
                meeting = meetings[row.meeting_id]
                village = self.village_of(meeting.team_id)
                self.add(village, meeting.month, "attendance_expected")
                self.add(village, meeting.month, "attendance_present", int(row.was_present))

    def count_tasks(self) -> None:
        for task in self.of_teams(Task):
            if task.voided_at is None:
                village, month = self.village_of(task.team_id), month_of(task.due_on)
                self.add(village, month, "tasks_due")
                self.add(village, month, "tasks_done", int(task.state == "done"))

    # --- activities ---------------------------------------------------------------------------------------------

    def count_activities(self) -> None:
        live = {a.pk: a for a in self.of_teams(Activity) if a.voided_at is None}
        for one in live.values():
            village, month = self.village_of(one.team_id), month_of(one.held_on)
            self.add(village, month, "activities_held")
            if one.field == "outreach":
                self.add(village, month, "outreach_sessions")
                self.add(village, month, "outreach_people", one.attended)
        for row in self.of_teams(Quantity, "activity__team").select_related("measure"):
            if row.activity_id in live and row.measure.voided_at is None:
                activity = live[row.activity_id]
                village = self.village_of(activity.team_id)
                self.add(village, month_of(activity.held_on), row.measure.code, row.amount)

    def count_contributions(self) -> None:
        sums = {"money": "money_mobilised", "labour": "labour_days", "land": "land_m2"}
        for one in self.of_teams(Contribution):
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
        for row in VillageSnapshot.objects.filter(village__in=self.villages):
            if row.voided_at is None:
                by_village[row.village_id].append(row)
        for village, rows in by_village.items():
            rows.sort(key=lambda row: row.month)
            for month in self.months:
                known = [row for row in rows if row.month <= month]
                if known:
                    self.counted[village, month] = known[-1].households
                    self.add(village, month, "households_total", known[-1].households)
                    self.add(village, month, "people_total", known[-1].people)
                    self.add(village, month, "villages_in_figures")
            self.counted_since[village] = rows[0].month

    def count_households(self) -> None:
        homes: dict[int, list[Residence]] = defaultdict(list)
        for home in Residence.objects.filter(village__in=self.villages):
            if home.voided_at is None:
                homes[home.household_id].append(home)
        households = {h.pk: h for h in Household.objects.filter(pk__in=list(homes)) if h.voided_at is None}
        ledgers: dict[int, list[Assessment]] = defaultdict(list)
        for row in Assessment.objects.filter(household__in=list(households)):
            if row.voided_at is None:
                ledgers[row.household_id].append(row)
        opened: dict[int, dt.date] = {}
        for pk, ledger in ledgers.items():
            ledger.sort(key=lambda row: (row.assessed_on, row.pk))
            for row in ledger:
                if village := lived_in(homes[pk], row.assessed_on):
                    opened[village] = min(opened.get(village, FAR), row.assessed_on)
        self.help = Help(list(households))
        for household in households.values():
            self.count_household(household, homes[household.pk], ledgers[household.pk], opened)

    def count_household(
        self, household: Household, homes: list[Residence], ledger: list[Assessment], opened: dict[int, dt.date]
    ) -> None:
        for month in self.months:
            day = last_of(month)
            village = lived_in(homes, day)
            has_come = household.arrived_on is None or household.arrived_on <= day
            has_left = household.left_on is not None and household.left_on <= day
            if village is None or not has_come or has_left:
                continue
            self.add(village, month, "households_listed")
            earlier = [row.result for row in ledger if row.assessed_on < month]
            known = [row.result for row in ledger if row.assessed_on <= day]
            now, before = (known or [""])[-1], (earlier or [""])[-1]
            self.count_help(household.pk, village, month, ledger)
            if now:
                self.assessed.add((village, month))
            if now in ("poor", "near_poor"):
                self.add(village, month, f"{now}_households")
                if self.counted_since.get(village, FAR) <= month:
                    self.add(village, month, f"{now}_in_figures")
            if before == "poor" and now != "poor":
                self.add(village, month, "poor_exited")
            if before == "near_poor" and now == "neither":
                self.add(village, month, "near_poor_exited")
            if now == "poor" and before != "poor":
                if "poor" in earlier:
                    self.add(village, month, "relapsed_poor")
                elif opened.get(village, FAR) < month:
                    self.add(village, month, "newly_poor")

    def count_help(self, household: int, village: int, month: dt.date, ledger: list[Assessment]) -> None:
        day = last_of(month)
        helpers, is_needed = self.help.of(household, day), self.help.is_needed(village, ledger, day)
        self.add(village, month, "households_assigned", int(bool(helpers)))
        self.add(village, month, "households_to_help", int(is_needed))
        self.add(village, month, "households_to_help_assigned", int(is_needed and bool(helpers)))
        known = self.helping[village, month]
        self.add(village, month, "helpers_active", len(helpers - known))
        known |= helpers


def lived_in(homes: list[Residence], day: dt.date) -> int | None:
    """Return in which of these homes a household lived on a day; None: elsewhere, or nobody knows."""
    here = [home for home in homes if home.valid_from <= day and (home.valid_to is None or day <= home.valid_to)]
    return here[0].village_id if here else None
