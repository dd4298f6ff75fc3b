"""Whatever is written, in whatever order and however often the roll-up runs in between: the figures are the same."""

import datetime as dt
from contextlib import nullcontext, suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from activities.models import Activity, Contribution, Meeting, Task, TeamMonth
from households.actions.residences import correct_residence, move_household
from households.models import Assessment, Household, Review, VillageSnapshot
from plumbing import history, undo
from plumbing.dates import add_months
from plumbing.models import Change
from plumbing.problems import Refused
from reports import rollups
from reports.models import Figure
from reports.verify import differences
from teams.models import Membership
from tests.conftest import THIS_MONTH

TEAMS = st.sampled_from(["a1", "a2", "b1"])
# Far enough back that rows come before all others, and across the reorganisation.
MONTHS = st.integers(-26, 1).map(lambda number: add_months(THIS_MONTH, number))
DAYS = st.builds(lambda month, day: month.replace(day=day), MONTHS, st.integers(1, 28))
KINDS = [
    "meeting", "activity", "task", "gift", "assessment", "snapshot", "membership", "submit", "leave", "correct", "void",
    "move", "move", "never_lived", "take_back", "lock",
]  # fmt: skip
# What may be refused for locked months.
ASKING = {"move", "never_lived"}
# A roll-up costs a hundred times what an act does: many acts to each.
COUNTS_NOW = st.sampled_from([True, False, False])
ACTS = st.tuples(st.sampled_from(KINDS), TEAMS, DAYS, st.integers(1, 9))


class Diary:
    """Writes rows as people would; what the database forbids is left out by construction."""

    def __init__(self, cast):
        self.cast = cast
        self.written = []
        # After which entry of the history each move was written.
        self.moves = []
        self.number = 0

    def write(self, row):
        history.create(row, by=None)
        self.written.append(row)

    def do(self, act, key, day, amount):
        self.number += 1
        team, village = getattr(self.cast, f"team_{key}"), getattr(self.cast.areas, key)
        # Whatever else is written into locked months corrects them.
        with nullcontext() if act in ASKING else history.because("đính chính"):
            getattr(self, act)(team, village, day, amount)

    def meeting(self, team, village, day, amount):
        if not Meeting.objects.live().filter(team=team, held_on=day).exists():
            self.write(Meeting(team=team, month=day.replace(day=1), held_on=day))
            self.written[-1].attendances.create(cadre=self.cast.cadres_a1[0], was_present=amount > 4)

    def activity(self, team, village, day, amount):
        field = "outreach" if amount % 2 else "health"
        self.write(Activity(team=team, held_on=day, field=field, title=f"Thử {self.number}", attended=amount))

    def task(self, team, village, day, amount):
        done = {"state": "done", "finished_on": day} if amount > 5 else {}
        self.write(Task(team=team, title=f"Việc {self.number}", due_on=day, **done))

    def gift(self, team, village, day, amount):
        kind = ["money", "goods", "labour", "land"][amount % 4]
        value = amount if kind == "money" else amount * 1000
        row = Contribution(team=team, donor="Mẫu", kind=kind, amount=amount, value=value, received_on=day)
        self.write(row)

    def assessment(self, team, village, day, amount):
        household = getattr(self.cast, f"household_{team.village.code[-2:]}")
        if amount > 6:
            household = Household(village=village, size=amount)
            self.write(household)
        review = history.create(Review(year=day.year, kind="ad_hoc"), by=None)
        result = ["poor", "near_poor", "neither"][amount % 3]
        self.write(Assessment(household=household, review=review, assessed_on=day, result=result))

    def snapshot(self, team, village, day, amount):
        month = day.replace(day=1)
        if not VillageSnapshot.objects.live().filter(village=village, month=month).exists():
            self.write(VillageSnapshot(village=village, month=month, households=amount, people=amount * 5))

    def membership(self, team, village, day, amount):
        self.write(Membership(team=team, cadre=self.cast.cadres_b1[0], valid_from=day, valid_to=day.replace(day=28)))

    def submit(self, team, village, day, amount):
        month = day.replace(day=1)
        if not TeamMonth.objects.filter(team=team, month=month).exists():
            sent = dt.datetime.combine(add_months(month, 1).replace(day=amount), dt.time(12), tzinfo=dt.UTC)
            self.write(TeamMonth(team=team, month=month, state="submitted", submitted_at=sent))

    def leave(self, team, village, day, amount):
        household = Household.objects.live().filter(village=village, left_on=None).first()
        if household:
            household.left_on, household.leaving_reason = day, "moved"
            history.change(household, by=None)

    def correct(self, team, village, day, amount):
        """Correct the day or month of something that was written before."""
        row = self.written[amount % len(self.written)] if self.written else None
        for field in ("held_on", "due_on", "received_on", "assessed_on"):
            if row is not None and hasattr(row, field) and not isinstance(row, Meeting) and not row.is_voided:
                setattr(row, field, day)
                history.change(row, by=None)

    def void(self, team, village, day, amount):
        if self.written:
            history.void(self.written[amount % len(self.written)], by=None, reason="thử")

    # --- where households live: what is refused, of locked months too, is left ------------------------------------

    def household(self, amount):
        rows = Household.objects.live().order_by("pk")
        return rows[amount % rows.count()] if rows else None

    def move(self, team, village, day, amount):
        if household := self.household(amount):
            self.attempt(lambda: move_household(household=household, village=village, on=day, by=self.cast.office))

    def never_lived(self, team, village, day, amount):
        if household := self.household(amount):
            self.attempt(lambda: correct_residence(household=household, village=village, by=self.cast.office))

    def attempt(self, act):
        """Do it; the office gives a reason each other time that locked months are asked about."""
        first = Change.objects.latest("id").pk
        reason = history.because("đính chính") if self.number % 2 else nullcontext()
        with suppress(Refused), transaction.atomic(), reason:
            act()
            self.moves.append(first)

    def take_back(self, team, village, day, amount):
        if self.moves:
            first = self.moves.pop()
            written = Change.objects.filter(id__gt=first, model__in=["households.household", "households.residence"])
            with suppress(Refused), transaction.atomic(), history.because("đính chính"):
                undo.undo(list(written.order_by("-id")), by=self.cast.office, reason="thử")

    def lock(self, team, village, day, amount):
        month = day.replace(day=1)
        if not TeamMonth.objects.filter(team=team, month=month).exists():
            self.write(TeamMonth(team=team, month=month, state="locked"))


def stored():
    return sorted(Figure.objects.values_list("area_id", "month", "indicator", "value"))


@pytest.mark.usefixtures("counted")
def test_figures_do_not_depend_on_the_order(cast):

    @settings(
        max_examples=6,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=True,
        phases=[Phase.generate],
    )
    @given(st.lists(st.tuples(ACTS, COUNTS_NOW), min_size=8, max_size=14))
    def check(story):
        with transaction.atomic():
            diary = Diary(cast)
            for act, counts_now in story:
                diary.do(*act)
                if counts_now:
                    rollups.take_waiting()
            rollups.take_waiting()
            step_by_step = stored()
            assert [str(one) for one in differences()] == []
            rollups.roll_up_all()
            assert stored() == step_by_step
            transaction.set_rollback(True)

    check()
