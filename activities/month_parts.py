"""What a month is made of, and where each part is filled in: what is missing and what a return asks for lead there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plumbing.problems import Problem

MEETING, ATTENDANCE, TASKS, DONE, NEXT = "meeting", "attendance", "tasks", "done", "next"
FIGURES, ACTIVITIES, CONTRIBUTIONS = "figures", "activities", "contributions"

# code → (what it is called, the step of the log that holds it or the page that adds it)
PARTS: dict[str, tuple[str | Promise, str]] = {
    MEETING: (_("Meeting"), "#log-meeting"),
    ATTENDANCE: (_("Who attended"), "#log-meeting"),
    TASKS: (_("Tasks that were due"), "#log-tasks"),
    DONE: (_("Done and not done"), "#log-done"),
    NEXT: (_("Next tasks"), "#log-next"),
    FIGURES: (_("Village figures"), "#log-figures"),
    ACTIVITIES: (_("Activities"), "activities:activity_create"),
    CONTRIBUTIONS: (_("Contributions"), "activities:contribution_create"),
}


@dataclass(frozen=True)
class Lead:
    """A sentence or name, and where it leads (no address: nowhere)."""

    text: str
    url: str = ""
    is_warning: bool = True


def address(part: str, team_id: int, month: dt.date) -> str:
    """Return where a part of the month is filled in."""
    _label, place = PARTS[part]
    if place.startswith("#"):
        return reverse("activities:month_log", args=[team_id, month]) + place
    return f"{reverse(place)}?team={team_id}&month={month:%Y-%m}"


def log_address(asked_for: Iterable[str], team_id: int, month: dt.date) -> str:
    """Return the address of the month's log, opened at what a return asked for first."""
    places = [place for part, (_label, place) in PARTS.items() if part in set(asked_for) and place.startswith("#")]
    return reverse("activities:month_log", args=[team_id, month]) + "".join(places[:1])


def leads(problems: Iterable[Problem], team_id: int, month: dt.date, *, can_write: bool) -> list[Lead]:
    """Return what is missing in a month, each with the place where it is filled in."""
    problems = list(problems)
    tasks = [p for p in problems if p.field == TASKS]
    if len(tasks) > 1:
        # They are settled at one place: one line for all.
        text = ngettext(
            "%(n)s task that was due has no outcome: say whether it is done, given up or carried over.",
            "%(n)s tasks that were due have no outcome: say whether each is done, given up or carried over.",
            len(tasks),
        )
        at = problems.index(tasks[0])
        problems = [p for p in problems if p not in tasks]
        problems.insert(at, Problem(text % {"n": len(tasks)}, TASKS))
    return [
        Lead(p.text, address(p.field, team_id, month) if can_write and p.field in PARTS else "", p.is_warning)
        for p in problems
    ]


def leads_of_parts(parts: Iterable[str], team_id: int, month: dt.date, *, can_write: bool) -> list[Lead]:
    """Return the parts that a return asked for, each with the place where it is filled in."""
    return [
        Lead(str(PARTS[part][0]), address(part, team_id, month) if can_write else "") for part in parts if part in PARTS
    ]
