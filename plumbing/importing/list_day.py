"""The day of which a list speaks: given by the clerk, or written above the table; asked for where it decides something
and stands nowhere. It is never silently the day on which somebody happens to load the list.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from plumbing.dates import month_end
from plumbing.spreadsheets import Table
from plumbing.text import search_key

_DAY = re.compile(r"\b(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(20\d\d)\b")
_DAY_IN_WORDS = re.compile(r"\bngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(20\d\d)\b")
_MONTH = re.compile(r"\bthang\s+(\d{1,2})\s*(?:/|-|nam\s)\s*(20\d\d)\b")
_YEAR = re.compile(r"\bnam\s+(20\d\d)\b")
# "Căn cứ Nghị định số 07/2021/NĐ-CP ngày 27/01/2021": the day of a rule, not of the list.
_RULES = re.compile(r"\b(?:nghi dinh|thong tu|luat|nghi quyet|chi thi|ket luan|cong van|huong dan|can cu)\b")
_DECISION = re.compile(r"\bquyet dinh\b|\bqd\b")


@dataclass
class ListDay:
    """What is known of the day of a list that is loaded on the day `today`."""

    today: dt.date
    # What the clerk gave, or stands above the table as a whole day.
    known: dt.date | None = None
    # What a month or a year in the title suggests.
    proposed: dt.date | None = None
    # Whether something that is written hangs on the day.
    is_used: bool = False

    @property
    def day(self) -> dt.date:
        """Return the day, to read names by: for that a guess will do."""
        return self.known or self.proposed or self.today

    def use(self) -> dt.date:
        """Return the day, to be written: where nobody knows it, it is asked for."""
        self.is_used = True
        return self.day

    @property
    def is_asked_for(self) -> bool:
        return self.is_used and self.known is None


def day_of(table: Table, today: dt.date, given: dt.date | None = None, *, by_decision: bool = False) -> ListDay:
    """Return what is known of the day of a list. `by_decision`: the decision that the list hangs on begins it."""
    if given is not None:
        return ListDay(today, known=given)
    notes = [search_key(note) for note in table.notes]
    notes = [note for note in notes if not _RULES.search(note) and (by_decision or not _DECISION.search(note))]
    whole = [day for note in notes for day in _days_in(note) if day <= today]
    known = min(table.written_on, today) if table.written_on else max(whole, default=None)
    vague = [day for note in notes for day in _vague_days_in(note)]
    return ListDay(today, known=known, proposed=min(vague[0], today) if vague else None)


def _days_in(note: str) -> Iterable[dt.date]:
    for match in [*_DAY_IN_WORDS.finditer(note), *_DAY.finditer(note)]:
        try:
            yield dt.date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            continue


def _vague_days_in(note: str) -> Iterable[dt.date]:
    """Return the last day of the months, else of the years, that a title names."""
    months = [(int(match[2]), int(match[1])) for match in _MONTH.finditer(note)]
    days = [month_end(dt.date(year, month, 1)) for year, month in months if 1 <= month <= 12]
    return days or [dt.date(int(match[1]), 12, 31) for match in _YEAR.finditer(note)]
