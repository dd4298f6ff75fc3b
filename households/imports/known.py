"""Which households of a list are known: by the head's national ID, else by village, name and year of birth."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from households.actions.residences import Move
from households.models import Assessment, Household, Person, Residence, Review
from households.models.residences import residences_of
from plumbing.dates import PartialDate
from plumbing.problems import Problem
from plumbing.stays import stay_on
from plumbing.text import name_key
from teams.imports.places import Place
from teams.places import village_inside

CHUNK = 900


@dataclass
class ParsedRow:
    """What a row says about a household."""

    place: Place
    name: str
    sex: str
    birth: PartialDate | None
    ethnicity: str
    national_id: str
    # None: the cell is empty; "": it says that there is none.
    phone: str | None
    address: str
    code: str
    size: int | None
    result: str
    b1: int | None
    b2: int | None
    income: int | None
    causes: list[str] | None
    assessed_on: dt.date
    note: str
    year: int
    blind: str = ""

    @property
    def birth_year(self) -> int | None:
        return self.birth.date.year if self.birth else None

    def who(self) -> tuple[int, str, int | None]:
        """What tells a household from others where nobody gave a national ID."""
        return (self.place.key, name_key(self.name), self.birth_year)

    def content(self) -> tuple[Any, ...]:
        """What two rows must share to be the same."""
        birth = (self.birth.date, self.birth.precision) if self.birth else None
        return (
            self.who(), birth, self.sex, self.ethnicity, self.national_id, self.phone, self.address, self.code,
            self.size, self.result, self.b1, self.b2, self.income, tuple(self.causes or ()), self.assessed_on,
            self.note,
        )  # fmt: skip


@dataclass(eq=False)
class Plan:
    """A household, its head and its result, as the list wants them; each `…_before` is the stored row."""

    parsed: ParsedRow
    household: Household
    head: Person
    assessment: Assessment
    household_before: Household | None = None
    head_before: Person | None = None
    assessment_before: Assessment | None = None
    # That it lives in the list's village from the list's day on, and lived elsewhere until then.
    move: Move | None = None


@dataclass
class KnownHouseholds:
    """The stored households that a list may speak of, loaded at once; `scope`: the areas that its loader may see."""

    scope: set[int] | None
    by_blind: dict[str, Person] = field(default_factory=dict)
    by_who: dict[tuple[int, str, int | None], list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[tuple[int, str], list[Person]] = field(default_factory=lambda: defaultdict(list))
    # Where each of them lived when.
    homes: dict[int, list[Residence]] = field(default_factory=dict)
    results: dict[tuple[int, int], Assessment] = field(default_factory=dict)
    previous: dict[int, list[Assessment]] = field(default_factory=lambda: defaultdict(list))

    def load(self, parsed: Iterable[ParsedRow], reviews: Iterable[Review]) -> None:
        rows = list(parsed)
        people = Person.objects.live().select_related("household__village")
        found: dict[int, Person] = {}
        for part in chunks({row.blind for row in rows if row.blind}):
            found |= {person.pk: person for person in people.filter(blind_index__in=part)}
        for part in chunks(set(self._heads_named(rows)) - found.keys()):
            found |= {person.pk: person for person in people.filter(pk__in=part)}
        self.homes = residences_of({person.household_id for person in found.values()})
        for person in found.values():
            self._know(person)
        self._load_results(reviews)

    @staticmethod
    def _heads_named(rows: Iterable[ParsedRow]) -> Iterator[int]:
        """Yield the heads whom a row may mean by name or code; of all others in their villages only the names load."""
        named = {(row.place.area.pk, name_key(row.name)) for row in rows if row.place.area.pk}
        coded = {(row.place.area.pk, row.code) for row in rows if row.place.area.pk and row.code}
        for part in chunks({village for village, _name in named}):
            homes = Residence.objects.live().filter(
                village__in=part,
                household__voided_at__isnull=True,
                household__persons__relation=Person.Relation.HEAD,
                household__persons__voided_at__isnull=True,
            )
            for pk, village, name, code in homes.values_list(
                "household__persons", "village", "household__persons__search_key", "household__code"
            ):
                if (village, name_key(name)) in named or (code and (village, code) in coded):
                    yield pk

    def _know(self, person: Person) -> None:
        if self.scope is not None and person.household.village_id not in self.scope:
            # Whether somebody has a number elsewhere is not for whoever loads the list to learn.
            return
        if person.blind_index and not (person.has_shared_id and person.blind_index in self.by_blind):
            self.by_blind[person.blind_index] = person
        if person.relation != Person.Relation.HEAD:
            return
        household = person.household
        year = person.birth_date.year if person.birth_date else None
        for village in {home.village_id for home in self.homes[household.pk]}:
            self.by_who[village, name_key(person.name), year].append(person)
            if household.code and household.is_voided:
                self.by_code[village, household.code].append(person)
            elif household.code:
                self.by_code[village, household.code].insert(0, person)

    def home_of(self, household: Household, day: dt.date) -> Residence:
        """Return where a known household lived on a day: in its first village before anything is known."""
        homes = self.homes[household.pk]
        return stay_on(homes, day) or homes[0]

    def namesakes(self, row: ParsedRow) -> list[Person]:
        """Return the heads of this name and year of birth who lived in the row's village on its day."""
        return self._at_home(self.by_who.get((row.place.area.pk or 0, name_key(row.name), row.birth_year), ()), row)

    def with_code(self, row: ParsedRow) -> Person | None:
        """Return the head of the household with this code that lived in the row's village on its day."""
        found = self.by_code.get((row.place.area.pk or 0, row.code), ()) if row.code else ()
        return next(iter(self._at_home(found, row)), None)

    def _at_home(self, people: Iterable[Person], row: ParsedRow) -> list[Person]:
        return [p for p in people if self.home_of(p.household, row.assessed_on).village_id == row.place.area.pk]

    def _load_results(self, reviews: Iterable[Review]) -> None:
        wanted = {review.pk for review in reviews if review.pk}
        heads = {person.household_id for people in self.by_who.values() for person in people}
        for part in chunks(heads):
            for row in Assessment.objects.live().filter(household__in=part).order_by("assessed_on", "id"):
                if row.review_id in wanted:
                    self.results[row.household_id, row.review_id] = row
                self.previous[row.household_id].append(row)

    def result_before(self, household_id: int | None, review: Review, day: dt.date) -> str | None:
        """Return what the household was found to be before this review."""
        if household_id is None:
            return None
        earlier = [r for r in self.previous[household_id] if r.review_id != review.pk and r.assessed_on < day]
        return earlier[-1].result if earlier else None


def owner_problem(person: Person, name: str) -> Problem | None:
    """A national ID belongs to the head whom the row names."""
    words = {"name": person.name, "village": village_inside(person.household.village.name)}
    if name_key(person.name) != name_key(name):
        text = _("This national ID belongs to %(name)s (%(village)s). Check the number and the name.")
        return Problem(text % words, "national_id")
    if person.relation != Person.Relation.HEAD:
        return Problem(_("%(name)s is registered as a member of another household in %(village)s.") % words, "name")
    return None


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the values in parts that every database takes as parameters of one query."""
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
