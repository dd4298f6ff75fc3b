"""Checking a list of households: who is known, what changes, and what contradicts."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.utils.translation import gettext as _

from households import rules
from households.imports.household_reading import HouseholdReader
from households.imports.known import KnownHouseholds, Plan, Said, owner_problem
from households.imports.words import transition_doubt
from households.models import Assessment, Household, Person, PovertyCause, PovertyStandard, Review
from plumbing.bulk import twin
from plumbing.dates import format_date
from plumbing.identity import mask_id
from plumbing.importing.checking import Cells, Checked, Outcome, settle
from plumbing.importing.kinds import Loader
from plumbing.numbers import format_money, format_number
from plumbing.spreadsheets import Table
from plumbing.text import name_key
from teams.access import Permission
from teams.imports.places import Places
from teams.models.cadres import BirthPrecision

New = TypeVar("New", Household, Person, Assessment)
_BLANK_HOUSEHOLD, _BLANK_ASSESSMENT = Household(), Assessment()
_BLANK_HEAD = Person(relation=Person.Relation.HEAD)


def fresh(blank: New) -> New:
    """Return a new row like `blank`."""
    row = twin(blank)
    row.uuid = uuid.uuid4()
    return row


def check_review(checked: Checked, review: Review, loader: Loader) -> None:
    """A review is opened for all villages: whoever may not do that cannot do it by a list either."""
    if review.pk is None and not loader.may(Permission.EDIT_CATALOGUES):
        sentence = _("There is no review of %(year)s yet, and your account may not open one. Ask the office.")
        checked.reject("assessed_on", sentence % {"year": review.year})


class HouseholdCheck:
    """Reads all rows first, loads what they may speak of at once, then compares."""

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table, self.loader = table, loader
        self.places = Places(loader.list_day.day, loader.user)
        self.reader = HouseholdReader(table, loader, self.places)
        self.known = KnownHouseholds()
        self.standards = list(PovertyStandard.objects.live())
        self.reviews = {r.year: r for r in Review.objects.live().filter(kind=Review.Kind.YEARLY)}
        self.first_with_blind: dict[str, tuple[Checked, Said]] = {}
        self.first_with_who: dict[tuple[int, str, int | None], tuple[Checked, Said]] = {}
        self.first_with_code: dict[tuple[int, str], Checked] = {}

    def run(self) -> list[Checked]:
        rows = [Checked(row, self.table) for row in self.table.rows]
        said = self._read(rows)
        self.known.load(said.values(), [self._review(row) for row in said.values()])
        for number, checked in enumerate(rows):
            row = said.get(number)
            if row is not None and not self._stands_above(checked, row):
                self._compare(checked, row)
        return rows

    def _read(self, rows: list[Checked]) -> dict[int, Said]:
        said = {}
        for number, checked in enumerate(rows):
            row = self.reader.read(Cells(checked, convert_legacy=self.loader.convert_legacy))
            if row is not None:
                said[number] = row
            if number % 250 == 0:
                self.loader.progress(number, len(rows))
        return said

    def _review(self, said: Said) -> Review:
        """Return the yearly review of the row's year, new or known."""
        review = self.reviews.get(said.year)
        if review is None:
            review = self.reviews[said.year] = Review(
                year=said.year, kind=Review.Kind.YEARLY, standard=self._standard(said)
            )
        return review

    def _standard(self, said: Said) -> PovertyStandard | None:
        return next(
            (s for s in self.standards if s.valid_from <= said.assessed_on <= (s.valid_to or said.assessed_on)), None
        )

    # --- twice in one list --------------------------------------------------------------------------------------

    def _stands_above(self, checked: Checked, said: Said) -> bool:
        """Deal with a household that stands further up: the same row counts once, another version is asked about."""
        above = self.first_with_blind.get(said.blind) if said.blind else None
        namesake = self.first_with_who.get(said.who())
        if above is None and namesake is not None and not (said.blind and namesake[1].blind):
            above = namesake
        if above is not None:
            self._meet(checked, said, *above)
            return True
        if said.code:
            twin = self.first_with_code.setdefault((said.place.key, said.code), checked)
            if twin is not checked:
                words = {"code": said.code, "number": twin.row.number}
                checked.reject("code", _("Row %(number)s has the same household code %(code)s.") % words)
                return True
        if said.blind:
            self.first_with_blind[said.blind] = checked, said
        self.first_with_who.setdefault(said.who(), (checked, said))
        return False

    @staticmethod
    def _meet(checked: Checked, said: Said, first: Checked, first_said: Said) -> None:
        words = {"number": first.row.number, "name": first.title}
        if said.content() == first_said.content():
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
        elif said.blind and said.blind == first_said.blind:
            sentence = _(
                "Row %(number)s (%(name)s) has the same national ID but other details. "
                "Which of them is right? Keep one row."
            )
            checked.reject("national_id", sentence % words)
        else:
            sentence = _(
                "Row %(number)s has the same name, year of birth and village. If these are two households, "
                "give the national ID of both; otherwise keep one row."
            )
            checked.reject("name", sentence % words)

    # --- against what is known ----------------------------------------------------------------------------------

    def _compare(self, checked: Checked, said: Said) -> None:
        head = self._find(checked, said)
        if checked.is_rejected:
            return
        plan = self._plan(said, head)
        checked.plan = plan
        review = self._review(said)
        check_review(checked, review, self.loader)
        standard = review.standard or self._standard(said)
        is_urban = bool(said.place.commune and said.place.commune.is_urban)
        checked.add(rules.result_conflicts(said.result, said.b1, said.b2, standard, is_urban), "b1")
        if said.causes:
            checked.add(rules.cause_problems(said.causes, said.result), "causes")
        if said.note:
            previous = self.known.result_before(plan.household.pk, review, said.assessed_on)
            doubt = transition_doubt(said.note, previous)
            if doubt:
                checked.warn("note", doubt)
        settle(checked, self._differences(plan), is_new=plan.household_before is None)

    def _find(self, checked: Checked, said: Said) -> Person | None:
        """Return the head of the stored household that the row speaks of."""
        person = self.known.by_blind.get(said.blind) if said.blind else None
        if person is not None:
            self._check_owner(checked, said, person)
            return person
        if said.place.area.pk is None:
            return None
        by_code = self.known.by_code.get((said.place.area.pk, said.code)) if said.code else None
        if by_code is not None and name_key(by_code.name) == name_key(said.name):
            return by_code
        if by_code is not None:
            words = {"code": said.code, "name": by_code.name}
            checked.reject("code", _("The household code %(code)s belongs to %(name)s in this village.") % words)
            return None
        namesakes = self.known.by_who.get((said.place.area.pk, name_key(said.name), said.birth_year), [])
        fitting = [p for p in namesakes if not (p.blind_index and said.blind)]
        if len(fitting) > 1:
            sentence = _("There are %(count)s households of this name and year of birth; give the national ID.")
            checked.reject("national_id", sentence % {"count": len(fitting)})
        elif not fitting and namesakes:
            checked.warn("national_id", _("A household of the same name and year of birth has another national ID."))
        return fitting[0] if len(fitting) == 1 else None

    def _check_owner(self, checked: Checked, said: Said, person: Person) -> None:
        village = person.household.village
        if (problem := owner_problem(person, said.name, self.places.scope)) is not None:
            checked.add([problem])
        elif said.place.area.pk != village.pk:
            words = {"old": village.name, "new": said.place.area.name}
            checked.warn("village", _("The household was registered in %(old)s; it will move to %(new)s.") % words)

    def _plan(self, said: Said, head: Person | None) -> Plan:
        review = self._review(said)
        if head is None:
            household, person, known = fresh(_BLANK_HOUSEHOLD), fresh(_BLANK_HEAD), None
        else:
            household, person = twin(head.household), twin(head)
            known = self.known.results.get((household.pk, review.pk)) if review.pk else None
        assessment = twin(known) if known else fresh(_BLANK_ASSESSMENT)
        assessment.review = review
        plan = Plan(said, household, person, assessment, head.household if head else None, head, known)
        fill(plan)
        return plan

    def _differences(self, plan: Plan) -> dict[str, list[str]]:
        if plan.household_before is None or plan.head_before is None:
            return {}
        old, new = plan.household_before, plan.household
        was, now = plan.head_before, plan.head
        pairs = {
            "name": (was.name, now.name),
            "birth": (_birth(was), _birth(now)),
            "sex": (was.get_sex_display(), now.get_sex_display()),
            "national_id": (mask_id(was.national_id), mask_id(now.national_id)),
            "village": (old.village.name, plan.said.place.area.name),
            "address": (old.address, new.address),
            "code": (old.code, new.code),
            "ethnicity": (old.ethnicity, new.ethnicity),
            "phone": (old.phone, new.phone),
            "size": (format_number(old.size), format_number(new.size)),
        }
        pairs |= assessment_pairs(plan.assessment_before, plan.assessment)
        return {self._title(code): [str(a), str(b)] for code, (a, b) in pairs.items() if a != b}

    def _title(self, code: str) -> str:
        if code == "result":
            return _("Class")
        aliases = {"birth": ("birth", "birth_male", "birth_female"), "sex": ("sex", "is_male", "birth_male")}
        titles = (self.table.header_text(name) for name in aliases.get(code, (code,)))
        return next(filter(None, titles), code)


def fill(plan: Plan) -> None:
    """Put what the row says into copies of the stored rows; what it leaves out stays as it is."""
    said, household, head = plan.said, plan.household, plan.head
    household.head_name = said.name  # type: ignore[attr-defined]  # the title that the history shows
    household.address = said.address or household.address
    household.code = said.code or household.code
    household.ethnicity = head.ethnicity = said.ethnicity or household.ethnicity
    household.size = said.size if said.size is not None else household.size
    household.phone = said.phone if said.phone is not None else household.phone
    head.name, head.sex = said.name, said.sex or head.sex
    head.national_id = said.national_id or head.national_id
    if said.birth is not None and (head.birth_date is None or head.birth_precision != BirthPrecision.DAY):
        head.birth_date, head.birth_precision = said.birth.date, str(said.birth.precision)
    fill_assessment(plan.assessment, said)


def fill_assessment(assessment: Assessment, said: Said) -> None:
    """Put what the row found into an assessment; what it leaves out stays as it is."""
    assessment.assessed_on, assessment.result = said.assessed_on, said.result
    assessment.b1 = said.b1 if said.b1 is not None else assessment.b1
    assessment.b2 = said.b2 if said.b2 is not None else assessment.b2
    assessment.income = said.income if said.income is not None else assessment.income
    assessment.causes = said.causes if said.causes is not None else assessment.causes
    assessment.note = said.note or assessment.note


def assessment_pairs(was: Assessment | None, now: Assessment) -> dict[str, tuple[str, str]]:
    """Return what a result says, old and new, as people read it."""
    return {
        "result": (was.get_result_display() if was else "", now.get_result_display()),
        "assessed_on": (format_date(was.assessed_on) if was else "", format_date(now.assessed_on)),
        "b1": (format_number(was.b1) if was else "", format_number(now.b1)),
        "b2": (format_number(was.b2) if was else "", format_number(now.b2)),
        "income": (format_money(was.income) if was else "", format_money(now.income)),
        "causes": (_causes(was.causes) if was else "", _causes(now.causes)),
        "note": (was.note if was else "", now.note),
    }


def _causes(codes: list[str]) -> str:
    return "; ".join(str(PovertyCause(code).label) for code in codes)


def _birth(person: Person) -> str:
    if person.birth_date is None:
        return ""
    is_day = person.birth_precision == BirthPrecision.DAY
    return format_date(person.birth_date) if is_day else str(person.birth_date.year)
