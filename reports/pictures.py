"""The charts of an area's dashboard: which figures each one draws, on the page and as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plumbing import charts
from plumbing.charts import Series
from plumbing.dates import add_months, month_range
from reports.display import MILLION, month_names, percent, plain

MONTHS_SHOWN = 13
CODES = {
    "poverty": ["poverty_rate", "near_poverty_rate"],
    "teams": ["teams_met"],
    "people": ["outreach_people"],
    "resources": ["resources_value"],
}
Lines = dict[str, list[Decimal | None]]


@dataclass(frozen=True)
class Picture:
    """One chart over the months."""

    code: str
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    is_line: bool
    is_share: bool = False

    @property
    def values(self) -> Sequence[Any]:
        return self.series[0].values

    def svg(self) -> SafeString:
        if self.is_line:
            return charts.line(self.labels, self.series, self.title, is_share=self.is_share)
        return charts.bar(self.labels, self.values, self.title)


def months_until(month: dt.date) -> list[dt.date]:
    """Return the months that charts show: a year and the month it began with."""
    return month_range(add_months(month, 1 - MONTHS_SHOWN), month)


def pictures(lines: Lines, months: Sequence[dt.date], codes: Sequence[str] = tuple(CODES)) -> list[Picture]:
    """Return the charts named by `codes`, drawn from `lines` (the figures of CODES, month by month)."""
    names = month_names(months)
    made = {"poverty": _poverty, "teams": _teams, "people": _people, "resources": _resources}
    return [made[code](lines, names) for code in codes]


def _poverty(lines: Lines, names: list[str]) -> Picture:
    rates = [
        Series(_("Poverty rate, %"), percent(lines["poverty_rate"])),
        Series(_("Near-poverty rate, %"), percent(lines["near_poverty_rate"])),
    ]
    return Picture("poverty", _("Poverty and near-poverty (per cent)"), names, rates, is_line=True, is_share=True)


def _teams(lines: Lines, names: list[str]) -> Picture:
    met = [Series(_("Met, teams"), plain(lines["teams_met"]))]
    return Picture("teams", _("Teams that met"), names, met, is_line=True)


def _people(lines: Lines, names: list[str]) -> Picture:
    title = _("People at outreach sessions")
    return Picture("people", title, names, [Series(title, plain(lines["outreach_people"]))], is_line=False)


def _resources(lines: Lines, names: list[str]) -> Picture:
    title = _("Resources mobilised, million đồng")
    million = float(MILLION)
    values = [None if value is None else value / million for value in plain(lines["resources_value"])]
    return Picture("resources", title, names, [Series(title, values)], is_line=False)
