"""Checking the results of a review: which household, which review, what the ledger says already."""

from __future__ import annotations

import copy
import re

from django.utils.translation import gettext as _

from households import rules
from households.imports.household_check import assessment_pairs, check_review, fill_assessment
from households.imports.household_reading import HouseholdReader
from households.imports.known import KnownHouseholds, ParsedRow, Plan, owner_problem
from households.imports.words import transition_warning
from households.models import Assessment, Person, PovertyStandard, Review
from plumbing.dates import format_date
from plumbing.importing.checking import Cells, CheckedRow, Outcome, settle
from plumbing.importing.kinds import Loader
from plumbing.spreadsheets import Table
from plumbing.text import name_key, search_key
from teams.imports.places import Place, Places
from teams.imports.team_check import decision_in
from teams.rules import existence_problems

Kind = Review.Kind
_YEAR = re.compile(r"\bnam (20\d\d)\b")
_TITLES = ("danh sach", "ket qua", "tong hop", "bieu", "bang", "phu luc")
_AD_HOC = ("ra soat thuong xuyen", "phat sinh trong nam", "ra soat dot xuat", "ra soat bo sung")
_NUMBER = re.compile(r"\d+\s*/\s*[\w-]+")


class AssessmentReader(HouseholdReader):
    """Reads rows about known households only: they bring no new village, and need none beside a national ID."""

    def __init__(self, table: Table, loader: Loader, places: Places) -> None:
        super().__init__(table, loader, places)
        titles = [key for note in table.notes if (key := search_key(note)).startswith(_TITLES)]
        years = [int(match[1]) for key in titles if (match := _YEAR.search(key))]
        self.title_year = self.title_year or next(iter(years), None)
        self.is_ad_hoc = any(words in search_key(note) for note in table.notes for words in _AD_HOC)

    def _place(self, cells: Cells) -> Place | None:
        if cells.has("national_id") and not cells.has("village"):
            return Place(self.places.nowhere)
        return super()._place(cells)

    def _is_heading(self, village: str, group: str) -> bool:
        return False


def decision_number(text: str) -> str:
    """Return what tells one decision from another, however it is introduced: "Quyết định số 12/QĐ-UBND"."""
    match = _NUMBER.search(search_key(text))
    return match[0].replace(" ", "") if match else search_key(text)


class AssessmentCheck:
    """Reads all rows first, loads what they may speak of at once, then compares with the ledger."""

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table, self.loader = table, loader
        self.places = Places(loader.list_day.day, loader.user)
        self.reader = AssessmentReader(table, loader, self.places)
        self.decision = decision_in(table.notes)
        self.known = KnownHouseholds(self.places.scope)
        self.standards = list(PovertyStandard.objects.live())
        self.reviews: dict[int, Review] = {}
        self.first: dict[int, tuple[CheckedRow, ParsedRow]] = {}

    def run(self) -> list[CheckedRow]:
        self._load_reviews()
        rows, parsed = self.read_all()
        self.known.load(parsed.values(), [self._review(row) for row in parsed.values()])
        for number, row in parsed.items():
            self._compare(rows[number], row)
        return rows

    def read_all(self) -> tuple[list[CheckedRow], dict[int, ParsedRow]]:
        """Return the rows, and by their numbers what those say that can be read."""
        rows = [CheckedRow(row, self.table) for row in self.table.rows]
        parsed = {}
        for number, checked in enumerate(rows):
            row = self.reader.read(Cells(checked, convert_legacy=self.loader.convert_legacy))
            if row is not None:
                parsed[number] = row
            if number % 250 == 0:
                self.loader.progress(number, len(rows))
        return rows, parsed

    # --- the review ---------------------------------------------------------------------------------------------

    def _load_reviews(self) -> None:
        """A year has one yearly review; one during the year is known by its decision."""
        kind = Kind.AD_HOC if self.reader.is_ad_hoc else Kind.YEARLY
        for review in Review.objects.live().filter(kind=kind).order_by("-id"):
            if kind == Kind.YEARLY or decision_number(review.decision) == decision_number(self.decision):
                self.reviews[review.year] = review

    def _review(self, parsed: ParsedRow) -> Review:
        review = self.reviews.get(parsed.year)
        if review is None:
            kind = Kind.AD_HOC if self.reader.is_ad_hoc else Kind.YEARLY
            review = Review(year=parsed.year, kind=kind, standard=self._standard(parsed), decision=self.decision)
            self.reviews[parsed.year] = review
        return review

    def _standard(self, parsed: ParsedRow) -> PovertyStandard | None:
        day = parsed.assessed_on
        return next((s for s in self.standards if s.valid_from <= day <= (s.valid_to or day)), None)

    # --- one row ------------------------------------------------------------------------------------------------

    def _compare(self, checked: CheckedRow, parsed: ParsedRow) -> None:
        head = self._find(checked, parsed)
        if head is not None:
            checked.about = head.household_id
        if head is None or self._stands_above(checked, parsed, head):
            return
        review = self._review(parsed)
        check_review(checked, review, self.loader)
        known = self.known.results.get((head.household_id, review.pk)) if review.pk else None
        assessment = copy.copy(known) if known else Assessment()
        assessment.household, assessment.review = head.household, review
        fill_assessment(assessment, parsed)
        plan = Plan(parsed, head.household, head, assessment, head.household, head, known)
        checked.plan = plan
        checked.add(rules.assessed_on_problems(parsed.assessed_on, review, self.loader.today), "assessed_on")
        home = self.known.home_of(head.household, parsed.assessed_on)
        begins = self.places.begins(Place(home.village, None))
        checked.add(existence_problems(home.village, begins, parsed.assessed_on, "assessed_on"), "assessed_on")
        self._check_second_result(checked, parsed, known)
        self._check_result(checked, parsed, plan)
        pairs = assessment_pairs(known, assessment)
        differences = {self._title(code): [str(a), str(b)] for code, (a, b) in pairs.items() if known and a != b}
        settle(checked, differences, is_new=known is None)

    def _check_second_result(self, checked: CheckedRow, parsed: ParsedRow, known: Assessment | None) -> None:
        """Two lists of one year without a decision are two reviews, and nothing tells them apart."""
        if known is None or not self.reader.is_ad_hoc or self.decision or known.assessed_on == parsed.assessed_on:
            return
        sentence = _(
            "The household already has a result of %(day)s from a review during %(year)s. "
            "Write the number of the decision above the table, so that both are kept."
        )
        words = {"day": format_date(known.assessed_on), "year": parsed.year}
        checked.reject("assessed_on", sentence % words)

    def _check_result(self, checked: CheckedRow, parsed: ParsedRow, plan: Plan) -> None:
        review = plan.assessment.review
        standard = review.standard or self._standard(parsed)
        commune = parsed.place.commune
        is_urban = bool(commune and commune.is_urban)
        checked.add(rules.result_conflicts(parsed.result, parsed.b1, parsed.b2, standard, is_urban), "b1")
        if parsed.causes:
            checked.add(rules.cause_problems(parsed.causes, parsed.result), "causes")
        previous = self.known.result_before(plan.household.pk, review, parsed.assessed_on)
        warning = transition_warning(parsed.note, previous) if parsed.note else None
        if warning:
            checked.warn("note", warning)

    def _stands_above(self, checked: CheckedRow, parsed: ParsedRow, head: Person) -> bool:
        first, first_parsed = self.first.setdefault(head.household_id, (checked, parsed))
        if first is checked:
            return False
        words = {"number": first.row.number, "name": first.title}
        if findings_of(parsed) == findings_of(first_parsed):
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
        else:
            sentence = _("Row %(number)s has another result for the same household (%(name)s). Keep one row.")
            checked.reject("name", sentence % words)
        return True

    def _title(self, code: str) -> str:
        return _("Class") if code == "result" else self.table.header_text(code) or code

    # --- which household ----------------------------------------------------------------------------------------

    def _find(self, checked: CheckedRow, parsed: ParsedRow) -> Person | None:
        """Return the head of the household that the row speaks of; None when the row is rejected."""
        person = self.known.by_blind.get(parsed.blind) if parsed.blind else None
        if person is not None:
            return self._owner(checked, parsed, person)
        namesakes = self.known.namesakes(parsed)
        fitting = [p for p in namesakes if not (p.blind_index and parsed.blind)]
        by_code = self.known.with_code(parsed)
        if by_code is not None and name_key(by_code.name) == name_key(parsed.name):
            return by_code
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            sentence = _("There are %(count)s households of this name and year of birth; give the national ID.")
            checked.reject("national_id", sentence % {"count": len(fitting)})
        elif namesakes:
            sentence = _("The household of this name and year of birth has another national ID. Check the number.")
            checked.reject("national_id", sentence)
        else:
            sentence = _(
                "The household of %(name)s is not known. Check the row, or load it with the list of households."
            )
            checked.reject("name", sentence % {"name": parsed.name})
        return None

    def _owner(self, checked: CheckedRow, parsed: ParsedRow, person: Person) -> Person | None:
        """Return the head whose national ID the row gives; None when it cannot be the household that it means."""
        village = self.known.home_of(person.household, parsed.assessed_on).village
        checked.about = person.household_id
        if (problem := owner_problem(person, parsed.name)) is not None:
            checked.add([problem])
        elif person.household.is_voided:
            sentence = _(
                "The household of %(name)s is not known. Check the row, or load it with the list of households."
            )
            checked.reject("name", sentence % {"name": person.name})
        elif parsed.place.area.pk not in (None, village.pk):
            sentence = _("The household is registered in %(village)s; the list of results does not move it.")
            checked.warn("village", sentence % {"village": village.name})
        return None if checked.is_rejected else person


def findings_of(parsed: ParsedRow) -> tuple[object, ...]:
    """What two rows about one household must share to be the same."""
    return (
        parsed.result, parsed.b1, parsed.b2, parsed.income, tuple(parsed.causes or ()), parsed.assessed_on, parsed.note,
    )  # fmt: skip
