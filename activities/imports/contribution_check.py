"""Checking a list of contributions against the ledger, which never changes: known entries are left as they are."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from activities.actions.contributions import complete, month_of
from activities.imports.cells import read_day, rounded
from activities.imports.months import Months
from activities.models import Contribution
from activities.rules import contribution_problems, hand_over_problems
from plumbing.dates import format_date
from plumbing.importing.checking import Cells, CheckedRow, Outcome, settle
from plumbing.importing.kinds import Loader
from plumbing.numbers import format_number, read_decimal, read_money
from plumbing.spreadsheets import Table
from plumbing.text import nfc, search_key
from teams.imports.finding import TeamFinder

Kind = Contribution.Kind
KIND_WORDS = {
    "tien": Kind.MONEY, "tien mat": Kind.MONEY, "kinh phi": Kind.MONEY, "chuyen khoan": Kind.MONEY,
    "hien vat": Kind.GOODS, "qua": Kind.GOODS, "hang hoa": Kind.GOODS, "vat tu": Kind.GOODS, "vat lieu": Kind.GOODS,
    "ngay cong": Kind.LABOUR, "cong": Kind.LABOUR, "cong lao dong": Kind.LABOUR, "ngay cong lao dong": Kind.LABOUR,
    "dat": Kind.LAND, "hien dat": Kind.LAND, "dat dai": Kind.LAND,
    **{search_key(kind): kind for kind in Kind.values},
}  # fmt: skip
# What a written unit stands for: the kind it belongs to and how many of the ledger's own unit it is.
UNITS: dict[str, tuple[str, int]] = {
    "dong": (Kind.MONEY, 1), "d": (Kind.MONEY, 1), "vnd": (Kind.MONEY, 1), "nghin dong": (Kind.MONEY, 10**3),
    "ngan dong": (Kind.MONEY, 10**3), "trieu dong": (Kind.MONEY, 10**6), "trieu": (Kind.MONEY, 10**6),
    "tr.d": (Kind.MONEY, 10**6), "ty dong": (Kind.MONEY, 10**9),
    "ngay cong": (Kind.LABOUR, 1), "cong": (Kind.LABOUR, 1), "ngay": (Kind.LABOUR, 1),
    "m2": (Kind.LAND, 1), "m²": (Kind.LAND, 1), "met vuong": (Kind.LAND, 1), "ha": (Kind.LAND, 10_000),
    "hecta": (Kind.LAND, 10_000),
}  # fmt: skip
_WITH_UNIT = re.compile(r"[\d.,\s]+([^\W\d_][^\d]*|m[2²])")
Key = tuple[Any, ...]


@dataclass(eq=False)
class Plan:
    """An entry as the list wants it; `before` is the entry of the ledger that it is."""

    entry: Contribution
    before: Contribution | None = None


def key_of(row: Contribution) -> Key:
    """What makes two entries one: all that a ledger keeps for good."""
    return (
        row.team_id, row.kind, search_key(row.donor), search_key(row.description), row.amount, search_key(row.unit),
        row.value, row.pledged_on, row.received_on,
    )  # fmt: skip


def likeness_of(row: Contribution) -> list[Key]:
    """What an entry shares with another version of itself: who, what and one of the days."""
    who = (row.team_id, row.kind, search_key(row.donor), search_key(row.description))
    return [(*who, name, day) for name in ("pledged_on", "received_on") if (day := getattr(row, name))]


@dataclass
class Ledger:
    """The entries that the list may speak of, loaded at once. Counter-entries are none of a list's business."""

    by_key: dict[Key, Contribution] = field(default_factory=dict)
    alike: dict[Key, list[Contribution]] = field(default_factory=lambda: defaultdict(list))
    corrected: set[int] = field(default_factory=set)
    claimed: set[int] = field(default_factory=set)

    def load(self, wanted: Iterable[Contribution]) -> None:
        rows = list(wanted)
        days = [day for row in rows for day in (row.pledged_on, row.received_on) if day]
        if not days:
            return
        between = (min(days), max(days))
        near = Q(received_on__range=between) | Q(pledged_on__range=between)
        stored = Contribution.objects.live().filter(near, team__in={row.team_id for row in rows})
        counters = Contribution.objects.live().filter(corrects__in=stored.values("pk"))
        self.corrected = {pk for pk in counters.values_list("corrects", flat=True) if pk is not None}
        for entry in stored.filter(corrects__isnull=True).select_related("team"):
            self.by_key.setdefault(key_of(entry), entry)
            for key in likeness_of(entry):
                self.alike[key].append(entry)

    def another_version(self, row: Contribution) -> Contribution | None:
        """Return an entry that no row of the list is, and that differs from `row` in amount, value or one day."""
        found = (entry for key in likeness_of(row) for entry in self.alike.get(key, ()))
        return next((e for e in found if e.pk not in self.claimed and e.pk not in self.corrected), None)


class ContributionCheck:
    """Reads all rows, then compares them with the ledger: exact entries first, then those that look alike."""

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table, self.loader = table, loader
        self.finder = TeamFinder(table, loader)
        self.months = Months(loader.user)
        self.ledger = Ledger()
        self.first: dict[Key, tuple[CheckedRow, Contribution]] = {}

    def run(self) -> list[CheckedRow]:
        rows = [CheckedRow(row, self.table) for row in self.table.rows]
        read = {number: entry for number, row in enumerate(rows) if (entry := self._read(row)) is not None}
        self.ledger.load(read.values())
        self.ledger.claimed = {
            known.pk for entry in read.values() if (known := self.ledger.by_key.get(key_of(entry))) is not None
        }
        for number, entry in read.items():
            if not self._stands_above(rows[number], entry):
                self._compare(rows[number], entry)
        self.loader.progress(len(rows), len(rows))
        return rows

    # --- one row ------------------------------------------------------------------------------------------------

    def _read(self, checked: CheckedRow) -> Contribution | None:
        """Return the entry that the row speaks of; None when it is rejected."""
        cells = Cells(checked, convert_legacy=self.loader.convert_legacy)
        donor = cells.required("donor", _("The donor is missing."))
        checked.title = donor
        days = {code: read_day(cells, code, self.loader.today) for code in ("pledged_on", "received_on")}
        handed_over_on = read_day(cells, "handed_over_on", self.loader.today)
        team = self.finder.find(cells, days["received_on"] or days["pledged_on"])
        kind, unit, scale = self._kind(cells)
        amount = self._amount(cells, kind, scale)
        value = cells.read("value", read_money, unit=self.table.money_unit_of("value"))
        recipient = cells.text("recipient")
        description = cells.text("description")
        if checked.is_rejected or team is None or amount is None:
            return None
        entry = Contribution(
            team=team, donor=donor, kind=kind, description=description, amount=amount, unit=unit, value=value, **days
        )
        complete(entry)
        checked.add(contribution_problems(entry))
        if handed_over_on:
            checked.add(hand_over_problems(entry, handed_over_on, recipient))
        entry.handed_over_on, entry.recipient = handed_over_on, recipient
        return None if checked.is_rejected else entry

    def _kind(self, cells: Cells) -> tuple[str, str, int]:
        """Return the kind, the unit of goods, and how many of the ledger's units one stands for (0: unsaid)."""
        text = cells.text("kind")
        unit = cells.text("unit", longest=20) or self._unit_beside(cells)
        unit_kind, scale = UNITS.get(search_key(unit), ("", 1))
        kind = KIND_WORDS.get(search_key(text))
        if text and kind is None:
            sentence = _("“%(text)s” is no kind of contribution. Write tiền, hiện vật, ngày công or đất.")
            cells.checked.reject("kind", sentence % {"text": text})
        if not text:
            kind = unit_kind or (Kind.MONEY if cells.has("money") else Kind.GOODS if unit else None)
            if kind is None:
                sentence = _("The kind is missing. Write tiền, hiện vật, ngày công or đất.")
                cells.checked.reject("kind", sentence)
        if unit and kind and kind != Kind.GOODS and unit_kind != kind:
            words = {"unit": unit, "kind": Kind(kind).label}
            cells.checked.reject("unit", _("“%(unit)s” is no unit of: %(kind)s.") % words)
        return str(kind or ""), unit, scale if kind == unit_kind else 0

    @staticmethod
    def _unit_beside(cells: Cells) -> str:
        """Return the unit that stands behind the number itself: "20 suất"."""
        match = _WITH_UNIT.fullmatch(nfc(cells.values.get("amount") or ""))
        return match[1].strip(" .")[:20] if match else ""

    def _amount(self, cells: Cells, kind: str, scale: int) -> Decimal | None:
        checked = cells.checked
        column = self._amount_column(cells, kind)
        errors = len(checked.errors)
        if kind == Kind.MONEY:
            money = cells.read(column, read_money, unit=scale or self.table.money_unit_of(column))
            amount = None if money is None else Decimal(money)
        else:
            read = cells.read(column, read_decimal)
            amount = None if read is None else rounded(checked, column, read * (scale or 1))
        if amount is None and len(checked.errors) == errors:
            checked.reject(column, _("The amount is missing."))
        return amount

    @staticmethod
    def _amount_column(cells: Cells, kind: str) -> str:
        """Return the column of the amount; cash is worth what it is, so its value will do."""
        if kind != Kind.MONEY:
            return "amount"
        return next((code for code in ("money", "amount", "value") if cells.has(code)), "amount")

    # --- against the list and the ledger ------------------------------------------------------------------------

    def _stands_above(self, checked: CheckedRow, entry: Contribution) -> bool:
        first, written = self.first.setdefault(key_of(entry), (checked, entry))
        if first is checked:
            return False
        words = {"number": first.row.number}
        if (written.handed_over_on, written.recipient) == (entry.handed_over_on, entry.recipient):
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
        else:
            sentence = _("Row %(number)s is the same entry, handed over otherwise. Keep one row.")
            checked.reject("recipient", sentence % words)
        return True

    def _compare(self, checked: CheckedRow, entry: Contribution) -> None:
        before = self.ledger.by_key.get(key_of(entry))
        checked.plan = Plan(entry, before)
        if before is None:
            self._check_new(checked, entry)
            settle(checked, {}, is_new=True)
            return
        if before.pk in self.ledger.corrected:
            checked.warn("", _("This entry has been corrected in the ledger since; it is not written again."))
            checked.outcome = Outcome.UNCHANGED
            return
        differences: dict[str, list[str]] = {}
        if entry.handed_over_on and (entry.handed_over_on, entry.recipient) != (
            before.handed_over_on,
            before.recipient,
        ):
            checked.add(hand_over_problems(before, entry.handed_over_on, entry.recipient), "handed_over_on")
            differences = self._handed_over(before, entry)
        settle(checked, differences, is_new=False)

    def _check_new(self, checked: CheckedRow, entry: Contribution) -> None:
        checked.add(self.months.problems(entry.team, month_of(entry)), "received_on")
        other = self.ledger.another_version(entry)
        if other is not None:
            sentence = _(
                "The ledger has an entry of %(donor)s of %(day)s already: %(amount)s %(unit)s. A wrong entry is "
                "corrected there by a counter-entry; if this is another gift, say in “what was given” how it differs."
            )
            words = {
                "donor": other.donor,
                "day": format_date(other.received_on or other.pledged_on or dt.date.min),
                "amount": format_number(other.amount),
                "unit": other.unit,
            }
            checked.reject("amount", sentence % words)

    def _handed_over(self, before: Contribution, entry: Contribution) -> dict[str, list[str]]:
        was, now = before.handed_over_on, entry.handed_over_on
        pairs = {
            "handed_over_on": (format_date(was) if was else "", format_date(now) if now else ""),
            "recipient": (before.recipient, entry.recipient),
        }
        return {self.table.header_text(code) or code: [a, b] for code, (a, b) in pairs.items() if a != b}
