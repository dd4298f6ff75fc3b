"""The list of village figures: households and people of each village at the end of a month."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.actions.snapshots import save_snapshots
from activities.imports import months
from activities.imports.cells import month_in_title, read_month
from activities.rules import follow_problems, month_label, snapshot_problems
from households.models import VillageSnapshot
from households.models.snapshots import MAX_VILLAGE_HOUSEHOLDS, MAX_VILLAGE_PEOPLE
from plumbing.dates import add_months
from plumbing.importing.checking import Cells, CheckedRow, Outcome, settle
from plumbing.importing.kinds import ListKind, Loader
from plumbing.models import Change
from plumbing.numbers import format_number, read_int
from plumbing.problems import Problem
from plumbing.spreadsheets import Column, Table
from plumbing.text import nfc
from teams.access import Permission
from teams.imports.places import Place, Places
from teams.models import Account
from teams.rules import existence_in_month_problems

COUNTS = ("households", "people", "births", "deaths", "arrivals", "departures")
LIMITS = {"households": MAX_VILLAGE_HOUSEHOLDS, "people": MAX_VILLAGE_PEOPLE}


@dataclass(eq=False)
class Plan:
    """The figures of a village and month as the list wants them."""

    snapshot: VillageSnapshot
    before: VillageSnapshot | None = None


class SnapshotList(ListKind):
    code = "snapshots"
    title = gettext_lazy("Village figures")
    help = gettext_lazy("One row for each village and month: households, people, births, deaths, arrivals, departures.")
    permissions = (Permission.IMPORT, Permission.LOG_MONTH)
    columns = (
        Column("village", ("Bản", "Thôn", "Thôn, bản", "Thôn/bản", "Tên bản", "Địa bàn / Bản"), required=True),
        Column("commune", ("Xã", "Tên xã", "Xã, phường", "Địa bàn / Xã"), required=True),
        Column("month", ("Tháng", "Tháng, năm", "Kỳ")),
        Column("households", ("Số hộ", "Tổng số hộ", "Hộ"), required=True),
        Column("people", ("Số khẩu", "Nhân khẩu", "Số nhân khẩu", "Tổng số khẩu", "Khẩu"), required=True),
        Column("births", ("Số sinh", "Sinh", "Trẻ sinh ra")),
        Column("deaths", ("Số chết", "Chết", "Tử vong")),
        Column("arrivals", ("Chuyển đến", "Số chuyển đến", "Nhập khẩu")),
        Column("departures", ("Chuyển đi", "Số chuyển đi")),
    )
    examples = (
        {"village": "Ví Dụ", "commune": "Nà Hỳ", "month": "10/2026", "households": 60, "people": 310, "births": 1},
    )

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return _Check(table, loader).run()

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        plans: list[Plan] = [row.plan for row in checked]
        months.hold_villages([(p.snapshot.village_id, p.snapshot.month) for p in plans], by=loader.user)
        save_snapshots([(plan.before, plan.snapshot) for plan in plans], by=loader.user, batch_id=batch_id)

    def undo_problems(self, changes: Sequence[Change], by: Account | None) -> list[Problem]:
        return months.undo_problems(changes, by)


class _Check:
    """A village has one set of figures for a month."""

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table, self.loader = table, loader
        self.places = Places(loader.list_day.day, loader.user)
        self.title_month = month_in_title(table.notes)
        self.months = months.Months(loader.user)
        self.known: dict[dt.date, dict[int, VillageSnapshot]] = {}
        self.listed: dict[tuple[int, dt.date], CheckedRow] = {}

    def _stored(self, village_id: int, month: dt.date) -> VillageSnapshot | None:
        """Return the stored figures; those of a month are asked for once."""
        if month not in self.known:
            self.known[month] = {s.village_id: s for s in VillageSnapshot.objects.live().filter(month=month)}
        return self.known[month].get(village_id)

    def run(self) -> list[CheckedRow]:
        rows = [CheckedRow(row, self.table) for row in self.table.rows]
        for checked in rows:
            self._check(checked)
        self.loader.progress(len(rows), len(rows))
        return rows

    def _check(self, checked: CheckedRow) -> None:
        cells = Cells(checked, convert_legacy=self.loader.convert_legacy)
        place, month = self._place(cells), self._month(cells)
        counts = {c: cells.read(c, read_int, low=0, high=LIMITS.get(c, 30_000)) for c in COUNTS}
        for code in ("households", "people"):
            if counts[code] is None and not any(finding.field == code for finding in checked.errors):
                checked.reject(code, _("The number is missing."))
        if place is not None and month is not None:
            begins = self.places.begins(place)
            checked.add(existence_in_month_problems(place.area, begins, month, "month"), "month")
        if checked.is_rejected or place is None or month is None:
            return
        before = self._stored(place.area.pk, month)
        snapshot = copy.copy(before) if before else VillageSnapshot(village=place.area, month=month)
        for code, count in counts.items():
            if count is not None:
                setattr(snapshot, code, count)
        checked.add(snapshot_problems({code: getattr(snapshot, code) for code in COUNTS}), "people")
        if checked.is_rejected:
            return
        first = self.listed.setdefault((place.area.pk, month), checked)
        if first is not checked:
            self._meet(checked, first, snapshot)
            return
        checked.plan = Plan(snapshot, before)
        if before is None or self._differences(snapshot, before):
            checked.add(self.months.village_problems(place.area.pk, month), "month")
            checked.add(follow_problems(snapshot, self._month_before(place.area.pk, month)), "people")
        settle(checked, self._differences(snapshot, before), is_new=before is None)

    def _month_before(self, village_id: int, month: dt.date) -> VillageSnapshot | None:
        """Return the figures of the month before, as the rows above or the portal have them."""
        before = add_months(month, -1)
        listed = self.listed.get((village_id, before))
        return listed.plan.snapshot if listed is not None and listed.plan else self._stored(village_id, before)

    def _meet(self, checked: CheckedRow, first: CheckedRow, snapshot: VillageSnapshot) -> None:
        words = {"number": first.row.number}
        if all(getattr(snapshot, code) == getattr(first.plan.snapshot, code) for code in COUNTS):
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
        else:
            checked.reject("village", _("Row %(number)s has other figures for the same village and month.") % words)

    def _month(self, cells: Cells) -> dt.date | None:
        checked = cells.checked
        month = read_month(cells, "month", self.loader.today) if cells.has("month") else self.title_month
        if month is None and not any(finding.field == "month" for finding in checked.errors):
            checked.reject("month", _("The month is missing; write it as 06/2022."))
        elif month is not None and month > self.loader.today:
            checked.reject("month", _("%(month)s has not begun yet.") % {"month": month_label(month)})
        return month

    def _place(self, cells: Cells) -> Place | None:
        checked = cells.checked
        village = cells.required("village", _("The village is missing."))
        commune = cells.required("commune", _("The commune is missing."))
        checked.title = nfc(village)
        if not village or not commune:
            return None
        mention = self.places.known(checked, commune, self.table.header_text("commune"))
        if mention is None:
            return None
        place = self.places.find(checked, village, mention)
        if place is None and not checked.is_rejected:
            checked.reject("village", self.places.unknown_village(village, mention))
        if place is not None and not self.places.covers(place):
            checked.reject("village", _("This village lies outside the area of your account."))
        return place

    def _differences(self, snapshot: VillageSnapshot, before: VillageSnapshot | None) -> dict[str, list[str]]:
        if before is None:
            return {}
        return {
            self.table.header_text(code) or code: [format_number(was), format_number(now)]
            for code in COUNTS
            if (was := getattr(before, code)) != (now := getattr(snapshot, code))
        }
