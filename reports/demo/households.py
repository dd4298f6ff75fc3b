"""Made-up households, their people and how poverty moved among them over the yearly reviews."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from itertools import count

from households.models import Assessment, Household, Person, PovertyCause, PovertyStandard, Result, Review
from plumbing.dates import add_months
from reports.demo.history_writer import HistoryWriter
from reports.demo.names import FAMILIES, VILLAGE_PEOPLES, choose_people, person_name
from reports.demo.plan import Plan
from reports.demo.teams import DemoTeam
from teams.models import Account, Area
from teams.models.cadres import BirthPrecision, Sex

POOR, NEAR_POOR, NEITHER = Result.POOR, Result.NEAR_POOR, Result.NEITHER
_CAUSES = list(PovertyCause)
# No road and no paddy: the border communes began poorest. Added to the share of poor households.
_COMMUNE_SPREAD = 0.08
_POOR_AT_FIRST = 0.695
_NEAR_POOR_AT_FIRST = 0.095
# From one yearly review to the next, of all households in that class; multiplied by the commune's pace.
_POOR_TO_NEAR = 0.09
_POOR_TO_NEITHER = 0.05
_NEAR_TO_POOR = 0.06
_NEAR_TO_NEITHER = 0.24
_RELAPSE = 0.05
# New poor and near-poor households a year, of all households of the village.
_NEWLY_POOR = 0.007
# Households that move away in a year.
_LEAVING = 0.008


@dataclass
class DemoHousehold:
    """A household, and what was found about it so far."""

    household: Household
    people: list[Person]
    result: str
    was_poor: bool = False
    # Since when it lives in this village, when it lived in another one before.
    moved_on: dt.date | None = None

    @property
    def head(self) -> Person:
        return self.people[0]


@dataclass
class Village:
    """A village's households and how many it has in all."""

    demo_team: DemoTeam
    total: int
    homes: list[DemoHousehold] = field(default_factory=list)

    def homes_on(self, day: dt.date, *results: str) -> list[DemoHousehold]:
        """Return the homes of these classes (as they stand at the end) that still live here on `day`."""
        return [
            h
            for h in self.homes
            if h.result in results
            and (h.household.left_on is None or h.household.left_on > day)
            and (h.household.arrived_on is None or h.household.arrived_on <= day)
            and (h.moved_on is None or h.moved_on <= day)
        ]


@dataclass
class HouseholdMaker:
    """Makes up the households of one district; `serials` keeps national IDs apart across all districts."""

    plan: Plan
    history_writer: HistoryWriter
    office: Account
    serial_numbers: count

    def make(self, demo_teams: list[DemoTeam]) -> list[Village]:
        """Write the households, persons, reviews and assessments."""
        villages = [self._village(demo_team) for demo_team in demo_teams]
        reviews = self._reviews()
        ledger: list[Assessment] = []
        for village in villages:
            for turn, review in enumerate(reviews):
                ledger.extend(self._assess(village, review, is_first=turn == 0))
        self._write(villages, ledger)
        return villages

    def _reviews(self) -> list[Review]:
        """Return the yearly reviews that are over, from the last one before the first month, and those of each June."""
        plan = self.plan
        first = plan.first_month.year - 1
        years = [y for y in range(first, plan.today.year + 1) if dt.date(y, 12, 14) < plan.today]
        standards = list(PovertyStandard.objects.order_by("valid_from"))
        reviews = []
        for year in years:
            reviews.append((dt.date(year, 12, 14), Review.Kind.YEARLY))
            if year > first:
                reviews.append((dt.date(year, 6, 20), Review.Kind.AD_HOC))
        if dt.date(plan.today.year, 6, 25) < plan.today and plan.today.year not in years:
            reviews.append((dt.date(plan.today.year, 6, 20), Review.Kind.AD_HOC))
        return [self._review(day, kind, standards) for day, kind in sorted(reviews)]

    def _review(self, day: dt.date, kind: str, standards: list[PovertyStandard]) -> Review:
        known = Review.objects.live().filter(year=day.year, kind=kind).first()
        if known is not None:
            return known
        standard = next((s for s in standards if s.valid_from <= day <= (s.valid_to or day)), None)
        review = Review(year=day.year, kind=kind, standard=standard, decision="Quyết định số 00/QĐ-UBND (dữ liệu mẫu)")
        self.history_writer.write([self.history_writer.stamp(review, on=day, by=self.office)])
        return review

    # --- households ----------------------------------------------------------------------------------------------

    def _village(self, demo_team: DemoTeam) -> Village:
        rng = self.plan.rng("homes", demo_team.village.code)
        mean = self.plan.households_a_village
        total = max(12, min(2 * mean, round(rng.gauss(mean, mean / 4))))
        poor_share = _POOR_AT_FIRST + self._spread(demo_team.commune) + rng.gauss(0, 0.04)
        poor = round(total * max(0.45, min(0.88, poor_share)))
        near = min(total - poor - 1, round(total * max(0.04, rng.gauss(_NEAR_POOR_AT_FIRST, 0.03))))
        village = Village(demo_team, total)
        people = choose_people(rng, VILLAGE_PEOPLES)
        for number in range(poor + near):
            self._add_home(village, rng, people, POOR if number < poor else NEAR_POOR)
        return village

    def _spread(self, commune: Area) -> float:
        return self.plan.rng("commune", commune.code).uniform(-_COMMUNE_SPREAD, _COMMUNE_SPREAD)

    def _pace(self, commune: Area) -> float:
        """Return how fast poverty falls in a commune, around 1."""
        return self.plan.rng("pace", commune.code).uniform(0.55, 1.45)

    def _add_home(self, village: Village, rng: random.Random, people: str, result: str) -> DemoHousehold:
        household = Household(
            village=village.demo_team.village,
            code=f"H{len(village.homes) + 1:03}",
            ethnicity=people,
            size=rng.choices(range(2, 11), weights=[6, 10, 16, 20, 18, 13, 9, 5, 3])[0],
            phone=f"0999{rng.randint(0, 999_999):06}" if rng.random() < 0.45 else "",
        )
        home = DemoHousehold(household, [], result, was_poor=result == POOR)
        self._fill(home, rng, whole=village.demo_team.is_moc_4)
        # What the household is called by in its history.
        household.head_name = home.head.name  # type: ignore[attr-defined]
        village.homes.append(home)
        return home

    def _fill(self, home: DemoHousehold, rng: random.Random, *, whole: bool) -> None:
        """Add the head; in Mốc 4 everybody, elsewhere often the spouse."""
        people = home.household.ethnicity
        sex = rng.choices([Sex.MALE, Sex.FEMALE], weights=[82, 18])[0]
        family = rng.choice(FAMILIES[people])
        year = rng.randint(1948, 2000)
        self._person(home, rng, Person.Relation.HEAD, sex, year, family)
        if whole or rng.random() < 0.35:
            other = Sex.FEMALE if sex == Sex.MALE else Sex.MALE
            self._person(home, rng, Person.Relation.SPOUSE, other, year + rng.randint(-3, 6), "")
        while whole and len(home.people) < (home.household.size or 1):
            born = min(self.plan.first_month.year - 1, year + rng.randint(18, 38))
            child_sex = rng.choice([Sex.MALE, Sex.FEMALE])
            self._person(home, rng, Person.Relation.CHILD, child_sex, born, family if sex == Sex.MALE else "")

    def _person(self, home: DemoHousehold, rng: random.Random, relation: str, sex: str, year: int, family: str) -> None:
        people = home.household.ethnicity
        knows_day = rng.random() < 0.7
        birth = dt.date(year, rng.randint(1, 12), rng.randint(1, 28)) if knows_day else dt.date(year, 1, 1)
        national_id = ""
        if rng.random() < (0.7 if relation == Person.Relation.HEAD else 0.4):
            century = (2 if year >= 2000 else 0) + (1 if sex == Sex.FEMALE else 0)
            national_id = f"011{century}{year % 100:02}{next(self.serial_numbers) % 1_000_000:06}"
        home.people.append(
            Person(
                household=home.household,
                name=person_name(rng, people, sex, family),
                relation=relation,
                sex=sex,
                birth_date=birth,
                birth_precision=BirthPrecision.DAY if knows_day else BirthPrecision.YEAR,
                ethnicity=people,
                national_id=national_id,
            )
        )

    # --- the ledger ----------------------------------------------------------------------------------------------

    def _assess(self, village: Village, review: Review, *, is_first: bool) -> list[Assessment]:
        """Return what a review found in a village, and move its homes to their new classes."""
        rng = self.plan.rng("assess", village.demo_team.village.code, review.year, review.kind)
        if review.kind == Review.Kind.AD_HOC:
            return self._assess_ad_hoc(village, review, rng)
        day = dt.date(review.year, 12, rng.randint(1, 12))
        if is_first:
            return [self._found(home, review, day, rng) for home in village.homes]
        pace = self._pace(village.demo_team.commune)
        for home in village.homes:
            if home.household.left_on is None:
                home.result = _next_result(home, pace, rng)
                home.was_poor = home.was_poor or home.result == POOR
        self._newcomers(village, rng, _NEWLY_POOR)
        found = [self._found(h, review, day, rng) for h in village.homes if h.household.left_on is None]
        self._leavers(village, rng, day)
        return found

    def _assess_ad_hoc(self, village: Village, review: Review, rng: random.Random) -> list[Assessment]:
        """Return the few findings of a June: a household that fell ill or lost its house, one that got work."""
        day = dt.date(review.year, 6, rng.randint(5, 20))
        found = []
        if rng.random() < 0.2:
            found += [self._found(home, review, day, rng) for home in self._newcomers(village, rng, 0.01)]
        if rng.random() < 0.25:
            near = [h for h in village.homes if h.result == NEAR_POOR and h.household.left_on is None]
            for home in near[:1]:
                home.result = NEITHER
                found.append(self._found(home, review, day, rng))
        return found

    def _newcomers(self, village: Village, rng: random.Random, share: float) -> list[DemoHousehold]:
        """Add households that were not on the list before, while the village has such households."""
        expected = village.total * share
        number = int(expected) + (rng.random() < expected % 1)
        free = village.total - sum(h.household.left_on is None for h in village.homes)
        people = village.homes[0].household.ethnicity if village.homes else "Mông"
        results = [rng.choice([POOR, POOR, NEAR_POOR]) for _ in range(max(0, min(number, free - 1)))]
        return [self._add_home(village, rng, people, result) for result in results]

    def _leavers(self, village: Village, rng: random.Random, day: dt.date) -> None:
        """Let a household move away some weeks after a review."""
        left_on = add_months(day, 2).replace(day=rng.randint(1, 28))
        if left_on >= self.plan.today or left_on < self.plan.first_month:
            return
        for home in village.homes:
            if home.household.left_on is None and rng.random() < _LEAVING:
                home.household.left_on = left_on
                home.household.leaving_reason = Household.LeavingReason.MOVED

    def _found(self, home: DemoHousehold, review: Review, day: dt.date, rng: random.Random) -> Assessment:
        b1, b2, income = _points(home.result, rng)
        return Assessment(
            household=home.household,
            review=review,
            assessed_on=day,
            result=home.result,
            b1=b1,
            b2=b2,
            income=income,
            causes=[] if home.result == NEITHER else [str(c) for c in rng.sample(_CAUSES, rng.choice([1, 1, 2]))],
        )

    def _write(self, villages: list[Village], ledger: list[Assessment]) -> None:
        first_found: dict[int, dt.date] = {}
        for row in ledger:
            first_found.setdefault(id(row.household), row.assessed_on)
        homes = [home for village in villages for home in village.homes]

        def entered_on(home: DemoHousehold) -> dt.date:
            return max(self.plan.set_up_on, first_found[id(home.household)])

        write, stamp = self.history_writer.write, self.history_writer.stamp
        write([stamp(h.household, on=entered_on(h), by=self.office) for h in homes])
        write([stamp(p, on=entered_on(h), by=self.office) for h in homes for p in h.people])
        write([stamp(r, on=max(self.plan.set_up_on, r.assessed_on), by=self.office) for r in ledger])


def _next_result(home: DemoHousehold, pace: float, rng: random.Random) -> str:
    """Return the class that the next yearly review finds."""
    throw = rng.random()
    if home.result == POOR:
        if throw < _POOR_TO_NEITHER * pace:
            return NEITHER
        return NEAR_POOR if throw < (_POOR_TO_NEITHER + _POOR_TO_NEAR) * pace else POOR
    if home.result == NEAR_POOR:
        if throw < _NEAR_TO_POOR / pace:
            return POOR
        return NEITHER if throw > 1 - _NEAR_TO_NEITHER * pace else NEAR_POOR
    return POOR if home.was_poor and throw < _RELAPSE / pace else NEITHER


def _points(result: str, rng: random.Random) -> tuple[int, int, int]:
    """Return B1, B2 and the income (đồng a person a month) that fit a class by Decree 07/2021/NĐ-CP, rural."""
    if result == POOR:
        return rng.randrange(60, 141, 5), rng.randrange(30, 91, 10), rng.randrange(420, 1400) * 1000
    if result == NEAR_POOR:
        return rng.randrange(100, 141, 5), rng.randrange(0, 30, 10), rng.randrange(900, 1500) * 1000
    return rng.randrange(145, 201, 5), rng.randrange(0, 40, 10), rng.randrange(1510, 2400) * 1000
