"""Who is who: the cadres that are known, and those that a list adds. Homonyms are never merged."""

from __future__ import annotations

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from plumbing.dates import PartialDate, format_date
from plumbing.importing.checking import CheckedRow
from plumbing.importing.list_day import ListDay
from plumbing.stays import stay_on
from plumbing.text import name_key, search_key
from teams.models import Agency, Cadre, Membership, Posting
from teams.rules import posting_problems


@dataclass(eq=False)
class Person:
    """A cadre as the list wants it; `before` is the stored row."""

    cadre: Cadre
    before: Cadre | None = None
    first_row: int = 0
    # The keys of the teams that the person serves in (see TeamBook).
    teams: dict[int, str] = field(default_factory=dict)
    # From which day on the cadre works for the agency that the list names, where another one was known.
    posted_on: dt.date | None = None

    @property
    def phones(self) -> set[str]:
        return set(filter(None, self.cadre.phone.split("; ")))


def birth_fits(cadre: Cadre, birth: PartialDate | None) -> bool:
    """Tell whether two birth dates may be one: what the less precise one knows is the same."""
    if birth is None or cadre.birth_date is None:
        return True
    if cadre.birth_date.year != birth.date.year:
        return False
    known = {cadre.birth_precision, str(birth.precision)}
    if "year" in known:
        return True
    return cadre.birth_date.month == birth.date.month and ("month" in known or cadre.birth_date == birth.date)


def birth_same(cadre: Cadre, birth: PartialDate | None) -> bool:
    return birth is not None and cadre.birth_date == birth.date and cadre.birth_precision == str(birth.precision)


class Roster:
    """The cadres by name, loaded once."""

    def __init__(self, user: Any, memberships: Iterable[Membership]) -> None:
        cadres = Cadre.objects.live() if user is None else Cadre.objects.visible_to(user).live()
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        self.by_pk: dict[int, Person] = {}
        for cadre in cadres.select_related("agency"):
            self._keep(Person(copy.copy(cadre), cadre))
        for membership in memberships:
            person = self.by_pk.get(membership.cadre_id)
            if person is not None:
                person.teams[membership.team_id] = membership.team.name
        self.agencies = sorted(
            ((search_key(agency.name), agency) for agency in Agency.objects.live()), key=lambda pair: -len(pair[0])
        )

    def _keep(self, person: Person) -> None:
        self.by_name[name_key(person.cadre.name)].append(person)
        if person.cadre.pk:
            self.by_pk[person.cadre.pk] = person

    def add(self, cadre: Cadre, row: int) -> Person:
        person = Person(cadre, first_row=row)
        self._keep(person)
        return person

    def find(
        self, name: str, birth: PartialDate | None, phones: Iterable[str], team: int
    ) -> tuple[Person | None, Person | None]:
        """Return the person that a row speaks of, and a homonym born on the same day who may be the same.

        The same: name and birth date, and the telephone where both have one. In the team itself the name and a birth
        date that does not contradict are enough, for there a list speaks of the people it knows.
        """
        wanted = set(phones)
        namesakes = self.by_name.get(name_key(name), [])
        here = [p for p in namesakes if team in p.teams and birth_fits(p.cadre, birth)]
        exact = [p for p in here if birth_same(p.cadre, birth)] or here
        if len(exact) == 1:
            return exact[0], None
        born_same_day = [p for p in namesakes if birth_same(p.cadre, birth)]
        sure = [p for p in born_same_day if (wanted & p.phones) or (not p.teams and not (wanted and p.phones))]
        if sure:
            return sure[0], None
        return None, next(iter(born_same_day), None)

    @cached_property
    def postings(self) -> dict[int, list[Posting]]:
        """For whom cadres worked when; asked for when a list names another agency."""
        found: dict[int, list[Posting]] = defaultdict(list)
        for row in Posting.objects.live().select_related("agency"):
            found[row.cadre_id].append(row)
        return found

    def post(self, checked: CheckedRow, person: Person, list_day: ListDay) -> None:
        """Another agency than the one that is known is that of the list's day and what follows, not of what was before.

        An old list may name the agency of its own day: then it says nothing new.
        """
        before, now = person.before, person.cadre
        if before is None or before.agency is None or now.agency is None or now.agency_id == before.agency_id:
            return
        day, postings = list_day.use(), self.postings[before.pk]
        then = stay_on(postings, day)
        is_known = then is not None and then.agency_id == now.agency_id
        problems = [] if is_known else posting_problems(postings, now.agency, day, list_day.today)
        if is_known or problems:
            now.agency = before.agency
            # What cannot be written of the agency keeps nobody from serving.
            checked.add([replace(problem, is_warning=True) for problem in problems], "agency")
            return
        person.posted_on = day
        words = {"name": now.name, "old": before.agency, "new": now.agency, "day": format_date(day)}
        checked.warn("agency", _("%(name)s came from %(old)s; from %(day)s on works for %(new)s.") % words)

    def agency_in(self, text: str) -> Agency | None:
        """Return the known agency whose name stands in a text such as "Phó Chủ tịch Hội LHPN huyện"."""
        key = f" {search_key(text)} "
        return next((agency for name, agency in self.agencies if f" {name} " in key), None)
