"""What the wall of all teams (reports/tiles.py) can be coloured by.

To add a measure, write one entry into MEASURES: where its values come from (`of_village` and `of_team` take the code
of an indicator), its classes, and what to say while nothing is known. Classes have fixed limits, so that a wall can
be held against that of another month or commune; the legend names them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.board import state_of_nothing, states_of
from plumbing.charts import short_number
from plumbing.dates import Period, add_months, month_end, month_range
from plumbing.numbers import format_number
from plumbing.states import STATES
from plumbing.templatetags import ui
from reports import figures
from reports.display import change_in_words
from reports.indicators import BUILT_IN, Indicator
from reports.indicators.teams import MEETINGS
from reports.rollups.months import current_month
from teams.models import Account, Team

Text = str | Promise
# What is known of a team, by the key of the team; a team without an entry is unknown.
Values = dict[int, Any]
Read = Callable[[Sequence[Team], Sequence[dt.date], Account], list[Values]]
ReadMonth = Callable[[Sequence[Team], dt.date, Account], Values]

POVERTY = BUILT_IN["poverty_rate"]
MEETING_MONTHS = 6
RESOURCE_MONTHS = 12


@dataclass(frozen=True)
class Step:
    """One class of a measure: its words, and the colour and sign that a tile of it carries."""

    key: str
    words: Text
    tone: str
    sign: str


UNKNOWN = Step("unknown", gettext_lazy("No figures"), "cn-calm", "minus")


class States:
    """The state of the month as the board shows it."""

    order = ("late", "open", "draft", "returned", "submitted", "accepted", "locked")

    def steps(self) -> list[Step]:
        return [Step(key, ui.state_label(key), ui.tone(key), STATES[key].icon) for key in self.order]

    def place(self, value: str) -> int:
        return self.order.index(value)

    def short(self, value: str) -> str:
        return str(ui.state_label(value))

    full = short

    def number(self, value: str) -> Any:
        return self.short(value)

    def change(self, value: str, before: str) -> str:
        return ""


class Met:
    """(months in which the team met, months in which it should have): classes by how many are missing."""

    def steps(self) -> list[Step]:
        words = [
            _("met every month"), _("missed 1 month"), _("missed 2 or 3 months"), _("missed 4 months or more"),
            _("never met"),
        ]  # fmt: skip
        tones = ["cn-ok", "cn-info", "cn-warn", "cn-bad", "cn-alarm"]
        return [
            Step(f"met-{place}", capfirst(word), tone, f"level-{5 - place}")
            for place, (word, tone) in enumerate(zip(words, tones, strict=True))
        ]

    def place(self, value: tuple[int, int]) -> int:
        met, due = value
        missing = due - met
        return 4 if due and not met else 0 if not missing else 1 if missing == 1 else 2 if missing < 4 else 3

    def short(self, value: tuple[int, int]) -> str:
        return f"{value[0]}/{value[1]}"

    def full(self, value: tuple[int, int]) -> str:
        return _("%(met)s of %(due)s months") % {"met": value[0], "due": value[1]}

    def number(self, value: tuple[int, int]) -> Any:
        return value[0]

    def change(self, value: tuple[int, int], before: tuple[int, int]) -> str:
        return ""


@dataclass(frozen=True)
class Limits:
    """Numbers, cut at four fixed limits into five levels; more is darker."""

    limits: tuple[Decimal, ...]
    # A value on a tile, in full, and as the name of a limit; and how far it moved.
    short: Callable[[Decimal], str]
    full: Callable[[Decimal], str]
    limit: Callable[[Decimal], str]
    moved: Callable[[Decimal], str]
    # Of what stands on the page: differences are those of the values shown.
    rounded: Callable[[Decimal], Decimal] = lambda value: value
    # What the lowest level is called when it is nothing at all.
    none: Text = ""

    def steps(self) -> list[Step]:
        return [
            Step(f"level-{level}", words, f"cn-level-{level}", f"level-{level}")
            for level, words in enumerate(self.words(), start=1)
        ]

    def words(self) -> list[str]:
        shown = [self.limit(limit) for limit in self.limits]
        between = [_("%(low)s to under %(high)s") % {"low": low, "high": high} for low, high in pairwise(shown)]
        words = [_("under %(limit)s") % {"limit": shown[0]}, *between, _("%(limit)s or more") % {"limit": shown[-1]}]
        if self.none:
            words[:2] = [str(self.none), _("under %(limit)s") % {"limit": shown[1]}]
        return [capfirst(word) for word in words]

    def place(self, value: Decimal) -> int:
        return sum(value >= limit for limit in self.limits)

    def number(self, value: Decimal) -> Any:
        return value

    def change(self, value: Decimal, before: Decimal) -> str:
        difference = self.rounded(value) - self.rounded(before)
        return f"{'+' if difference > 0 else '−'}{self.moved(abs(difference))}" if difference else ""


Classes = States | Met | Limits


@dataclass(frozen=True)
class Measure:
    """What a wall can be coloured by."""

    code: str
    label: Text
    # What is counted, over which time.
    about: Text
    # What to do while nothing is known.
    nothing: Text
    read: Read
    classes: Classes


# --- where values come from -------------------------------------------------------------------------------------


def states(teams: Sequence[Team], months: Sequence[dt.date], user: Account) -> list[Values]:
    # Of the month itself the board's rule says what is late.
    found, nothing = states_of(months, user), {month: state_of_nothing(month) for month in months}
    return [
        {team.pk: found.get((team.pk, month), nothing[month]) for team in teams if is_at_work(team, month)}
        for month in months
    ]


def each(read: ReadMonth) -> Read:
    """Return what reads several months with what reads one."""
    return lambda teams, months, user: [read(teams, month, user) for month in months]


def months_met(teams: Sequence[Team], month: dt.date, user: Account) -> Values:
    """Return (months met, months due) of the last six; a month that is not over is due once the team has met."""
    months = month_range(add_months(month, 1 - MEETING_MONTHS), month)
    rows = MEETINGS.rows(months[0], month).filter(team__in=[team.pk for team in teams])
    met = set(rows.order_by().values_list("team_id", "month").distinct())
    known: Values = {}
    for team in teams:
        due = [m for m in months if is_at_work(team, m) and (m < current_month() or (team.pk, m) in met)]
        if due:
            known[team.pk] = (sum((team.pk, m) in met for m in due), len(due))
    return known


def of_village(code: str) -> Read:
    """Return what reads an indicator of the village in which a team works: its figure of the month."""

    def read(teams: Sequence[Team], month: dt.date, user: Account) -> Values:
        villages = {team.village_id for team in teams}
        found = figures.read_each(villages, Period.of_month(month), [code])
        values = {team.pk: found[team.village_id][code] for team in teams}
        return {pk: value for pk, value in values.items() if value is not None}

    return each(read)


def of_team(code: str, months: int = 1) -> Read:
    """Return what reads an indicator of the team's own rows (a village may have two teams), over some months."""

    def read(teams: Sequence[Team], month: dt.date, user: Account) -> Values:
        one = BUILT_IN[code]
        assert isinstance(one, Indicator)  # noqa: S101 -- a ratio has no rows
        team = one.source.village.removesuffix("village_id") + "pk"
        rows = one.rows(add_months(month, 1 - months), month).filter(**{f"{team}__in": [t.pk for t in teams]})
        found = dict(rows.order_by().values(team).annotate(amount=one.aggregate()).values_list(team, "amount"))
        return {t.pk: Decimal(found.get(t.pk) or 0) for t in teams if is_at_work(t, month)}

    return each(read)


def is_at_work(team: Team, month: dt.date) -> bool:
    """Return whether the team had to work in the month: active on its last day."""
    day = month_end(month)
    return team.active_from <= day and (team.active_to is None or team.active_to >= day)


# --- the measures -----------------------------------------------------------------------------------------------


def decimals(*numbers: float) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(number)) for number in numbers)


def _million(value: Decimal) -> str:
    return short_number(float(round(value, -5)))


def _dong(value: Decimal) -> str:
    return ui.money(value)


def _round_share(value: Decimal) -> str:
    return f"{format_number(value * 100)}%"


def _points(value: Decimal) -> str:
    return change_in_words(POVERTY, value)


MEASURES: list[Measure] = [
    Measure(
        "state",
        gettext_lazy("State of the month"),
        gettext_lazy("Where each team's monthly log stands. Late: its day has passed and it was not handed in."),
        gettext_lazy("No team has begun to log this month yet. Remind the team leaders, or choose an earlier month."),
        states,
        States(),
    ),
    Measure(
        "meetings",
        gettext_lazy("Meetings"),
        gettext_lazy("In how many of the last six months each team has met. A young team owes only its own months."),
        gettext_lazy("No meeting of these months has been logged yet. The teams log them, or the office loads a list."),
        each(months_met),
        Met(),
    ),
    Measure(
        "poverty",
        gettext_lazy("Poverty"),
        gettext_lazy("Poor households as a share of all households of the village at the end of the month."),
        gettext_lazy("No village has figures on poverty yet. The office loads the poverty review first."),
        of_village("poverty_rate"),
        Limits(
            decimals(0.15, 0.30, 0.45, 0.60),
            short=POVERTY.show,
            full=POVERTY.show,
            limit=_round_share,
            moved=_points,
            rounded=POVERTY.shown,
        ),
    ),
    Measure(
        "resources",
        gettext_lazy("Resources"),
        gettext_lazy("Value of all resources that each team mobilised in the last twelve months, in đồng."),
        gettext_lazy("No resources have been logged in these twelve months. The teams log what they receive."),
        of_team("resources_value", RESOURCE_MONTHS),
        Limits(decimals(1, 20e6, 50e6, 100e6), _million, _dong, _million, _million, none=gettext_lazy("none")),
    ),
]
BY_CODE = {measure.code: measure for measure in MEASURES}


def measure_of(code: str) -> Measure:
    """Return the measure of an address; nonsense is the first one."""
    return BY_CODE.get(code, MEASURES[0])
