"""Dates as offices write them, months and reporting periods. Text is always day / month / year."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from plumbing.numbers import roman
from plumbing.reading import Reading, Unreadable, is_nothing
from plumbing.text import nfc, search_key

_EXCEL_EPOCH = dt.date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LAST_SERIAL = (dt.date(_LAST_YEAR, 12, 31) - _EXCEL_EPOCH).days
# A birthday on 1 January says "only the year is known" for people of older registers, not for young children.
_NEW_YEAR_BIRTHDAYS_BEFORE = 10


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which perhaps only the month or the year is known; what is unknown is 1."""

    date: dt.date
    precision: Precision = Precision.DAY


def format_date(day: dt.date) -> str:
    """Write a date as offices do: 05/11/2025."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_known_date(day: dt.date | None, precision: str) -> str:
    """Write as much of a date as is known: 05/11/1980, 11/1980 or 1980."""
    if day is None:
        return ""
    return day.strftime({Precision.YEAR: "%Y", Precision.MONTH: "%m/%Y"}.get(Precision(precision), "%d/%m/%Y"))


# --- reading ----------------------------------------------------------------------------------------------------

_TIME = re.compile(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_YEAR = re.compile(r"(?:(?:khoang|nam sinh|sinh nam|nam|sn)[ :.]*)?(\d{4})\.?")
_MONTH = re.compile(r"(?:thang\s*)?(\d{1,2})\s*(?:[/.\-]|\s*nam\s*)\s*(\d{4})\.?")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_ISO_DAY = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})")
_DAY = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*[/.\-, ]\s*(\d{1,2})\s*[/.\-, ]\s*(\d{4}|\d{2})\.?")
_WORDS = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*(?:,|nam|,\s*nam)\s*(\d{4})\.?")
# What a clerk puts around a date that is not sure, and in place of a day or month that nobody knows.
_UNSURE = re.compile(r"^(?:khoang|~|chung|khong ro ngay(?: thang)?[\s,:]*)\s*|\s*\([^)\d]*\)$|\s*[?~]+$")
_UNKNOWN_PART = re.compile(r"^(?:\?+|x{1,2}|_+|\.{2,})\s*(?=[/.-])|(?<=[/.-])\s*(?:\?+|x{1,2}|_+|\.{2,})\s*(?=[/.-])")
_TYPED = (
    (re.compile(r"^'"), ""),
    (re.compile(r"[/\\]+"), "/"),
    (re.compile(r"^(?:mung|mong) "), ""),
    (re.compile(r"(?<=[/-])\s*(?:thg|th)\.?\s*(?=\d)"), ""),
)
_WRITTEN = re.compile(r"ngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The numbers of a written date; None or 0 where nothing is known."""

    day: int | None
    month: int | None
    year: int
    short_year: bool = False


def read_date(
    raw: object,
    *,
    today: dt.date | None = None,
    allow_future: bool = False,
    max_age_years: int | None = None,
) -> Reading[PartialDate]:
    """Read a date from a cell: text, a date, an Excel serial number or a year.

    01/01 of a year long ago keeps the precision "day" with a warning: nobody but the clerk knows if it is meant.
    """
    if is_nothing(raw):
        return Reading(None)
    today = today or timezone.localdate()
    value, warnings = _read_value(raw, today, allow_future)
    _refuse_outside(value, today, allow_future, max_age_years)
    if _looks_like_year_only(value, today):
        warnings = (*warnings, _("%(date)s: perhaps only the year is known.") % {"date": format_date(value.date)})
    return Reading(value, warnings)


def _read_value(raw: object, today: dt.date, allow_future: bool) -> tuple[PartialDate, tuple[str, ...]]:
    if isinstance(raw, dt.datetime):
        return PartialDate(raw.date()), ()
    if isinstance(raw, dt.date):
        return PartialDate(raw), ()
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _from_number(raw), ()
    text = nfc(raw)
    if text.isdecimal() and len(text) == 5 and int(text) <= _LAST_SERIAL:
        value = _from_number(int(text))
        warning = _("“%(text)s” was read as Excel's number for %(date)s.")
        return value, (warning % {"text": text, "date": format_date(value.date)},)
    sure = _without_uncertainty(text)
    if sure is None:
        return _from_parts(_split(text), text, today, allow_future)
    value, warnings = _from_parts(_split(sure), text, today, allow_future)
    return value, (_("“%(text)s” says that the date is not sure.") % {"text": text}, *warnings)


@lru_cache(maxsize=16384)
def _without_uncertainty(text: str) -> str | None:
    """Return what is left of "khoảng 5/1980 (?)"; None when the text says nothing of the kind."""
    key = search_key(text)
    sure = _UNSURE.sub("", key)
    return None if sure == key or _YEAR.fullmatch(key) else sure


def _from_number(number: float) -> PartialDate:
    if not _FIRST_YEAR <= number <= _LAST_SERIAL:
        raise _not_a_date(f"{number:g}")
    if number <= _LAST_YEAR and number == int(number):
        return PartialDate(dt.date(int(number), 1, 1), Precision.YEAR)
    return PartialDate(_EXCEL_EPOCH + dt.timedelta(days=int(number)))


@lru_cache(maxsize=16384)
def _split(text: str) -> _Parts:
    key = _TIME.sub("", search_key(text))
    for pattern, replacement in _TYPED:
        key = pattern.sub(replacement, key)
    key = _UNKNOWN_PART.sub("0", key)
    if match := _DAY.fullmatch(key) or _WORDS.fullmatch(key):
        return _Parts(int(match[1]), int(match[2]), int(match[3]), short_year=len(match[3]) == 2)
    if match := _YEAR.fullmatch(key):
        return _Parts(None, None, int(match[1]))
    if match := _MONTH.fullmatch(key):
        return _Parts(None, int(match[1]), int(match[2]))
    if match := _ISO_DAY.fullmatch(key):
        return _Parts(int(match[3]), int(match[2]), int(match[1]))
    if match := _ISO_MONTH.fullmatch(key):
        return _Parts(None, int(match[2]), int(match[1]))
    raise _not_a_date(text)


def _from_parts(parts: _Parts, text: str, today: dt.date, allow_future: bool) -> tuple[PartialDate, tuple[str, ...]]:
    year = _full_year(parts.year, today, allow_future) if parts.short_year else parts.year
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Unreadable(_("The year %(year)s of “%(text)s” cannot be right.") % {"year": year, "text": text})
    value, warnings = _assemble(parts, year, text)
    if parts.short_year:
        warning = _("“%(text)s” has a year of two digits; it was read as %(date)s.")
        warnings = (warning % {"text": text, "date": format_date(value.date)}, *warnings)
    return value, warnings


def _assemble(parts: _Parts, year: int, text: str) -> tuple[PartialDate, tuple[str, ...]]:
    if not parts.month:
        # "00/00/1980" is how some registers write an unknown day and month.
        return PartialDate(dt.date(year, 1, 1), Precision.YEAR), ()
    if not parts.day:
        value = PartialDate(_day(1, parts.month, year, text), Precision.MONTH)
        return value, (_("“%(text)s” gives only the month; the day is not known.") % {"text": text},)
    if parts.month > 12 >= parts.day:
        value = PartialDate(_day(parts.month, parts.day, year, text))
        warning = _("“%(text)s” can only be month/day/year; it was read as %(date)s.")
        return value, (warning % {"text": text, "date": format_date(value.date)},)
    return PartialDate(_day(parts.day, parts.month, year, text)), ()


def _day(day: int, month: int, year: int, text: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Unreadable(_("The date %(text)s does not exist.") % {"text": text}) from None


def _full_year(short: int, today: dt.date, allow_future: bool) -> int:
    """Return the latest year that ends in these digits and can be meant."""
    latest = today.year + (10 if allow_future else 0)
    return 2000 + short if 2000 + short <= latest else 1900 + short


def _refuse_outside(value: PartialDate, today: dt.date, allow_future: bool, max_age_years: int | None) -> None:
    if value.date > today and not allow_future:
        raise Unreadable(_("The date %(date)s is in the future.") % {"date": format_date(value.date)})
    if max_age_years is not None and value.date.year < today.year - max_age_years:
        message = _("The date %(date)s is more than %(years)s years ago.")
        raise Unreadable(message % {"date": format_date(value.date), "years": max_age_years})


def _looks_like_year_only(value: PartialDate, today: dt.date) -> bool:
    day = value.date
    return (
        value.precision is Precision.DAY
        and day.day == day.month == 1
        and day.year <= today.year - _NEW_YEAR_BIRTHDAYS_BEFORE
    )


def _not_a_date(text: str) -> Unreadable:
    return Unreadable(_("“%(text)s” is not a date; write it as day/month/year.") % {"text": text[:60]})


def find_written_date(text: str) -> dt.date | None:
    """Return the date in a line such as "Nà Hỳ, ngày 05 tháng 01 năm 2022", or None."""
    match = _WRITTEN.search(search_key(text))
    if match is None:
        return None
    try:
        return dt.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


# --- months and periods -----------------------------------------------------------------------------------------


def month_of(day: dt.date) -> dt.date:
    """Return the first day of the month."""
    return dt.date(day.year, day.month, 1)


def month_inside(month: dt.date) -> str:
    """Return the month's name as it stands inside a sentence: "tháng 6/2026", but "June 2026"."""
    return date_format(month, pgettext("format of a month inside a sentence", "F Y"))


def add_months(month: dt.date, number: int) -> dt.date:
    """Return the first day of the month so many months later, or earlier."""
    years, index = divmod(month.month - 1 + number, 12)
    return dt.date(month.year + years, index + 1, 1)


def months_later(day: dt.date, number: int) -> dt.date:
    """Return the same day so many months later, or earlier; the last day of a month that has no such day."""
    month = add_months(day, number)
    return min(month_end(month), month + dt.timedelta(days=day.day - 1))


def month_end(month: dt.date) -> dt.date:
    """Return the last day of a month."""
    return add_months(month, 1) - dt.timedelta(days=1)


def month_range(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the first days of all months from the one to the other, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, number) for number in range(count)]


def parse_month(text: str) -> dt.date:
    """Return the first day of a month written "2022-06", "06/2022" or "tháng 6 năm 2022"."""
    key = search_key(text)
    iso, written = _ISO_MONTH.fullmatch(key), _MONTH.fullmatch(key)
    if iso:
        year, month = int(iso[1]), int(iso[2])
    elif written:
        year, month = int(written[2]), int(written[1])
    else:
        raise Unreadable(_("“%(text)s” is not a month; write it as 06/2022.") % {"text": nfc(text)[:60]})
    if not (1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR):
        raise Unreadable(_("The month %(text)s does not exist.") % {"text": nfc(text)})
    return dt.date(year, month, 1)


_PERIOD = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]|q[1-4]|h[12]|9m))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period: a month, a quarter, half a year, the nine months to September, or a year."""

    code: str
    first_month: dt.date
    last_month: dt.date

    @classmethod
    def parse(cls, code: str) -> Period:
        """Read "2022-06", "2022-Q2", "2022-H1", "2022-9M" or "2022"."""
        match = _PERIOD.fullmatch(code.strip().lower())
        if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
            message = _("“%(code)s” is not a period; write 2022-06, 2022-Q2, 2022-H1, 2022-9M or 2022.")
            raise Unreadable(message % {"code": code[:60]})
        first, last = _months_of(match[2] or "")
        year = int(match[1])
        return cls(code.strip().upper(), dt.date(year, first, 1), dt.date(year, last, 1))

    @classmethod
    def of_month(cls, day: dt.date) -> Period:
        """Return the month that a day falls in."""
        month = month_of(day)
        return cls(f"{month:%Y-%m}", month, month)

    @property
    def months(self) -> list[dt.date]:
        """The first days of its months."""
        return month_range(self.first_month, self.last_month)

    @property
    def last_day(self) -> dt.date:
        return month_end(self.last_month)

    @property
    def label(self) -> str:
        """Its name, translated only when it is written out, into the language of whoever reads it."""
        return _lazy_label(self.code)

    def __str__(self) -> str:
        return str(self.label)

    def __contains__(self, day: dt.date) -> bool:
        return self.first_month <= day <= self.last_day


def _months_of(part: str) -> tuple[int, int]:
    """Return the first and the last month number of the part of a code behind the year."""
    if part.startswith("q"):
        return int(part[1]) * 3 - 2, int(part[1]) * 3
    named = {"": (1, 12), "h1": (1, 6), "h2": (7, 12), "9m": (1, 9)}
    return named.get(part) or (int(part), int(part))


def _label(code: str) -> str:
    return _label_in(code, get_language() or "")


@lru_cache(maxsize=512)
def _label_in(code: str, language: str) -> str:
    """Return the label in `language`, the one that is active: a page has dozens of them, and the same ones again."""
    year, _dash, part = code.partition("-")
    if part.isdecimal():
        return date_format(dt.date(int(year), int(part), 1), "YEAR_MONTH_FORMAT")
    if part.startswith("Q"):
        return _("Quarter %(quarter)s/%(year)s") % {"quarter": roman(int(part[1])), "year": year}
    labels = {
        "": _("Year %(year)s"),
        "H1": _("First 6 months of %(year)s"),
        "H2": _("Last 6 months of %(year)s"),
        "9M": _("9 months of %(year)s"),
    }
    return labels[part] % {"year": year}


_lazy_label = lazy(_label, str)
