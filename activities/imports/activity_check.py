"""Checking a list of activities: an activity is known by its team, day and title."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from activities.imports.cells import read_day, read_lines, rounded
from activities.imports.months import Months
from activities.models import Activity, Measure
from activities.rules import activity_problems, quantity_problems
from plumbing.importing.checking import Cells, CheckedRow, Outcome, settle
from plumbing.importing.kinds import Loader
from plumbing.numbers import format_number, read_decimal, read_int
from plumbing.reading import is_nothing
from plumbing.spreadsheets import Table
from plumbing.text import search_key
from teams.imports.finding import TeamFinder
from teams.models import Team

MEASURE = "measure:"
Field = Activity.Field
# A word of it is enough; the first that is found is taken.
FIELD_WORDS = (
    ("he thong chinh tri", Field.POLITICAL_SYSTEM), ("to chuc dang", Field.POLITICAL_SYSTEM),
    ("xay dung dang", Field.POLITICAL_SYSTEM), ("chinh tri", Field.POLITICAL_SYSTEM),
    ("an ninh", Field.SECURITY), ("trat tu", Field.SECURITY), ("quoc phong", Field.SECURITY),
    ("bien gioi", Field.SECURITY), ("kinh te", Field.ECONOMY), ("giam ngheo", Field.ECONOMY),
    ("san xuat", Field.ECONOMY), ("chan nuoi", Field.ECONOMY), ("van hoa", Field.CULTURE),
    ("nep song", Field.CULTURE), ("giao duc", Field.EDUCATION), ("y te", Field.HEALTH), ("suc khoe", Field.HEALTH),
    ("ha tang", Field.INFRASTRUCTURE), ("giao thong", Field.INFRASTRUCTURE), ("nha o", Field.INFRASTRUCTURE),
    ("duong", Field.INFRASTRUCTURE), ("an sinh", Field.CHARITY), ("tu thien", Field.CHARITY),
    ("tang qua", Field.CHARITY), ("xa hoi", Field.CHARITY), ("tuyen truyen", Field.OUTREACH),
    ("van dong", Field.OUTREACH), ("khac", Field.OTHER),
)  # fmt: skip


def field_of(text: str) -> str | None:
    """Return the field that a list's words mean; None when they are unknown."""
    key = search_key(text)
    exact = next((value for value, label in Field.choices if key in (value, search_key(str(label)))), None)
    return exact or next((str(value) for words, value in FIELD_WORDS if words in key), None)


@dataclass(eq=False)
class Plan:
    """An activity as the list wants it; `before` is the stored row."""

    activity: Activity
    quantities: dict[Measure, Decimal]
    before: Activity | None = None
    was: dict[Measure, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class ParsedRow:
    """What a row says; None and "" stand for empty cells."""

    team: Team
    held_on: dt.date
    field: str
    title: str
    description: str
    attended: int | None
    # Zero takes a measure out.
    amounts: dict[Measure, Decimal]

    @property
    def key(self) -> tuple[int, dt.date, str]:
        return (self.team.pk, self.held_on, search_key(self.title))

    def content(self) -> tuple[object, ...]:
        """What two rows must share to be the same."""
        return (self.field, self.description, self.attended, {m.pk: a for m, a in self.amounts.items() if a})


class ActivityCheck:
    """Reads all rows, then compares them with what was logged."""

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table, self.loader = table, loader
        self.finder = TeamFinder(table, loader)
        self.months = Months(loader.user)
        codes = [code.removeprefix(MEASURE) for code in table.mapping if code.startswith(MEASURE)]
        self.measures = list(Measure.objects.active().filter(code__in=codes))
        self.known: dict[tuple[int, dt.date, str], Activity] = {}
        self.first: dict[tuple[int, dt.date, str], tuple[CheckedRow, ParsedRow]] = {}

    def run(self) -> list[CheckedRow]:
        rows = [CheckedRow(row, self.table) for row in self.table.rows]
        read = {number: parsed for number, row in enumerate(rows) if (parsed := self._read(row)) is not None}
        self._load(read.values())
        for number, parsed in read.items():
            if not self._stands_above(rows[number], parsed):
                self._compare(rows[number], parsed)
        self.loader.progress(len(rows), len(rows))
        return rows

    def _load(self, parsed: Iterable[ParsedRow]) -> None:
        rows = list(parsed)
        if not rows:
            return
        days = [row.held_on for row in rows]
        stored = Activity.objects.live().filter(
            team__in={row.team.pk for row in rows}, held_on__range=(min(days), max(days))
        )
        for activity in stored.select_related("team").prefetch_related("quantities__measure").order_by("-id"):
            self.known[activity.team_id, activity.held_on, search_key(activity.title)] = activity

    # --- one row ------------------------------------------------------------------------------------------------

    def _read(self, checked: CheckedRow) -> ParsedRow | None:
        cells = Cells(checked, convert_legacy=self.loader.convert_legacy)
        title = cells.required("title", _("The title of the activity is missing."), longest=240)
        checked.title = title
        if is_nothing(cells.values.get("held_on")):
            checked.reject("held_on", _("The day is missing."))
        held_on = read_day(cells, "held_on", self.loader.today)
        team = self.finder.find(cells, held_on)
        attended = cells.read("attended", read_int)
        amounts = self._amounts(cells)
        description = read_lines(cells, "description")
        topic = self._field(cells)
        if team is None or held_on is None or checked.is_rejected:
            return None
        checked.add(activity_problems(team, held_on, attended))
        if checked.is_rejected:
            return None
        return ParsedRow(team, held_on, topic, title, description, attended, amounts)

    def _field(self, cells: Cells) -> str:
        text = cells.text("field")
        found = field_of(text) if text else None
        if text and found is None:
            cells.checked.warn("field", _("“%(text)s” is no known field; “other” was taken.") % {"text": text})
            return str(Field.OTHER)
        return found or ""

    def _amounts(self, cells: Cells) -> dict[Measure, Decimal]:
        amounts = {}
        for measure in self.measures:
            code = f"{MEASURE}{measure.code}"
            read = cells.read(code, read_decimal)
            if read is None:
                continue
            amounts[measure] = amount = rounded(cells.checked, code, read)
            if amount:
                cells.checked.add(quantity_problems(measure, amount), code)
        return amounts

    # --- against the list and what was logged -------------------------------------------------------------------

    def _stands_above(self, checked: CheckedRow, parsed: ParsedRow) -> bool:
        first, first_parsed = self.first.setdefault(parsed.key, (checked, parsed))
        if first is checked:
            return False
        words = {"number": first.row.number}
        if first_parsed.content() == parsed.content():
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
        else:
            sentence = _("Row %(number)s is about the same activity, with other details. Keep one row.")
            checked.reject("title", sentence % words)
        return True

    def _compare(self, checked: CheckedRow, parsed: ParsedRow) -> None:
        before = self.known.get(parsed.key)
        was = {q.measure: q.amount for q in before.quantities.all()} if before else {}
        activity = copy.copy(before) if before else Activity(team=parsed.team, held_on=parsed.held_on)
        activity.title = parsed.title if before is None else before.title
        activity.field = parsed.field or activity.field or str(Field.OTHER)
        activity.description = parsed.description or activity.description
        activity.attended = parsed.attended if parsed.attended is not None else activity.attended
        quantities = {measure: amount for measure, amount in (was | parsed.amounts).items() if amount}
        checked.plan = plan = Plan(activity, quantities, before, was)
        if before is None and not parsed.field:
            checked.warn("field", _("The field is missing; “other” was taken."))
        differences = self._differences(plan)
        if before is None or differences:
            checked.add(self.months.problems(parsed.team, parsed.held_on.replace(day=1)), "held_on")
        settle(checked, differences, is_new=before is None)

    def _differences(self, plan: Plan) -> dict[str, list[str]]:
        old, new = plan.before, plan.activity
        if old is None:
            return {}
        pairs = {
            "field": (old.get_field_display(), new.get_field_display()),
            "description": (old.description, new.description),
            "attended": (format_number(old.attended), format_number(new.attended)),
        }
        for measure in self.measures:
            amounts = plan.was.get(measure), plan.quantities.get(measure)
            pairs[f"{MEASURE}{measure.code}"] = (format_number(amounts[0]), format_number(amounts[1]))
        return {self.table.header_text(code) or code: [str(a), str(b)] for code, (a, b) in pairs.items() if a != b}
