"""Checking a list of who helps which household: which household, which helper, what is known already."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from households import help_rules
from households.actions.assignments import Helper, one_of
from households.carrying import loads
from households.help_rules import Known
from households.imports.assessment_check import AssessmentCheck, AssessmentReader
from households.imports.helper_finding import HelperFinder
from households.imports.known import ParsedRow, chunks
from households.models import Assignment, HelpPlan, Household, Result
from plumbing.dates import format_date, read_date
from plumbing.importing.checking import Cells, CheckedRow, Outcome, settle
from plumbing.importing.kinds import Loader
from plumbing.spreadsheets import Table
from plumbing.text import search_key
from teams.models import Cadre

_NUMBER = re.compile(r"\d+\s*-\s*kh\s*/\s*\w+")
_ALSO = ("phu", "cung giup", "phoi hop", "them")


class AssignmentReader(AssessmentReader):
    """Reads who lives where; a class and a review's day do not stand in such a list."""

    def _result(self, cells: Cells) -> str:
        return str(Result.NEITHER)

    def _assessed_on(self, cells: Cells) -> dt.date:
        """Return the day from which on the household is helped."""
        read = cells.read("valid_from", read_date, today=self.loader.today, allow_future=True)
        return read.date if read is not None else self.loader.list_day.use()


class AssignmentCheck(AssessmentCheck):
    """Reads all rows first, loads what they may speak of at once, then compares with who helps now."""

    def __init__(self, table: Table, loader: Loader) -> None:
        super().__init__(table, loader)
        self.reader = AssignmentReader(table, loader, self.places)
        self.helpers = HelperFinder(loader.user)
        self.plans = list(HelpPlan.objects.live().select_related("area"))
        self.titles = " ".join(search_key(note) for note in table.notes)
        self.stored: dict[int, list[Assignment]] = defaultdict(list)
        self.loads: dict[dt.date, Counter[str]] = {}
        self.serving: dict[dt.date, set[int]] = {}
        self.needed: dict[tuple[int, dt.date], set[int]] = {}

    def run(self) -> list[CheckedRow]:
        rows, parsed = self.read_all()
        self.known.load(parsed.values(), [])
        heads = {}
        for number, row in parsed.items():
            head = self._find(rows[number], row)
            if head is not None:
                heads[number] = head
                rows[number].about = head.household_id
        for part in chunks({head.household_id for head in heads.values()}):
            live = Assignment.objects.live().filter(household__in=part)
            for one in live.select_related("household", "plan", "cadre", "agency").order_by("valid_from"):
                self.stored[one.household_id].append(one)
        for number, head in heads.items():
            self._compare_helper(rows[number], parsed[number], head.household)
        return rows

    def _compare_helper(self, checked: CheckedRow, parsed: ParsedRow, household: Household) -> None:
        cells = Cells(CheckedRow(checked.row, self.table), convert_legacy=self.loader.convert_legacy)
        cells.checked = checked
        helper = self.helpers.find(cells, household.village_id)
        plan = self._plan(cells, parsed.assessed_on)
        if helper is None or plan is None or checked.is_rejected:
            return
        role = search_key(cells.text("role"))
        new = Assignment(
            plan=plan,
            household=household,
            is_main=not role.startswith(_ALSO),
            valid_from=parsed.assessed_on,
            note=parsed.note,
            **one_of(helper),
        )
        self._settle(checked, new, helper)

    def _settle(self, checked: CheckedRow, new: Assignment, helper: Helper) -> None:
        """Say what the row does: nothing that is known already, a first helper, one more, or another one."""
        others = self.stored[new.household_id]
        running = [one for one in others if help_rules.overlap(one, new)]
        same = next((one for one in running if one.helper_key == new.helper_key), None)
        if same is not None:
            self._compare_same(checked, same, new)
            return
        main = next((one for one in running if one.is_main and new.is_main), None)
        pairs: list[tuple[Assignment | None, Assignment]] = [(None, new)]
        differences = {}
        if main is not None and main.pk is not None and main.valid_to is None and main.valid_from < new.valid_from:
            ended = copy.copy(main)
            ended.valid_to = new.valid_from - dt.timedelta(days=1)
            ended.end_reason = Assignment.EndReason.HANDED_OVER
            pairs.insert(0, (main, ended))
            differences[self.table.header_text("helper") or _("Helper")] = [str(main.helper), str(helper)]
            others[others.index(main)] = ended
        checked.add(help_rules.assignment_problems(new, others, self._known(new)), "helper")
        if not checked.is_rejected:
            others.append(new)
            self.loads[new.valid_from][new.helper_key] += 1
        checked.plan = pairs
        settle(checked, differences, is_new=not differences)

    def _compare_same(self, checked: CheckedRow, same: Assignment, new: Assignment) -> None:
        """The same helper of the same household: nothing is written twice; another note is taken over."""
        if same.pk is None:
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The household and its helper stand in the list twice; they count once."))
            return
        changed = copy.copy(same)
        changed.note = new.note or same.note
        differences = {_("Note"): [same.note, changed.note]} if changed.note != same.note else {}
        if same.valid_from != new.valid_from and self.table.header_text("valid_from"):
            text = _("%(helper)s helps this household from %(day)s already; that day stays.")
            checked.warn("valid_from", text % {"helper": same.helper, "day": format_date(same.valid_from)})
        checked.plan = [(same, changed)]
        settle(checked, differences, is_new=False)

    def _known(self, new: Assignment) -> Known:
        day, key = new.valid_from, (new.plan.pk, new.valid_from)
        if day not in self.loads:
            self.loads[day] = loads(day)
            self.serving[day] = set(Cadre.objects.in_service_on(day).values_list("pk", flat=True))
        if key not in self.needed:
            needed = Household.objects.must_be_helped(day, plans=[new.plan])
            self.needed[key] = set(needed.values_list("pk", flat=True))
        return Known(
            in_service=new.cadre_id is None or new.cadre_id in self.serving[day],
            result=None,
            is_needed=new.household_id in self.needed[key],
            load=self.loads[day][new.helper_key],
            limit=new.plan.households_per_helper if new.cadre_id is not None else None,
        )

    def _plan(self, cells: Cells, day: dt.date) -> HelpPlan | None:
        """Return the plan that the row names, else the one named above the table, else the only one of the day."""
        written = search_key(cells.text("plan"))
        for text in (written, self.titles):
            numbers = {match[0].replace(" ", "") for match in _NUMBER.finditer(text)} | ({text} if text else set())
            found = [plan for plan in self.plans if search_key(plan.number).replace(" ", "") in numbers]
            if len(found) == 1:
                return found[0]
        running = [p for p in self.plans if p.valid_from <= day and (p.valid_to is None or day <= p.valid_to)]
        if len(running) == 1 and not written:
            return running[0]
        choices = ", ".join(plan.number for plan in running) or "–"
        text = _("Say under which plan; on %(day)s these run: %(plans)s.")
        cells.checked.reject("plan", text % {"day": format_date(day), "plans": choices})
        return None
