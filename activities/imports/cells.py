"""Reading the cells that lists of the teams' work share: days, months, texts of several lines, amounts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from activities.rules import month_label
from plumbing.dates import PartialDate, Precision, find_written_date, month_of, parse_month, read_date
from plumbing.fields import tidy_lines
from plumbing.importing.checking import Cells, CheckedRow
from plumbing.numbers import format_number
from plumbing.reading import Reading, is_nothing

_HUNDREDTH = Decimal("0.01")
_MONTH_IN_TITLE = re.compile(r"tháng\s+(\d{1,2})\s*(?:/|năm)\s*(20\d\d)", re.IGNORECASE)


def month_in_title(notes: Iterable[str]) -> dt.date | None:
    """Return the month that a title names; "ngày 05 tháng 11 năm 2026" is only the day on which it was written."""
    titles = [note for note in notes if find_written_date(note) is None]
    match = next((m for note in titles if (m := _MONTH_IN_TITLE.search(note)) and 1 <= int(m[1]) <= 12), None)
    return parse_month(f"{match[1]}/{match[2]}") if match else None


def read_day(cells: Cells, code: str, today: dt.date, month: dt.date | None = None) -> dt.date | None:
    """Return the day in a cell, which must be a whole one; "15" alone is a day of `month`."""
    value = cells.values.get(code)
    if month is not None and str(value).strip().isdecimal() and 1 <= int(str(value)) <= 31:
        cells.values[code] = f"{int(str(value))}/{month.month}/{month.year}"
    found = cells.read(code, _whole_day, today=today)
    if found is None:
        return None
    if found.precision is not Precision.DAY:
        cells.checked.reject(code, _("Give the whole day, as 05/11/2025."))
        return None
    return found.date


def _whole_day(raw: object, *, today: dt.date) -> Reading[PartialDate]:
    """Read a date; that only its month is known is no warning here but a refusal."""
    read = read_date(raw, today=today)
    return read if read.value is None or read.value.precision is Precision.DAY else Reading(read.value)


def read_month(cells: Cells, code: str, today: dt.date) -> dt.date | None:
    """Return the first day of the month in a cell, "10/2026" or any day of it."""

    def read(raw: object) -> Reading[dt.date]:
        if isinstance(raw, str):
            return Reading(parse_month(raw))
        day = read_date(raw, allow_future=True).value
        return Reading(month_of(day.date) if day else None)

    if not cells.has(code):
        return None
    month = cells.read(code, read)
    if month is not None and month > today:
        cells.checked.reject(code, _("%(month)s has not begun yet.") % {"month": month_label(month)})
        return None
    return month


def read_lines(cells: Cells, code: str) -> str:
    """Return a text that may have several lines; "" when the cell says nothing."""
    value = cells.values.get(code)
    return "" if is_nothing(value) else tidy_lines(str(value))


def rounded(checked: CheckedRow, code: str, value: Decimal) -> Decimal:
    """Return the amount with two decimals, and say so where it had more."""
    amount = value.quantize(_HUNDREDTH, ROUND_HALF_UP)
    if amount != value:
        words = {"value": format_number(value), "amount": format_number(amount)}
        checked.warn(code, _("%(value)s was rounded to %(amount)s.") % words)
    return amount
