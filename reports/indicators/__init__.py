"""Every number of the portal is declared here once; dashboards, lists, reports and checks only read it.

To add one: write its line into the file of its app. A new kind of row is a `Source`; the roll-up, drill-down and
reports find it by themselves. `verify_figures` counts by its own means (reports/verify): teach it there.
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.checks import CheckMessage, Error

from activities.catalogue import MEASURES
from activities.models import Measure
from households.models import HelpPlan
from reports.indicators import activities, help, households, teams
from reports.indicators.base import AnyIndicator, Better, Indicator, Kind, Ratio, Source
from reports.indicators.heads import Head

__all__ = [
    "BUILT_IN",
    "AnyIndicator",
    "Better",
    "Head",
    "Indicator",
    "Kind",
    "Ratio",
    "Source",
    "all_indicators",
    "check_codes",
    "settings_used",
    "sources",
]

# In the order of the report.
DECLARED: list[AnyIndicator] = [*households.INDICATORS, *help.INDICATORS, *teams.INDICATORS, *activities.INDICATORS]
BUILT_IN: dict[str, AnyIndicator] = {one.code: one for one in DECLARED}


def all_indicators() -> dict[str, AnyIndicator]:
    """Return every indicator by its code, the measures of the catalogue behind the built-in ones."""
    # A built-in code wins: the catalogue's form refuses such a measure, and no page may break over one.
    measures = [m for m in Measure.objects.live().order_by("sort_key", "pk") if m.code not in BUILT_IN]
    return BUILT_IN | {m.code: activities.of_measure(m) for m in measures}


def sources(indicators: dict[str, AnyIndicator]) -> dict[str, list[Indicator]]:
    """Return the stored indicators by the name of their source, so that each source is read once."""
    by_source: dict[str, list[Indicator]] = {}
    for one in indicators.values():
        if isinstance(one, Indicator):
            by_source.setdefault(one.source.name, []).append(one)
    return by_source


# One more whenever stored figures are counted otherwise than before.
DEFINITIONS = 4


def settings_used() -> str:
    """Return the office's own rules, and the definitions, on which figures depend: when one changes, all of them are
    counted again.
    """
    return f"MONTH_DUE_DAY={settings.MONTH_DUE_DAY};DEFINITIONS={DEFINITIONS};PLANS={plans_used()}"


def plans_used() -> str:
    """Return what differs as soon as a plan of help says otherwise which households must have a helper, and when."""
    rules = ("pk", "valid_from", "valid_to", "area", "must_help_poor", "must_help_near_poor", "months_after_exit")
    plans = list(HelpPlan.objects.live().order_by("pk").values_list(*rules))
    return hashlib.sha256(str(plans).encode()).hexdigest()[:16] if plans else ""


def check_codes(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """Refuse two indicators of one code, and ratios of parts that do not exist."""
    declared = [one.code for one in DECLARED]
    taken = {code for code in declared if declared.count(code) > 1} | ({row[0] for row in MEASURES} & set(declared))
    errors: list[CheckMessage] = [
        Error(f"the indicator code {code} is used twice", id="reports.E001") for code in sorted(taken)
    ]
    for one in BUILT_IN.values():
        if isinstance(one, Ratio):
            missing = {one.numerator, one.denominator} - set(BUILT_IN)
            errors += [Error(f"{one.code}: there is no {part}", id="reports.E002") for part in sorted(missing)]
    return errors
