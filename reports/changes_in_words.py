"""What changed since the month before, in sentences an official would write.

Only what is true is said: a figure that was not kept in one of the two months is silent, what teams did is compared
only when both months are over, and a commune is named only when it stands alone at the top. Each sentence leads to
the rows behind it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models.months import due_day
from plumbing.dates import Period
from plumbing.numbers import format_number, format_share
from reports.figures import Numbers, Parts
from reports.indicators import BUILT_IN, AnyIndicator, Indicator, Ratio
from reports.indicators.households import RATED, SNAPSHOTS, STANDING, TRANSITIONS
from reports.rollups.months import current_month
from teams.models import Area
from teams.places import inside

Value = Decimal | None

ZERO, MILLION = Decimal(0), Decimal(1_000_000)
TEAMS_BASE = "teams_active"
# While all of these are zero nobody has been assessed yet, or no team was at work: other zeros mean "not known".
HOUSEHOLDS_BASES, TEAMS_BASES = ["poor_households", "near_poor_households"], [TEAMS_BASE]
# Any of these says that the month was worked on.
WORK = ["teams_met", "months_handed_in", "activities_held", "resources_value"]
CODES = [
    *HOUSEHOLDS_BASES, *TEAMS_BASES, *WORK, "poor_exited", "newly_poor", "relapsed_poor",
    "months_on_time_rate", "tasks_done_rate", "outreach_people",
]  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """One change; `verdict` is is-good, is-bad or nothing, `sign` the icon."""

    text: str
    url: str
    verdict: str = ""
    sign: str = "trend-flat"


def bases_of(one: AnyIndicator) -> list[str]:
    """Return the figures of which one must not be zero for this one to be known."""
    part = BUILT_IN[one.numerator] if isinstance(one, Ratio) else one
    is_of_households = isinstance(part, Indicator) and part.source in (STANDING, SNAPSHOTS, RATED, TRANSITIONS)
    return HOUSEHOLDS_BASES if is_of_households else TEAMS_BASES


def known_line(one: AnyIndicator, lines: dict[str, list[Value]]) -> list[Value]:
    """Return the line of a figure without the months before it was kept, as far as its bases are among the lines."""
    line = lines[one.code]
    bases = [lines[code] for code in bases_of(one) if code in lines]
    kept = [any(values) for values in zip(*bases, strict=True)]
    first = kept.index(True) if True in kept else 0
    return [*[None] * first, *line[first:]]


def known(code: str, numbers: Numbers) -> Value:
    return numbers[code] if any(numbers.get(base) for base in bases_of(BUILT_IN[code])) else None


def is_worked_on(numbers: Numbers) -> bool:
    return any(numbers.get(code) for code in WORK)


class Changes:
    """The sentences about an area and month; `parts` are its communes with their figures in both months."""

    def __init__(
        self,
        area: Area,
        month: dt.date,
        now: Numbers,
        before: Numbers,
        parts: Parts = (),
        parts_before: Parts = (),
        year_before: Numbers | None = None,
    ) -> None:
        self.area, self.period = area, Period.of_month(month)
        self.now, self.before, self.year_before = now, before, year_before or {}
        earlier = {part.pk: numbers for part, numbers in parts_before}
        # Boundaries moved between the months: what changed where is not known.
        is_same = {part.pk for part, _numbers in parts} == set(earlier) and len(earlier) > 1
        self.parts = [(part, numbers, earlier[part.pk]) for part, numbers in parts] if is_same else []
        self.is_over = month < current_month()
        self.is_due = timezone.localdate() > due_day(month)

    def sentences(self) -> list[Sentence]:
        """Return what is worth saying, poverty first."""
        found = [self._over_a_year(), self._stock("poor_households", poor_fewer, poor_more)]
        found += [self._stock("near_poor_households", near_poor_fewer, near_poor_more)]
        found += [self._happened("poor_exited", escaped), self._happened("newly_poor", newly_poor)]
        found += [self._happened("relapsed_poor", relapsed)]
        if self.is_over and is_worked_on(self.now):
            found += [self._met()]
            found += [self._share("months_on_time_rate", on_time_rose, on_time_fell)] if self.is_due else []
            found += [self._share("tasks_done_rate", tasks_rose, tasks_fell)]
            found += [self._sum("outreach_people", reached, people), self._sum("resources_value", mobilised, dong)]
        return [one for one in found if one is not None]

    def note(self) -> str:
        """Say why little or nothing can be said; "" when the sentences speak for themselves."""
        if not self.now.get(TEAMS_BASE):
            return _("There are no figures of this month. Choose another month, or have the teams entered first.")
        if not is_worked_on(self.now):
            return _("The teams have not logged anything for this month yet; it is due on %(day)s.") % {
                "day": f"{due_day(self.period.first_month):%d/%m/%Y}"
            }
        if not self.is_over:
            return _("The month is not over: what the teams did is compared when it has ended.")
        return "" if self.sentences() else _("No figure has changed since the month before.")

    def asleep(self, number: int) -> list[Sentence]:
        """Say how many teams sleep; their list stands on the same page. Where nobody logged anything, nobody knows."""
        if not number or not (is_worked_on(self.now) or is_worked_on(self.before)):
            return []
        text = ngettext(
            "%(number)s team has not met for two months or longer.",
            "%(number)s teams have not met for two months or longer.",
            number,
        )
        return [Sentence(text % {"number": format_number(number)}, "#asleep", "is-bad", "alert")]

    # --- kinds of sentences

    def _stock(self, code: str, fewer: Phrase, more: Phrase) -> Sentence | None:
        # Where the last poor household is gone, its figure of now is a zero that is known.
        now, before = self.now[code], known(code, self.before)
        if now is None or before is None or now == before:
            return None
        change = now - before
        text = (more if change > 0 else fewer)(abs(change), households(now))
        place = self._top(lambda n, b: (n[code] or ZERO) - (b[code] or ZERO), change > 0)
        tail = _("most of it in %(place)s (%(change)s)")
        return self._sentence(code, text, change, place and tail % {"place": place[0], "change": signed(place[1])})

    def _over_a_year(self) -> Sentence | None:
        """Poverty is reviewed once a year: from month to month it mostly stands still."""
        now, before = self.now.get("poverty_rate"), known("poverty_rate", self.year_before)
        rate = BUILT_IN["poverty_rate"]
        if now is None or before is None or rate.shown(now) == rate.shown(before):
            return None
        change = (self.now["poor_households"] or ZERO) - (self.year_before["poor_households"] or ZERO)
        words = {
            "before": rate.show(before),
            "now": rate.show(now),
            "change": signed(change) if change else households(change),
        }
        if now < before:
            text = _("Within a year the poverty rate fell from %(before)s to %(now)s (%(change)s)") % words
        else:
            text = _("Within a year the poverty rate rose from %(before)s to %(now)s (%(change)s)") % words
        return self._sentence("poverty_rate", text, now - before)

    def _happened(self, code: str, phrase: Phrase) -> Sentence | None:
        now = self.now[code]
        # Nothing is known of transitions in the month in which the register begins.
        if not now or known(code, self.before) is None:
            return None
        place = self._top(lambda n, b: n[code] or ZERO, True)
        tail = place and _("most of them in %(place)s (%(number)s)") % {
            "place": place[0], "number": households(place[1])
        }  # fmt: skip
        return self._sentence(code, phrase(now, ""), now, tail)

    def _met(self) -> Sentence | None:
        now, before = known("teams_met", self.now), self._compared("teams_met")
        active = self.now.get(TEAMS_BASE)
        if now is None or not active:
            return None
        text = _("%(met)s of %(active)s teams met") % {"met": format_number(now), "active": format_number(active)}
        change = None if before is None else now - before
        return self._sentence("teams_met", f"{text}{compared(change, team_count)}", change)

    def _share(self, code: str, rose: Phrase, fell: Phrase) -> Sentence | None:
        now, before = known(code, self.now), self._compared(code)
        if now is None or before is None:
            return None
        # Of the shares as they are shown: what cannot be seen in them did not change.
        change = BUILT_IN[code].shown(now) - BUILT_IN[code].shown(before)
        if not change:
            return None
        points = abs(change) * 100
        text = (rose if change > 0 else fell)(points, format_share(now))
        place = self._top(lambda n, b: known(code, n), False, is_any=True)
        tail = place and _("lowest in %(place)s (%(share)s)") % {"place": place[0], "share": format_share(place[1])}
        return self._sentence(code, text, change, tail)

    def _sum(self, code: str, phrase: Phrase, unit: Callable[[Decimal], str]) -> Sentence | None:
        now, before = known(code, self.now), self._compared(code)
        if not now:
            return None
        # What cannot be seen in millions did not change.
        digits = -5 if unit is dong else 0
        change = None if before is None else round(now, digits) - round(before, digits)
        place = self._top(lambda n, b: n[code] or ZERO, True)
        tail = place and _("most in %(place)s (%(number)s)") % {"place": place[0], "number": unit(place[1])}
        return self._sentence(code, f"{phrase(now, unit(now))}{compared(change, unit)}", change, tail)

    # --- their parts

    def _compared(self, code: str) -> Value:
        """Return the figure of the month before; None when nobody worked on that month."""
        return known(code, self.before) if is_worked_on(self.before) else None

    def _top(
        self, value: Callable[[Numbers, Numbers], Value], is_most: bool, *, is_any: bool = False
    ) -> tuple[str, Decimal] | None:
        """Return the part with the largest (smallest) value, named as inside a sentence; None unless it is alone.

        Only a value in the direction of the change counts, save when any does (`is_any`: a share).
        """
        found = [(value(now, before), part) for part, now, before in self.parts]
        ranked = sorted(
            ((amount, part) for amount, part in found if amount is not None), key=lambda one: one[0], reverse=is_most
        )
        if len(ranked) < 2 or ranked[0][0] == ranked[1][0]:
            return None
        amount, part = ranked[0]
        if not is_any and (amount <= 0 if is_most else amount >= 0):
            return None
        return inside(part.name), Decimal(amount)

    def _sentence(self, code: str, text: str, change: Value, tail: str | None = None) -> Sentence:
        one = BUILT_IN[code]
        verdict = ""
        if change and one.better != "none":
            verdict = "is-good" if (change > 0) == (one.better == "up") else "is-bad"
        sign = "trend-flat" if not change else "trend-up" if change > 0 else "trend-down"
        url = reverse("reports:figure_rows", args=[code, self.area.pk, self.period.code])
        return Sentence(f"{text}; {tail}." if tail else f"{text}.", url, verdict, sign)


# --- phrases: (by how much or how many, the value in words) -> the sentence without its end ----------------------

Phrase = Callable[[Decimal, str], str]


def poor_fewer(change: Decimal, now: str) -> str:
    text = ngettext(
        "There is %(change)s poor household fewer; %(now)s are left",
        "There are %(change)s poor households fewer; %(now)s are left",
        int(change),
    )
    return text % {"change": format_number(change), "now": now}


def poor_more(change: Decimal, now: str) -> str:
    text = ngettext(
        "There is %(change)s poor household more; it is %(now)s now",
        "There are %(change)s poor households more; it is %(now)s now",
        int(change),
    )
    return text % {"change": format_number(change), "now": now}


def near_poor_fewer(change: Decimal, now: str) -> str:
    text = ngettext(
        "There is %(change)s near-poor household fewer; %(now)s are left",
        "There are %(change)s near-poor households fewer; %(now)s are left",
        int(change),
    )
    return text % {"change": format_number(change), "now": now}


def near_poor_more(change: Decimal, now: str) -> str:
    text = ngettext(
        "There is %(change)s near-poor household more; it is %(now)s now",
        "There are %(change)s near-poor households more; it is %(now)s now",
        int(change),
    )
    return text % {"change": format_number(change), "now": now}


def escaped(number: Decimal, _now: str) -> str:
    text = ngettext("%(number)s household escaped poverty", "%(number)s households escaped poverty", int(number))
    return text % {"number": format_number(number)}


def newly_poor(number: Decimal, _now: str) -> str:
    text = ngettext("%(number)s household became newly poor", "%(number)s households became newly poor", int(number))
    return text % {"number": format_number(number)}


def relapsed(number: Decimal, _now: str) -> str:
    text = ngettext(
        "%(number)s household fell back into poverty", "%(number)s households fell back into poverty", int(number)
    )
    return text % {"number": format_number(number)}


def on_time_rose(points: Decimal, now: str) -> str:
    text = _("The share of monthly reports on time rose by %(points)s points to %(now)s")
    return text % {"points": format_number(points, 1), "now": now}


def on_time_fell(points: Decimal, now: str) -> str:
    text = _("The share of monthly reports on time fell by %(points)s points to %(now)s")
    return text % {"points": format_number(points, 1), "now": now}


def tasks_rose(points: Decimal, now: str) -> str:
    text = _("The share of tasks done rose by %(points)s points to %(now)s")
    return text % {"points": format_number(points, 1), "now": now}


def tasks_fell(points: Decimal, now: str) -> str:
    text = _("The share of tasks done fell by %(points)s points to %(now)s")
    return text % {"points": format_number(points, 1), "now": now}


def reached(_number: Decimal, now: str) -> str:
    return _("Outreach sessions reached %(people)s") % {"people": now}


def mobilised(_number: Decimal, now: str) -> str:
    return _("Resources worth %(sum)s were mobilised") % {"sum": now}


# --- numbers with their unit ------------------------------------------------------------------------------------


def households(number: Decimal) -> str:
    text = ngettext("%(number)s household", "%(number)s households", int(number))
    return text % {"number": format_number(number)}


def people(number: Decimal) -> str:
    return ngettext("%(number)s person", "%(number)s people", int(number)) % {"number": format_number(number)}


def team_count(number: Decimal) -> str:
    return ngettext("%(number)s team", "%(number)s teams", int(number)) % {"number": format_number(number)}


def dong(number: Decimal) -> str:
    return _("%(number)s million đồng") % {"number": format_number(number / MILLION, 1)}


def signed(change: Decimal) -> str:
    return f"{'+' if change > 0 else '−'}{households(abs(change))}"


def compared(change: Value, unit: Callable[[Decimal], str]) -> str:
    """Return the half-sentence that compares with the month before; "" when nothing is known of it."""
    if change is None:
        return ""
    if not change:
        return _(", the same as in the month before")
    if change > 0:
        return _(", up by %(number)s on the month before") % {"number": unit(change)}
    return _(", down by %(number)s on the month before") % {"number": unit(-change)}
