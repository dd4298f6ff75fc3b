"""Made-up help for households: a plan, who carries whom, and what is wrong with it, as everywhere.

Some helpers carry too much, some stopped and nobody noticed, some households have nobody, two party branches help in
two communes each, and a few proposals wait for an answer.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field

from households.models import Assessment, Assignment, AssignmentProposal, HelpPlan, Result
from plumbing.dates import months_later
from reports.demo.history_writer import HistoryWriter
from reports.demo.households import DemoHousehold, Village
from reports.demo.plan import Plan
from teams.models import Account, Agency, Area, Cadre, Membership

LIMIT = 5
MONTHS_AFTER_EXIT = 12
# Of the households that must have a helper, those that nobody was found for.
_WITHOUT = 0.05
# Of the helpers who stopped, those whose households nobody gave away.
_FORGOTTEN = 0.3
# Villages whose leader took far more than the plan allows.
_OVERLOADED = 0.06
# Households that a party branch helps too, of each commune that it helps in.
_BY_BRANCH = 12
_PROPOSALS = 8
EndReason = Assignment.EndReason


@dataclass
class HelpMaker:
    """Makes up who helps the households of one district."""

    plan: Plan
    history_writer: HistoryWriter
    office: Account
    rows: list[Assignment] = field(default_factory=list)
    # By household: the day of its first assessment, and that of its last exit.
    found: dict[int, dt.date] = field(default_factory=dict)
    exits: dict[int, dt.date] = field(default_factory=dict)

    def make(self, villages: list[Village], area: Area, agencies: list[Agency]) -> None:
        help_plan = self._plan(area)
        self._read_ledgers(villages)
        for village in villages:
            self._village(help_plan, village)
        self._branches(help_plan, villages, agencies)
        write, stamp = self.history_writer.write, self.history_writer.stamp
        write([stamp(row, on=max(self.plan.set_up_on, row.valid_from), by=self.office) for row in self.rows])
        self._proposals(help_plan, villages)

    def _plan(self, area: Area) -> HelpPlan:
        row = HelpPlan(
            number="00-KH/HU (mẫu)",
            title="Phân công đảng viên, chi bộ giúp đỡ hộ nghèo, hộ cận nghèo (dữ liệu mẫu)",
            issuer=f"Huyện ủy Ví Dụ, {area.name}",
            valid_from=self.plan.first_month,
            area=area,
            months_after_exit=MONTHS_AFTER_EXIT,
            households_per_helper=LIMIT,
        )
        self.history_writer.write([self.history_writer.stamp(row, on=self.plan.set_up_on, by=self.office)])
        return row

    def _read_ledgers(self, villages: list[Village]) -> None:
        """Learn on which day each household was found first, and on which it left poverty and near-poverty last."""
        here = [village.demo_team.village.pk for village in villages]
        found = Assessment.objects.filter(household__village__in=here).order_by("assessed_on")
        for pk, result, day, until in found.values_list("household", "result", "assessed_on", "superseded_on"):
            self.found.setdefault(pk, day)
            if result != Result.NEITHER and until <= self.plan.today:
                self.exits[pk] = until

    # --- a village ----------------------------------------------------------------------------------------------

    def _village(self, help_plan: HelpPlan, village: Village) -> None:
        rng = self.plan.rng("help", village.demo_team.village.code)
        members = [m for m in village.demo_team.memberships if m.valid_from <= help_plan.valid_from]
        is_overloaded = rng.random() < _OVERLOADED
        turn = rng.randrange(len(members))
        loads: dict[int, int] = defaultdict(int)
        for home in village.homes:
            first = self._first_day(home, help_plan, rng)
            if rng.random() < _WITHOUT or first >= self.plan.today or not self._lives_there(home, first):
                continue
            for _again in members:
                turn += 1
                member = members[0] if is_overloaded and rng.random() < 0.4 else members[turn % len(members)]
                if loads[id(member)] < LIMIT or is_overloaded:
                    loads[id(member)] += 1
                    self._carry(help_plan, village, home, member, first, rng)
                    break

    def _first_day(self, home: DemoHousehold, help_plan: HelpPlan, rng: random.Random) -> dt.date:
        """A household gets its helper some weeks after the plan, or after a review found it."""
        begins = max(help_plan.valid_from, self.found.get(home.household.pk, help_plan.valid_from))
        return begins + dt.timedelta(days=rng.randint(3, 40))

    def _lives_there(self, home: DemoHousehold, day: dt.date) -> bool:
        return home.household.left_on is None or home.household.left_on > day

    def _carry(
        self,
        help_plan: HelpPlan,
        village: Village,
        home: DemoHousehold,
        member: Membership,
        first: dt.date,
        rng: random.Random,
    ) -> None:
        """Write who helps a household from its first day on, until it leaves, is out of the plan, or till today."""
        until, reason = self._end(home, first, rng)
        stops = member.valid_to
        if stops is None or stops >= (until or self.plan.today) or stops < first:
            helper = member.cadre if stops is None or stops >= first else self._successor(village, member, first)
            if helper is not None:
                self._add(help_plan, home, helper, first, until, reason)
        elif rng.random() < _FORGOTTEN:
            self._add(help_plan, home, member.cadre, first, until, reason)
        else:
            following = stops + dt.timedelta(days=1)
            self._add(help_plan, home, member.cadre, first, stops, EndReason.HANDED_OVER)
            successor = self._successor(village, member, following)
            if successor is not None:
                self._add(help_plan, home, successor, following, until, reason)

    def _successor(self, village: Village, member: Membership, day: dt.date) -> Cadre | None:
        """Return who serves in the team instead of a member from `day` on."""
        serving = [m for m in village.demo_team.memberships if m.valid_from <= day <= (m.valid_to or day)]
        return next((m.cadre for m in serving if m.role == member.role), serving[0].cadre if serving else None)

    def _end(self, home: DemoHousehold, first: dt.date, rng: random.Random) -> tuple[dt.date | None, str]:
        left = home.household.left_on
        if left is not None and left <= self.plan.today and rng.random() < 0.7:
            return left - dt.timedelta(days=1), EndReason.HOUSEHOLD_LEFT
        out = self.exits.get(home.household.pk)
        if home.result == Result.NEITHER and out is not None and rng.random() < 0.8:
            day = months_later(out, MONTHS_AFTER_EXIT)
            if first < day < self.plan.today:
                return day - dt.timedelta(days=1), EndReason.CLASS_LEFT
        return None, ""

    def _add(
        self,
        help_plan: HelpPlan,
        home: DemoHousehold,
        helper: Cadre | Agency,
        first: dt.date,
        until: dt.date | None,
        reason: str,
        *,
        is_main: bool = True,
    ) -> None:
        row = Assignment(
            plan=help_plan,
            household=home.household,
            is_main=is_main,
            valid_from=first,
            valid_to=until,
            end_reason=reason,
            **({"cadre": helper} if isinstance(helper, Cadre) else {"agency": helper}),
        )
        self.rows.append(row)

    # --- branches and proposals -----------------------------------------------------------------------------------

    def _branches(self, help_plan: HelpPlan, villages: list[Village], agencies: list[Agency]) -> None:
        """Let two branches help in two communes each, beside the main helpers."""
        by_commune: dict[int, list[Village]] = defaultdict(list)
        for village in villages:
            by_commune[village.demo_team.commune.pk].append(village)
        communes = list(by_commune.values())
        since = help_plan.valid_from + dt.timedelta(days=30)
        for number, agency in enumerate(agencies[:2]):
            for some in communes[number : number + 2]:
                homes = [home for village in some for home in village.homes_on(self.plan.today, Result.POOR)]
                for home in homes[:_BY_BRANCH]:
                    first = max(since, self.found.get(home.household.pk, since))
                    self._add(help_plan, home, agency, first, None, "", is_main=False)

    def _proposals(self, help_plan: HelpPlan, villages: list[Village]) -> None:
        """Ask some members to take a household over from another; nobody has answered yet."""
        rng = self.plan.rng("proposals", villages[0].demo_team.village.code)
        teams = {village.demo_team.village.pk: village.demo_team for village in villages}
        running = [row for row in self.rows if row.is_main and row.valid_to is None and row.cadre_id]
        asked = []
        for row in rng.sample(running, min(_PROPOSALS, len(running))):
            others = [one for one in teams[row.household.village_id].members_on(self.plan.today) if one != row.cadre]
            if not others:
                continue
            day = self.plan.today - dt.timedelta(days=rng.randint(0, 12))
            asked.append(
                AssignmentProposal(
                    plan=help_plan,
                    household=row.household,
                    replaces=row,
                    cadre=rng.choice(others),
                    takes_over_on=day + dt.timedelta(days=10),
                    answer_due_on=day + dt.timedelta(days=help_plan.answer_days),
                    why="Đồng chí ở gần hộ hơn",
                )
            )
        write, stamp = self.history_writer.write, self.history_writer.stamp
        write([stamp(row, on=max(self.plan.set_up_on, self.plan.today), by=self.office) for row in asked])
