"""The lines of "what this month needs": each part, whether it is there, and the way to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities import month_parts as parts
from activities.checklist import MonthContents
from plumbing.numbers import format_number

SIGNS = {
    parts.MEETING: "meeting",
    parts.ATTENDANCE: "team",
    parts.TASKS: "tasks",
    parts.DONE: "check",
    parts.FIGURES: "households",
    parts.ACTIVITIES: "activity",
    parts.CONTRIBUTIONS: "contribution",
}


@dataclass(frozen=True)
class Need:
    """One part of the month as a line: the state of its badge with its words, and where it is filled in."""

    sign: str
    label: str
    state: str
    words: str
    url: str


def needs_of(contents: MonthContents, *, can_write: bool) -> list[Need]:
    """Return the parts of a month in the order in which a team fills them in. What is as it should be and has no
    number of its own (who attended, what was done) is no line.
    """
    problems = {problem.field: problem for problem in contents.problems()}
    missing = ("warning", _("Missing"))
    lines = [
        (parts.MEETING, ("done", _("Logged")) if contents.meetings else missing),
        (parts.ATTENDANCE, ("warning", _("not taken yet")) if parts.ATTENDANCE in problems else None),
        (parts.TASKS, _tasks(len(contents.unsettled))),
        (parts.DONE, missing if parts.DONE in problems else None),
        (parts.FIGURES, _figures(parts.FIGURES in problems) if contents.snapshot else missing),
        (parts.ACTIVITIES, _counted(len(contents.activities))),
        (parts.CONTRIBUTIONS, _counted(len(contents.contributions))),
    ]
    team, month = contents.team, contents.month
    return [
        Need(
            SIGNS[part],
            problems[part].text if part == parts.FIGURES and contents.snapshot and part in problems else label_of(part),
            *shown,
            parts.address(part, team.pk, month) if can_write else "",
        )
        for part, shown in lines
        if shown
    ]


def label_of(part: str) -> str:
    return str(parts.PARTS[part][0])


def _tasks(number: int) -> tuple[str, str]:
    if not number:
        return ("done", _("Settled"))
    return ("warning", ngettext("%(n)s without a state", "%(n)s without a state", number) % {"n": number})


def _figures(is_doubtful: bool) -> tuple[str, str]:
    return ("warning", _("Look again")) if is_doubtful else ("done", _("Given"))


def _counted(number: int) -> tuple[str, str]:
    return ("done", format_number(number)) if number else ("pending", _("none yet"))
