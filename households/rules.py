"""Pure checks of households, people and assessments: form, action and import call the same ones.

Each returns a list of problems. Those of `result_conflicts` are warnings: a review may decide against the points.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from households.models import Household, Person, PovertyCause, PovertyStandard, Residence, Result, Review
from households.models.households import MAX_HOUSEHOLD_SIZE
from households.models.poverty import MAX_B1, MAX_B2
from plumbing.dates import format_date
from plumbing.problems import Problem
from plumbing.stays import stay_on
from teams.models import Area
from teams.places import village_inside
from teams.rules import existence_problems

# đồng a person a month: above it somebody typed the income of a year, or of the wrong unit.
INCOME_LIMIT = 100_000_000
OLDEST_BIRTH_YEAR = 1900


def size_problems(size: int | None) -> list[Problem]:
    """A household has between 1 and 50 people; nothing is allowed, for many lists leave it out."""
    if size is None or 1 <= size <= MAX_HOUSEHOLD_SIZE:
        return []
    return [Problem(_("A household has between 1 and 50 people, not %(size)s.") % {"size": size}, "size")]


def future_problems(field: str, day: dt.date | None, today: dt.date) -> list[Problem]:
    """What happened did not happen after today."""
    if day is None or day <= today:
        return []
    return [Problem(_("%(day)s lies in the future.") % {"day": format_date(day)}, field)]


def birth_problems(birth_date: dt.date | None, today: dt.date) -> list[Problem]:
    """A birth date is neither in the future nor before 1900."""
    if birth_date is not None and birth_date.year < OLDEST_BIRTH_YEAR:
        return [
            Problem(_("%(day)s lies too far back for a birth date.") % {"day": format_date(birth_date)}, "birth_date")
        ]
    return future_problems("birth_date", birth_date, today)


def points_problems(b1: int | None, b2: int | None) -> list[Problem]:
    """B1 lies between 0 and 500 points, B2 between 0 and 120."""
    problems = []
    if b1 is not None and not 0 <= b1 <= MAX_B1:
        problems.append(Problem(_("B1 lies between 0 and 500 points, not %(points)s.") % {"points": b1}, "b1"))
    if b2 is not None and not 0 <= b2 <= MAX_B2:
        problems.append(Problem(_("B2 lies between 0 and 120 points, not %(points)s.") % {"points": b2}, "b2"))
    return problems


def income_problems(income: int | None) -> list[Problem]:
    """An income is given in đồng a person a month."""
    if income is None or 0 <= income <= INCOME_LIMIT:
        return []
    return [Problem(_("The income is given in đồng a person a month; this cannot be right."), "income")]


def cause_problems(causes: Iterable[str], result: str) -> list[Problem]:
    """Causes come from the eight of the national forms, and only a poor or near-poor household has any."""
    causes = list(causes)
    unknown = [cause for cause in causes if cause not in PovertyCause.values]
    if unknown:
        return [Problem(_("“%(cause)s” is not one of the causes of poverty.") % {"cause": unknown[0]}, "causes")]
    if causes and result == Result.NEITHER:
        return [Problem(_("A household that is neither poor nor near-poor has no causes of poverty."), "causes")]
    return []


def result_by_points(b1: int, b2: int, standard: PovertyStandard, *, is_urban: bool) -> str | None:
    """Return the class that the points stand for; None where the standard's point tables are not known.

    Circular 07/2021/TT-BLĐTBXH: poor with B1 of at most 140 (rural) or 175 (urban) points and B2 of at least 30;
    near-poor with the same B1 and B2 below 30; otherwise neither. In force from 01/09/2021.
    """
    limit = standard.urban_points if is_urban else standard.rural_points
    if limit is None or standard.deprivation_points is None:
        return None
    if b1 > limit:
        return Result.NEITHER
    return Result.POOR if b2 >= standard.deprivation_points else Result.NEAR_POOR


def result_conflicts(
    result: str, b1: int | None, b2: int | None, standard: PovertyStandard | None, is_urban: bool
) -> list[Problem]:
    """Return warnings where the class that was decided is not the one that the points stand for."""
    if standard is None or b1 is None:
        return []
    # Without B2 the income points alone can still contradict the class.
    expected = result_by_points(b1, b2 or 0, standard, is_urban=is_urban)
    if expected is None or expected == result:
        return []
    if b2 is None and Result.NEITHER not in (expected, result):
        return []
    words = {
        "b1": b1,
        "b2": "–" if b2 is None else b2,
        "expected": Result(expected).label,
        "result": Result(result).label,
    }
    return [
        Problem(
            _("With B1 = %(b1)s and B2 = %(b2)s the standard says “%(expected)s”, but “%(result)s” was entered.")
            % words,
            "result",
            is_warning=True,
        )
    ]


def arrival_problems(
    arrived_on: dt.date | None, homes: Sequence[Residence], village: Area, begins: dt.date, today: dt.date
) -> list[Problem]:
    """A household comes to a village that is there, and not after it has gone on to the next one.

    `homes`: its residences, in the order of days; `village`: the first of them; `begins`: see `teams.tree.first_days`.
    """
    problems = future_problems("arrived_on", arrived_on, today)
    problems += existence_problems(village, begins, arrived_on, "arrived_on")
    if arrived_on and len(homes) > 1 and arrived_on >= homes[1].valid_from:
        words = {"day": format_date(homes[1].valid_from), "village": homes[1].village}
        problems.append(Problem(_("On %(day)s it moved to %(village)s: it came before that.") % words, "arrived_on"))
    return problems


def move_problems(
    household: Household, homes: Sequence[Residence], village: Area, begins: dt.date, on: dt.date, today: dt.date
) -> list[Problem]:
    """A household moves while it is here, from the village where it lives to another one that is there on that day.

    `homes`: its residences, in the order of days; `begins`: see `teams.tree.first_days`.
    """
    if problems := future_problems("on", on, today) or existence_problems(village, begins, on, "on"):
        return problems
    if household.arrived_on and on <= household.arrived_on:
        sentence = _("The household came on %(day)s only.")
        return [Problem(sentence % {"day": format_date(household.arrived_on)}, "on")]
    if household.left_on and on >= household.left_on:
        return [Problem(_("The household left on %(day)s.") % {"day": format_date(household.left_on)}, "on")]
    home = stay_on(homes, on)
    words = {"day": format_date(on), "village": home.village if home else ""}
    if home is not None and home.village_id == village.pk:
        return [Problem(_("On %(day)s it lives in %(village)s already.") % words, "village")]
    if home is not None and home.valid_from == on and len(homes) > 1:
        return [Problem(_("On %(day)s it moved to %(village)s already; take that back first.") % words, "on")]
    if later := [one for one in homes if one.valid_from > on]:
        words = {"day": format_date(later[0].valid_from), "village": later[0].village}
        return [Problem(_("On %(day)s it moved to %(village)s already; take that back first.") % words, "on")]
    return []


def code_problems(code: str, village: Area, is_taken: bool) -> list[Problem]:
    """Two households of a village have two codes."""
    if not code or not is_taken:
        return []
    sentence = _("%(village)s already has a household with the code %(code)s; change or empty the code first.")
    return [Problem(sentence % {"village": village, "code": code}, "village")]


def leaving_problems(
    arrived_on: dt.date | None, left_on: dt.date | None, leaving_reason: str, today: dt.date
) -> list[Problem]:
    """A household that left has a day, not before it came and not in the future, and a reason."""
    if left_on is None:
        return [Problem(_("Give the day on which the household left."), "left_on")] if leaving_reason else []
    problems = future_problems("left_on", left_on, today)
    if arrived_on and left_on < arrived_on:
        problems.append(Problem(_("The household cannot leave before it came."), "left_on"))
    if not leaving_reason:
        problems.append(Problem(_("Say why the household left."), "leaving_reason"))
    return problems


def assessed_on_problems(day: dt.date | None, review: Review | None, today: dt.date) -> list[Problem]:
    """A result belongs to its review's year, or the beginning of the next while decisions are signed."""
    problems = future_problems("assessed_on", day, today)
    if day is None or review is None or problems:
        return problems
    if not dt.date(review.year, 1, 1) <= day <= dt.date(review.year + 1, 3, 31):
        words = {"day": format_date(day), "review": review}
        return [Problem(_("%(day)s does not belong to “%(review)s”.") % words, "assessed_on")]
    return []


def review_twice_problems(household: Household, review: Review | None, is_taken: bool) -> list[Problem]:
    """A household has one result in a review; a mistake is voided and entered again."""
    if review is None or not is_taken:
        return []
    sentence = _("%(household)s already has a result in “%(review)s”. Void that one first if it is wrong.")
    return [Problem(sentence % {"household": household, "review": review}, "review")]


def national_id_problems(other: Person | None) -> list[Problem]:
    """A national ID belongs to one person. `other`: who else has it, of those whom the one who types may see."""
    if other is None:
        return []
    words = {"name": other.name, "village": village_inside(other.household.village.name)}
    sentence = _("This national ID belongs to %(name)s (%(village)s). Check the number and the name.")
    return [Problem(sentence % words, "national_id")]


def ids_shown_problems(shown: int) -> list[Problem]:
    """Nobody needs more than a few national IDs an hour; a list of them is not copied one by one."""
    if shown < settings.IDS_SHOWN_PER_HOUR:
        return []
    sentence = _("You have been shown %(most)s national IDs within an hour. Wait, or ask the office for a list.")
    return [Problem(sentence % {"most": settings.IDS_SHOWN_PER_HOUR})]


def standard_problems(first: dt.date | None, last: dt.date | None, others: Iterable[PovertyStandard]) -> list[Problem]:
    """On each day one standard holds."""
    if first is None:
        return []
    if last is not None and last < first:
        return [Problem(_("The last day lies before the first day."), "valid_to")]
    for other in others:
        if first <= (other.valid_to or dt.date.max) and other.valid_from <= (last or dt.date.max):
            return [Problem(_("On some of these days “%(other)s” holds already.") % {"other": other}, "valid_from")]
    return []


def request_days_problems(
    received: dt.date | None, answered: dt.date | None, done: dt.date | None, *, today: dt.date
) -> list[Problem]:
    """What is asked about personal data is received, answered and done in this order, and not in the future."""
    if received is None:
        return []
    named = {"received_on": received, "answered_on": answered, "done_on": done}
    late = [Problem(_("This day lies in the future."), name) for name, day in named.items() if day and day > today]
    sentence = _("This day lies before the request was received.")
    early = [Problem(sentence, name) for name, day in named.items() if day and day < received]
    return late + early
