"""Checking a list of households: who is known, what changes, and what contradicts."""

from __future__ import annotations

import copy

from django.utils.translation import gettext as _

from households import rules
from households.actions.residences import Move
from households.imports.household_reading import HouseholdReader
from households.imports.known import KnownHouseholds, ParsedRow, Plan, owner_problem
from households.imports.words import transition_warning
from households.models import Assessment, Household, Person, PovertyCause, PovertyStandard, Review
from plumbing.dates import format_date
from plumbing.identity import mask_id
from plumbing.importing.checking import Cells, CheckedRow, Outcome, settle
from plumbing.importing.kinds import Loader
from plumbing.numbers import format_money, format_number
from plumbing.spreadsheets import Table
from plumbing.text import name_key
from teams.access import Permission
from teams.imports.places import Places
from teams.models.cadres import BirthPrecision
from teams.places import village_inside
from teams.rules import existence_problems


def check_review(checked: CheckedRow, review: Review, loader: Loader) -> None:
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
        self.known = KnownHouseholds(self.places.scope)
        self.standards = list(PovertyStandard.objects.live())
        self.reviews = {r.year: r for r in Review.objects.live().filter(kind=Review.Kind.YEARLY)}
        self.first_with_blind: dict[str, tuple[CheckedRow, ParsedRow]] = {}
        self.first_with_who: dict[tuple[int, str, int | None], tuple[CheckedRow, ParsedRow]] = {}
        self.first_with_code: dict[tuple[int, str], CheckedRow] = {}

    def run(self) -> list[CheckedRow]:
        rows = [CheckedRow(row, self.table) for row in self.table.rows]
        parsed = self._read(rows)
        self.known.load(parsed.values(), [self._review(row) for row in parsed.values()])
        for number, checked in enumerate(rows):
            row = parsed.get(number)
            if row is not None and not self._stands_above(checked, row):
                self._compare(checked, row)
        return rows

    def _read(self, rows: list[CheckedRow]) -> dict[int, ParsedRow]:
        parsed = {}
        for number, checked in enumerate(rows):
            row = self.reader.read(Cells(checked, convert_legacy=self.loader.convert_legacy))
            if row is not None:
                parsed[number] = row
            if number % 250 == 0:
                self.loader.progress(number, len(rows))
        return parsed

    def _review(self, parsed: ParsedRow) -> Review:
        """Return the yearly review of the row's year, new or known."""
        review = self.reviews.get(parsed.year)
        if review is None:
            review = self.reviews[parsed.year] = Review(
                year=parsed.year, kind=Review.Kind.YEARLY, standard=self._standard(parsed)
            )
        return review

    def _standard(self, parsed: ParsedRow) -> PovertyStandard | None:
        return next(
            (s for s in self.standards if s.valid_from <= parsed.assessed_on <= (s.valid_to or parsed.assessed_on)),
            None,
        )

    # --- twice in one list --------------------------------------------------------------------------------------

    def _stands_above(self, checked: CheckedRow, parsed: ParsedRow) -> bool:
        """Deal with a household that stands further up: the same row counts once, another version is asked about."""
        above = self.first_with_blind.get(parsed.blind) if parsed.blind else None
        namesake = self.first_with_who.get(parsed.who())
        if above is None and namesake is not None and not (parsed.blind and namesake[1].blind):
            above = namesake
        if above is not None:
            self._meet(checked, parsed, *above)
            return True
        if parsed.code:
            first = self.first_with_code.setdefault((parsed.place.key, parsed.code), checked)
            if first is not checked:
                words = {"code": parsed.code, "number": first.row.number}
                checked.reject("code", _("Row %(number)s has the same household code %(code)s.") % words)
                return True
        if parsed.blind:
            self.first_with_blind[parsed.blind] = checked, parsed
        self.first_with_who.setdefault(parsed.who(), (checked, parsed))
        return False

    @staticmethod
    def _meet(checked: CheckedRow, parsed: ParsedRow, first: CheckedRow, first_parsed: ParsedRow) -> None:
        words = {"number": first.row.number, "name": first.title}
        if parsed.content() == first_parsed.content():
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
        elif parsed.blind and parsed.blind == first_parsed.blind:
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

    def _compare(self, checked: CheckedRow, parsed: ParsedRow) -> None:
        begins = self.places.begins(parsed.place)
        checked.add(existence_problems(parsed.place.area, begins, parsed.assessed_on, "village"), "village")
        head = self._find(checked, parsed)
        if checked.is_rejected:
            return
        plan = self._plan(parsed, head)
        self._check_move(checked, plan)
        if checked.is_rejected:
            return
        checked.plan, checked.about = plan, plan.household.pk
        review = self._review(parsed)
        check_review(checked, review, self.loader)
        standard = review.standard or self._standard(parsed)
        is_urban = bool(parsed.place.commune and parsed.place.commune.is_urban)
        checked.add(rules.result_conflicts(parsed.result, parsed.b1, parsed.b2, standard, is_urban), "b1")
        if parsed.causes:
            checked.add(rules.cause_problems(parsed.causes, parsed.result), "causes")
        if parsed.note:
            previous = self.known.result_before(plan.household.pk, review, parsed.assessed_on)
            warning = transition_warning(parsed.note, previous)
            if warning:
                checked.warn("note", warning)
        settle(checked, self._differences(plan), is_new=plan.household_before is None)

    def _find(self, checked: CheckedRow, parsed: ParsedRow) -> Person | None:
        """Return the head of the stored household that the row speaks of."""
        person = self.known.by_blind.get(parsed.blind) if parsed.blind else None
        if person is not None:
            self._check_owner(checked, parsed, person)
            return person
        if parsed.place.area.pk is None:
            return None
        by_code = self.known.with_code(parsed)
        if by_code is not None and name_key(by_code.name) == name_key(parsed.name):
            return by_code
        if by_code is not None:
            words = {"code": parsed.code, "name": by_code.name}
            checked.about = by_code.household_id
            checked.reject("code", _("The household code %(code)s belongs to %(name)s in this village.") % words)
            return None
        namesakes = self.known.namesakes(parsed)
        fitting = [p for p in namesakes if not (p.blind_index and parsed.blind)]
        if len(fitting) > 1:
            sentence = _("There are %(count)s households of this name and year of birth; give the national ID.")
            checked.reject("national_id", sentence % {"count": len(fitting)})
        elif not fitting and namesakes:
            checked.warn("national_id", _("A household of the same name and year of birth has another national ID."))
        return fitting[0] if len(fitting) == 1 else None

    def _check_owner(self, checked: CheckedRow, parsed: ParsedRow, person: Person) -> None:
        checked.about = person.household_id
        if (problem := owner_problem(person, parsed.name)) is not None:
            checked.add([problem])

    def _check_move(self, checked: CheckedRow, plan: Plan) -> None:
        """A list that names another village than where a known household lived on its day moves it from then on."""
        if plan.household_before is None:
            return
        place, day = plan.parsed.place, plan.parsed.assessed_on
        home = self.known.home_of(plan.household, day)
        if home.village_id == place.area.pk:
            return
        homes = self.known.homes[plan.household.pk]
        begins = self.places.begins(place)
        checked.add(
            rules.move_problems(plan.household_before, homes, place.area, begins, day, self.loader.today), "village"
        )
        plan.move = Move(home, place.area, day)
        # A code is one of its village.
        plan.household.code = plan.parsed.code
        words = {
            "old": village_inside(home.village.name),
            "new": village_inside(place.area.name),
            "day": format_date(day),
        }
        checked.warn("village", _("The household lived in %(old)s; from %(day)s on it lives in %(new)s.") % words)

    def _plan(self, parsed: ParsedRow, head: Person | None) -> Plan:
        review = self._review(parsed)
        if head is None:
            household, person, known = Household(), Person(relation=Person.Relation.HEAD), None
        else:
            household, person = copy.copy(head.household), copy.copy(head)
            known = self.known.results.get((household.pk, review.pk)) if review.pk else None
        assessment = copy.copy(known) if known else Assessment()
        assessment.review = review
        plan = Plan(parsed, household, person, assessment, head.household if head else None, head, known)
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
            "village": (plan.move.home.village.name, plan.move.village.name) if plan.move else ("", ""),
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
    parsed, household, head = plan.parsed, plan.household, plan.head
    household.head_name = parsed.name  # type: ignore[attr-defined]  # the title that the history shows
    household.address = parsed.address or household.address
    household.code = parsed.code or household.code
    household.ethnicity = head.ethnicity = parsed.ethnicity or household.ethnicity
    household.size = parsed.size if parsed.size is not None else household.size
    household.phone = parsed.phone if parsed.phone is not None else household.phone
    head.name, head.sex = parsed.name, parsed.sex or head.sex
    head.national_id = parsed.national_id or head.national_id
    if parsed.birth is not None and (head.birth_date is None or head.birth_precision != BirthPrecision.DAY):
        head.birth_date, head.birth_precision = parsed.birth.date, str(parsed.birth.precision)
    fill_assessment(plan.assessment, parsed)


def fill_assessment(assessment: Assessment, parsed: ParsedRow) -> None:
    """Put what the row found into an assessment; what it leaves out stays as it is."""
    assessment.assessed_on, assessment.result = parsed.assessed_on, parsed.result
    assessment.b1 = parsed.b1 if parsed.b1 is not None else assessment.b1
    assessment.b2 = parsed.b2 if parsed.b2 is not None else assessment.b2
    assessment.income = parsed.income if parsed.income is not None else assessment.income
    assessment.causes = parsed.causes if parsed.causes is not None else assessment.causes
    assessment.note = parsed.note or assessment.note


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
