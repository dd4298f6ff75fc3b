"""Days that a program spoiled: day and month swapped by an American Excel, numbers counted from 1904."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from plumbing.spreadsheets.headers import Column
from plumbing.spreadsheets.rows import Row

_TYPED = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*\d{2,4}\s*")
# Between the two ways of counting lie four years and a day.
_FROM_1904 = dt.date(1904, 1, 1)
# A smaller number is a year, a larger one no day of our time.
_SERIALS = range(2101, 73_000)


def mend_days(
    rows: Sequence[Row], columns: Sequence[Column], *, from_1904: bool, swap: bool | None
) -> tuple[list[Row], int]:
    """Return the rows with their days looked after, and how many cells were swapped.

    `swap`: whether the clerk agrees that swapped days are turned back; None: nobody has been asked yet.
    """
    dates = [column.code for column in columns if column.is_date]
    suspects = [code for code in dates if _was_swapped([row.cells.get(code) for row in rows])]
    mended = list(rows)
    count = 0
    for code in suspects:
        for position, row in enumerate(mended):
            day = row.cells.get(code)
            if isinstance(day, dt.date) and day.day != day.month:
                mended[position] = _turned(row, code, day, swap)
                count += 1
    if from_1904:
        mended = [_counted_from_1904(row, dates) for row in mended]
    return mended, count


def _was_swapped(cells: Sequence[object]) -> bool:
    """Excel took "05/11" for 11 May and left "13/11", which has no such reading, as text.

    So all its days could be months, and all that was left as text could not.
    """
    days = [cell for cell in cells if isinstance(cell, dt.date)]
    typed = [match for cell in cells if isinstance(cell, str) and (match := _TYPED.fullmatch(cell))]
    return bool(days and typed) and all(d.day <= 12 for d in days) and all(int(m[1]) > 12 for m in typed)


def _turned(row: Row, code: str, day: dt.date, swap: bool | None) -> Row:
    turned = dt.date(day.year, day.day, day.month)
    words = {"day": f"{day:%d/%m/%Y}", "turned": f"{turned:%d/%m/%Y}"}
    if swap is None:
        sentence = _(
            "Excel seems to have swapped day and month: the cell says %(day)s, and was typed as %(turned)s. "
            "Say whether to turn such days back, or type them again as text."
        )
        return replace(row, errors=row.errors | {code: sentence % words})
    if not swap:
        sentence = _("Day and month may be swapped; %(day)s was taken as it stands, not %(turned)s.")
        return replace(row, warnings=row.warnings | {code: sentence % words})
    sentence = _("Day and month were turned back: %(day)s was read as %(turned)s.")
    return replace(row, cells=row.cells | {code: turned}, warnings=row.warnings | {code: sentence % words})


def _counted_from_1904(row: Row, dates: Sequence[str]) -> Row:
    for code, number in _numbers(row, dates):
        day = _FROM_1904 + dt.timedelta(days=number)
        words = {"number": number, "day": f"{day:%d/%m/%Y}"}
        sentence = _("The file counts its days from 1904: the number %(number)s was read as %(day)s.")
        row = replace(row, cells=row.cells | {code: day}, warnings=row.warnings | {code: sentence % words})
    return row


def _numbers(row: Row, dates: Sequence[str]) -> Iterator[tuple[str, int]]:
    for code in dates:
        value = row.cells.get(code)
        if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in _SERIALS:
            yield code, int(value)
