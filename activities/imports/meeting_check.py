"""Checking a list of meetings: a meeting is known by its team and its day."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.imports.attendance import Attendance, Members, read_attendance
from activities.imports.cells import month_in_title, read_day, read_lines, read_month
from activities.imports.months import Months
from activities.models import Meeting
from activities.rules import meeting_day_problems, month_label, not_done_problems
from plumbing.dates import add_months, format_date, month_inside, month_of
from plumbing.importing.checking import Cells, CheckedRow, Outcome, settle
from plumbing.importing.kinds import Loader
from plumbing.reading import is_nothing
from plumbing.spreadsheets import Table
from plumbing.text import nfc
from teams.imports.finding import TeamFinder
from teams.models import Cadre, Team

TEXTS = ("location", "done", "not_done", "not_done_reason", "minutes")


@dataclass(eq=False)
class Plan:
    """A meeting as the list wants it; `before` is the stored row. `present` is None where nobody is named."""

    meeting: Meeting
    present: set[int] | None
    before: Meeting | None = None


@dataclass(frozen=True)
class ParsedRow:
    """What a row says."""

    team: Team
    month: dt.date
    held_on: dt.date
    texts: dict[str, str]
    attendance: Attendance

    @property
    def key(self) -> tuple[int, dt.date]:
        return (self.team.pk, self.held_on)


class MeetingCheck:
    """Finds each row's team and days, loads members and meetings at once, then compares."""

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table, self.loader = table, loader
        self.finder = TeamFinder(table, loader)
        self.months = Months(loader.user)
        self.members = Members()
        self.title_month = month_in_title(table.notes)
        self.known: dict[tuple[int, dt.date], Meeting] = {}
        self.in_month: dict[tuple[int, dt.date], Meeting] = {}
        self.first: dict[tuple[int, dt.date], tuple[CheckedRow, ParsedRow]] = {}

    def run(self) -> list[CheckedRow]:
        rows = [CheckedRow(row, self.table) for row in self.table.rows]
        when = {number: found for number, row in enumerate(rows) if (found := self._when(row)) is not None}
        self._load((team, held_on) for _cells, team, _month, held_on in when.values())
        for number, (cells, team, month, held_on) in when.items():
            parsed = self._read(cells, team, month, held_on)
            if parsed is not None and not self._stands_above(rows[number], parsed):
                self._compare(rows[number], parsed)
        self.loader.progress(len(rows), len(rows))
        return rows

    def _load(self, pairs: Iterable[tuple[Team, dt.date]]) -> None:
        wanted = list(pairs)
        teams, days = {team.pk for team, _day in wanted}, {day for _team, day in wanted}
        if not wanted:
            return
        self.members.load(teams)
        # The meeting of a month may be held in the next one.
        near = add_months(month_of(min(days)), -1), add_months(month_of(max(days)), 2)
        stored = Meeting.objects.live().filter(team__in=teams, held_on__range=near)
        for meeting in stored.select_related("team").prefetch_related("attendances").order_by("held_on", "id"):
            self.known[meeting.team_id, meeting.held_on] = meeting
            self.in_month[meeting.team_id, meeting.month] = meeting

    # --- one row ------------------------------------------------------------------------------------------------

    def _when(self, checked: CheckedRow) -> tuple[Cells, Team, dt.date, dt.date] | None:
        """Return the row's team, month and day; None when one of them is not known."""
        cells = Cells(checked, convert_legacy=self.loader.convert_legacy)
        checked.title = cells.text("team") or cells.text("village")
        month = read_month(cells, "month", self.loader.today) or self.title_month
        if is_nothing(cells.values.get("held_on")):
            checked.reject("held_on", _("The day is missing."))
        held_on = read_day(cells, "held_on", self.loader.today, month)
        team = self.finder.find(cells, held_on)
        if team is None or held_on is None or checked.is_rejected:
            # The texts are read all the same: all faults of a row are said at once.
            self._texts(cells)
            return None
        return cells, team, month or month_of(held_on), held_on

    @staticmethod
    def _texts(cells: Cells) -> dict[str, str]:
        texts = {code: read_lines(cells, code) for code in ("done", "not_done", "not_done_reason")}
        cells.checked.add(not_done_problems(texts["not_done"], texts["not_done_reason"]))
        return {"location": cells.text("location", longest=160)} | texts

    def _read(self, cells: Cells, team: Team, month: dt.date, held_on: dt.date) -> ParsedRow | None:
        checked = cells.checked
        checked.title = f"{team.name} {format_date(held_on)}"
        texts = self._texts(cells)
        checked.add(meeting_day_problems(team, month, held_on))
        attendance = read_attendance(cells, self.members.on(team, held_on), held_on)
        if attendance.count is not None:
            # Kept in the language of the office's papers, whatever the clerk's screen speaks.
            texts["minutes"] = f"Số người dự họp: {attendance.count}"
        return None if checked.is_rejected else ParsedRow(team, month, held_on, texts, attendance)

    # --- against the list and what was logged -------------------------------------------------------------------

    def _stands_above(self, checked: CheckedRow, parsed: ParsedRow) -> bool:
        first, first_parsed = self.first.setdefault(parsed.key, (checked, parsed))
        if first is checked:
            return False
        words = {"number": first.row.number}
        if (first_parsed.month, first_parsed.texts, first_parsed.attendance) == (
            parsed.month,
            parsed.texts,
            parsed.attendance,
        ):
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
        else:
            sentence = _("Row %(number)s is about the same meeting, with other details. Keep one row.")
            checked.reject("held_on", sentence % words)
        return True

    def _compare(self, checked: CheckedRow, parsed: ParsedRow) -> None:
        before = self.known.get(parsed.key)
        if before is not None and before.month != parsed.month:
            words = {"day": format_date(parsed.held_on), "month": month_inside(before.month)}
            checked.reject("month", _("The meeting of %(day)s was logged as that of %(month)s.") % words)
            return
        meeting = copy.copy(before) if before else Meeting(team=parsed.team, month=parsed.month, held_on=parsed.held_on)
        for code in TEXTS:
            setattr(meeting, code, parsed.texts.get(code) or getattr(meeting, code))
        if parsed.attendance.count is not None and before is not None and before.minutes:
            # Somebody's own minutes are not written over with a number.
            meeting.minutes = before.minutes
        present = parsed.attendance.present
        checked.plan = plan = Plan(meeting, None if present is None else set(present), before)
        differences = self._differences(plan)
        if before is None or differences:
            checked.add(self.months.problems(parsed.team, parsed.month), "month")
        if before is None:
            self._check_new(checked, parsed)
        settle(checked, differences, is_new=before is None)

    def _check_new(self, checked: CheckedRow, parsed: ParsedRow) -> None:
        other = self.in_month.get((parsed.team.pk, parsed.month))
        if other is not None:
            words = {"month": month_label(parsed.month), "day": format_date(other.held_on)}
            checked.warn("held_on", _("%(month)s already has a meeting on %(day)s; this is a second one.") % words)
        if parsed.attendance.present is None and parsed.attendance.count is None:
            checked.warn("present", _("Nobody is named as present; add that on the page of the meeting."))

    def _differences(self, plan: Plan) -> dict[str, list[str]]:
        old, new = plan.before, plan.meeting
        if old is None:
            return {}
        pairs = {code: (getattr(old, code), getattr(new, code)) for code in TEXTS}
        if plan.present is not None:
            members = self.members.on(new.team, new.held_on)
            was = {row.cadre_id for row in old.attendances.all() if row.was_present}
            known = {row.cadre_id for row in old.attendances.all()}
            if was != plan.present or not known:
                pairs["present"] = (_names(was, members), _names(plan.present, members))
        return {self.table.header_text(code) or code: [nfc(a), nfc(b)] for code, (a, b) in pairs.items() if a != b}


def _names(pks: Iterable[int], members: dict[int, Cadre]) -> str:
    return ", ".join(sorted(members[pk].name for pk in pks if pk in members))
