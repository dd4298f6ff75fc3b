"""Figures as pages show them: the value as people read it, how it changed, and the address of its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plumbing.dates import Period
from plumbing.numbers import format_number
from reports.changes_in_words import MILLION, known_line
from reports.figures import Numbers
from reports.indicators import BUILT_IN, AnyIndicator, Kind, Ratio
from reports.indicators.activities import DONG
from reports.rollups.months import current_month
from teams.models import Area


@dataclass(frozen=True)
class Cell:
    """One figure of one area."""

    one: AnyIndicator
    value: Decimal | None
    url: str = ""

    @property
    def text(self) -> str:
        return self.one.show(self.value)


@dataclass(frozen=True)
class Line:
    """One area's row of a table."""

    label: str
    url: str
    cells: list[Cell]


def coverage_note(numbers: Numbers) -> str:
    """Say of how many villages the numbers of households and the rates of poverty are, where some are missing."""
    counted = _(
        "All households and people: figures of %(known)s of %(all)s villages; the others have not given theirs."
    )
    rated = _(
        "Poverty rates: for %(known)s of %(all)s villages; of the others the number of households or the assessments "
        "are missing."
    )
    number = numbers.get("villages_with_teams")
    notes = []
    for code, text in [("villages_in_figures", counted), ("villages_rated", rated)]:
        known = numbers.get(code)
        if known and number and known < number:
            notes.append(text % {"known": format_number(known), "all": format_number(number)})
    return " ".join(notes)


def name_of(period: Period) -> str:
    """Return the name of a period; one that is still running says how many months it holds: year 2026 (11 months)."""
    number = sum(month <= current_month() for month in period.months)
    if not 0 < number < len(period.months):
        return str(period)
    text = ngettext("%(period)s (%(number)s month)", "%(period)s (%(number)s months)", number)
    return text % {"period": period, "number": number}


def rows_url(code: str, area: Area, period: Period) -> str:
    return reverse("reports:figure_rows", args=[code, area.pk, period.code])


def cells(area: Area, period: Period, numbers: Numbers, shown: Sequence[AnyIndicator]) -> list[Cell]:
    """Return the figures in the order of `shown`; zero and unknown open nothing."""
    return [
        Cell(one, numbers[one.code], rows_url(one.code, area, period) if numbers[one.code] else "") for one in shown
    ]


def is_money(one: AnyIndicator) -> bool:
    return one.unit is DONG


def change_of(one: AnyIndicator, line: Sequence[Decimal | None]) -> Decimal | None:
    """Return by how much the last value differs from the one before."""
    now, before = line[-1], line[-2]
    if now is None or before is None:
        return None
    return one.shown(now) - one.shown(before)


def change_in_words(one: AnyIndicator, change: Decimal | None) -> str:
    """Say how a figure changed: a share in percentage points, money in millions."""
    if change is None:
        return ""
    if isinstance(one, Ratio):
        return _("%(points)s points") % {"points": format_number(abs(change) * 100, one.decimals)}
    if is_money(one):
        return format_number(abs(change) / MILLION, 1)
    return format_number(abs(change))


def key_figures(
    codes: Collection[str], area: Area, period: Period, lines: dict[str, list[Decimal | None]]
) -> list[dict[str, Any]]:
    """Return what the component `kpi` shows, from lines whose last value is this month's."""
    found = []
    for code in codes:
        one = BUILT_IN[code].over(period)
        line = known_line(one, lines)
        now, change = line[-1], change_of(one, line)
        unit: Any = "" if one.kind == Kind.RATIO else one.unit
        text = None if now is None else one.show(now)
        if now is not None and is_money(one):
            # A phone has no room for nine digits.
            text, unit = format_number(now / MILLION, 1), _("million đồng")
        found.append(
            {
                "label": one.name,
                "value": text,
                "unit": unit,
                "change": change,
                "change_label": change_in_words(one, change),
                "better": str(one.better),
                "href": rows_url(code, area, period),
                "spark": plain(line),
                "hint": year_before(one, line),
            }
        )
    return found


def year_before(one: AnyIndicator, line: Sequence[Decimal | None]) -> str:
    """Say what the figure was in the same month of the year before; "" when that is not known."""
    value = line[-13] if len(line) >= 13 else None
    if value is None:
        return ""
    if is_money(one):
        return _("A year ago: %(value)s m") % {"value": format_number(value / MILLION, 1)}
    return _("A year ago: %(value)s") % {"value": one.show(value)}


def percent(line: Sequence[Decimal | None]) -> list[float | None]:
    """Return shares as per cent, for an axis."""
    return [None if value is None else round(float(value) * 100, 2) for value in line]


def plain(line: Sequence[Decimal | None]) -> list[float | None]:
    return [None if value is None else float(value) for value in line]


def month_names(months: Sequence[dt.date]) -> list[str]:
    return [f"{month:%m/%y}" for month in months]
