"""Pure checks of months, meetings, tasks, activities and contributions: form, action and import call the same ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from activities import month_parts as parts
from activities.models import Contribution, Measure, Task, TeamMonth
from activities.models.activities import MAX_ATTENDED
from activities.models.months import EDITABLE_STATES, due_day
from households.models.snapshots import MAX_VILLAGE_HOUSEHOLDS, MAX_VILLAGE_PEOPLE
from plumbing.dates import Period, add_months, format_date, month_end, month_inside
from plumbing.history import current_reason
from plumbing.numbers import format_number
from plumbing.problems import Problem
from teams.access import Permission, may

if TYPE_CHECKING:
    from households.models import VillageSnapshot
    from teams.models import Account, Cadre, Team

State = TeamMonth.State
# đồng: the largest sum that one donor ever gave one village team is far below.
MAX_MONEY = 100_000_000_000
MAX_LABOUR_DAYS = 50_000
MAX_LAND = 5_000_000  # m²


def month_label(month: dt.date) -> str:
    return str(Period.of_month(month).label)


# --- the month --------------------------------------------------------------------------------------------------


def month_problems(team: Team, month: dt.date, row: TeamMonth | None, user: Account | None) -> list[Problem]:
    """Say why `user` (None: the portal itself) may not write into the team's month, whose state `row` keeps."""
    return calendar_problems(team, month) + state_problems(row, user)


def calendar_problems(team: Team, month: dt.date) -> list[Problem]:
    """A month has begun, and the team existed in it."""
    if month > timezone.localdate():
        return [Problem(_("%(month)s has not begun yet.") % {"month": month_label(month)})]
    if month_end(month) < team.active_from:
        text = _("%(team)s has existed only since %(day)s.")
        return [Problem(text % {"team": team.name, "day": format_date(team.active_from)})]
    if team.active_to and month > team.active_to:
        return [Problem(_("%(team)s ended on %(day)s.") % {"team": team.name, "day": format_date(team.active_to)})]
    return []


def state_problems(row: TeamMonth | None, user: Account | None) -> list[Problem]:
    """A locked month takes nothing; a submitted or accepted one takes nothing from the team itself."""
    if row is None or row.is_editable:
        return []
    if row.state == State.LOCKED:
        can_correct = user is None or may(user, Permission.LOCK_MONTH)
        # With the reason given, the verbs keep what is written as a correction (activities.locks).
        if can_correct and current_reason.get():
            return []
        return [Problem(lock_sentence(row, may_reopen=can_correct), asks_reason=can_correct and user is not None)]
    if user is None or may(user, Permission.REVIEW_MONTH):
        return []
    if row.state == State.ACCEPTED:
        text = _("%(month)s has been accepted. Ask the office or the commune officer to return it if it must change.")
    else:
        text = _("%(month)s has been submitted. Ask the office or the commune officer to return it if it must change.")
    return [Problem(text % {"month": month_label(row.month)})]


def is_late(row: TeamMonth) -> bool:
    """A month is late when its day has passed and it was never handed in; a return makes nobody late."""
    return is_late_in(row.month, row.state, was_submitted=row.submitted_at is not None)


def is_late_in(month: dt.date, state: str, *, was_submitted: bool) -> bool:
    """Say the same of a month of which no more was read."""
    return state in EDITABLE_STATES and not was_submitted and timezone.localdate() > due_day(month)


def lock_sentence(row: TeamMonth, *, may_reopen: bool) -> str:
    """Say who locked the month, when and why, and whom to ask; whoever may reopen it asks nobody."""
    words = {
        "month": month_label(row.month),
        "who": row.state_by or _("the office"),
        "day": format_date(timezone.localtime(row.state_at)) if row.state_at else "–",
        "why": row.state_reason.rstrip(".") or _("no reason given"),
    }
    if may_reopen:
        return _("%(month)s was locked by %(who)s on %(day)s (%(why)s).") % words
    text = _("%(month)s was locked by %(who)s on %(day)s (%(why)s). Ask %(who)s or the office to reopen it.")
    return text % words


def submit_problems(
    *, meetings: Sequence[Any], unsettled: Iterable[Task], has_activities: bool, figures: Sequence[Any], month: dt.date
) -> list[Problem]:
    """Say what is still missing before a month can be handed in, each with the part of the month that holds it.

    `meetings`: with the number of those whose attendance is known; `figures`: the village's of this month and of the
    one before, or None. A warning is asked for, but no month waits for it: the village may have nobody who counts.
    """
    words, problems = {"month": month_inside(month)}, []
    if not meetings:
        problems.append(Problem(_("The meeting of %(month)s has not been logged.") % words, parts.MEETING))
    text = _("Task “%(task)s” is due on %(day)s: say whether it is done, not done and given up, or carried over.")
    problems += [Problem(text % {"task": t.title, "day": format_date(t.due_on)}, parts.TASKS) for t in unsettled]
    if meetings and not any(meeting.member_count for meeting in meetings):
        problems.append(Problem(_("Nobody has said who attended the meeting."), parts.ATTENDANCE, is_warning=True))
    if meetings and not any(meeting.done.strip() for meeting in meetings):
        problems.append(Problem(_("Nothing is written about what was done."), parts.DONE, is_warning=True))
    snapshot, before = figures
    if snapshot is None:
        text = _("The village figures of %(month)s are missing.")
        problems.append(Problem(text % words, parts.FIGURES, is_warning=True))
    else:
        problems += [replace(p, field=parts.FIGURES) for p in follow_problems(snapshot, before)]
    if not has_activities:
        text = _("No activity has been logged for %(month)s.")
        problems.append(Problem(text % words, parts.ACTIVITIES, is_warning=True))
    return problems


def reason_problems(reason: str) -> list[Problem]:
    """A return, a lock, a reopening and a voiding need a reason that means something."""
    if len(reason.strip()) >= 3:
        return []
    return [Problem(_("Give a reason: whoever meets it wants to know why."), "reason")]


# --- days -------------------------------------------------------------------------------------------------------


def day_problems(team: Team, day: dt.date | None, field: str) -> list[Problem]:
    """What a team did lies in the days on which there was the team, and not in the future."""
    if day is None:
        return []
    if day > timezone.localdate():
        return [Problem(_("The day %(day)s lies in the future.") % {"day": format_date(day)}, field)]
    if day < team.active_from:
        text = _("On %(day)s the team did not exist yet (founded on %(founded)s).")
        return [Problem(text % {"day": format_date(day), "founded": format_date(team.active_from)}, field)]
    if team.active_to and day > team.active_to:
        text = _("On %(day)s the team did not exist any more (ended on %(ended)s).")
        return [Problem(text % {"day": format_date(day), "ended": format_date(team.active_to)}, field)]
    return []


def meeting_day_problems(team: Team, month: dt.date, held_on: dt.date) -> list[Problem]:
    """A month's meeting is held in that month or, late, in the next one."""
    if problems := day_problems(team, held_on, "held_on"):
        return problems
    last = month_end(add_months(month, 1))
    if month <= held_on <= last:
        return []
    text = _("The meeting of %(month)s is held between %(first)s and %(last)s, not on %(day)s.")
    words = {"month": month_inside(month), "first": format_date(month), "last": format_date(last)}
    return [Problem(text % (words | {"day": format_date(held_on)}), "held_on")]


# --- the meeting ------------------------------------------------------------------------------------------------


def attendance_problems(
    present: Iterable[Cadre], member_ids: set[int], held_on: dt.date, field: str = "present"
) -> list[Problem]:
    """Only those who were members on the day attended."""
    text = _("%(name)s was not a member of the team on %(day)s.")
    return [
        Problem(text % {"name": cadre.name, "day": format_date(held_on)}, field)
        for cadre in present
        if cadre.pk not in member_ids
    ]


def not_done_problems(not_done: str, reason: str) -> list[Problem]:
    """What was not done needs its why."""
    if not_done.strip() and not reason.strip():
        return [Problem(_("Say why it was not done."), "not_done_reason")]
    return []


def task_problems(*, title: str, due_on: dt.date | None, given_on: dt.date, field: str = "") -> list[Problem]:
    """A task says what and by when; it is due after it was given, and within two years. `field` prefixes fields."""
    problems = []
    if not title.strip():
        problems.append(Problem(_("Say what is to be done."), f"{field}title"))
    if due_on is None:
        problems.append(Problem(_("Give the day by which it is due."), f"{field}due_on"))
    elif due_on < given_on:
        text = _("The task is due on %(due)s, before it was given on %(given)s.")
        words = {"due": format_date(due_on), "given": format_date(given_on)}
        problems.append(Problem(text % words, f"{field}due_on"))
    elif due_on > max(given_on, timezone.localdate()) + dt.timedelta(days=730):
        text = _("A task is due within two years; %(due)s is too far away.")
        problems.append(Problem(text % {"due": format_date(due_on)}, f"{field}due_on"))
    return problems


def carries_over(was_due: dt.date, due_on: dt.date) -> bool:
    """A task is carried over when it gets a day in a later month and the month in which it was due has begun.

    Until then nobody counts it: it is only planned anew.
    """
    return was_due.replace(day=1) < due_on.replace(day=1) and was_due.replace(day=1) <= timezone.localdate()


def finished_problems(finished_on: dt.date | None, given_on: dt.date) -> list[Problem]:
    """A task is finished after it was given, and not in the future."""
    if finished_on is None:
        return []
    if finished_on > timezone.localdate():
        return [Problem(_("A task is not finished in the future."), "finished_on")]
    if finished_on < given_on:
        text = _("The task was given on %(day)s only.")
        return [Problem(text % {"day": format_date(given_on)}, "finished_on")]
    return []


def outcome_problems(task: Task, state: str, reason: str, field: str) -> list[Problem]:
    """A task that was not done says why."""
    if state == Task.State.NOT_DONE and not reason.strip():
        return [Problem(_("“%(task)s”: say why it was not done.") % {"task": task.title}, field)]
    return []


def snapshot_problems(values: Mapping[str, int | None]) -> list[Problem]:
    """A village's figures: both sums or none, fewer households than people, and believable."""
    households, people = values.get("households"), values.get("people")
    if households is None and people is None:
        return []
    if households is None or people is None:
        missing = "households" if households is None else "people"
        return [Problem(_("Give both the households and the people of the village."), missing)]
    problems = [
        Problem(_("A number cannot be negative."), name) for name, value in values.items() if value and value < 0
    ]
    if people < households:
        problems.append(Problem(_("A village cannot have fewer people than households."), "people"))
    for name, value, most in (
        ("households", households, MAX_VILLAGE_HOUSEHOLDS),
        ("people", people, MAX_VILLAGE_PEOPLE),
    ):
        if value > most:
            text = _("%(value)s is not believable for one village; the most is %(most)s.")
            problems.append(Problem(text % {"value": format_number(value), "most": format_number(most)}, name))
    moved = ("births", "deaths", "arrivals", "departures")
    problems += [
        Problem(_("More than the village has people."), name) for name in moved if (values.get(name) or 0) > people
    ]
    return problems


def follow_problems(now: VillageSnapshot, before: VillageSnapshot | None) -> list[Problem]:
    """A month's people follow from those of the month before: they are born, die, come and go. A warning: lists and
    memories are uneven, and somebody who knows the village decides (`reports.data_checks` keeps what stays so).
    """
    if before is None:
        return []
    expected = before.people + now.births - now.deaths + now.arrivals - now.departures
    if expected == now.people:
        return []
    text = _(
        "%(before)s people in %(month)s, then %(births)s born, %(deaths)s died, %(arrivals)s came, %(departures)s "
        "left: that makes %(expected)s, not %(people)s."
    )
    words = {
        name: format_number(getattr(now, name)) for name in ("births", "deaths", "arrivals", "departures", "people")
    }
    words |= {"before": format_number(before.people), "expected": format_number(expected)}
    words["month"] = month_inside(before.month)
    return [Problem(text % words, "people", is_warning=True)]


# --- activities -------------------------------------------------------------------------------------------------


def activity_problems(team: Team, held_on: dt.date | None, attended: int | None) -> list[Problem]:
    """An activity lies in the past of its team, and a believable number took part."""
    problems = day_problems(team, held_on, "held_on")
    if attended is not None and not 0 <= attended <= MAX_ATTENDED:
        text = _("%(value)s people at one activity is not believable; give a number from 0 to %(most)s.")
        words = {"value": format_number(attended), "most": format_number(MAX_ATTENDED)}
        problems.append(Problem(text % words, "attended"))
    return problems


def quantity_problems(measure: Measure, amount: Decimal | None, field: str = "") -> list[Problem]:
    """An amount is greater than zero and not more than the measure allows at once. `field` prefixes the field."""
    if amount is None:
        return []
    if amount <= 0:
        return [Problem(_("%(measure)s: the amount is greater than zero.") % {"measure": measure}, f"{field}amount")]
    if amount > measure.most_at_once:
        text = _("%(measure)s: %(amount)s %(unit)s at one activity is not believable; the most is %(most)s.")
        words = {
            "measure": measure,
            "amount": format_number(amount),
            "unit": measure.unit,
            "most": format_number(measure.most_at_once),
        }
        return [Problem(text % words, f"{field}amount")]
    return []


# --- contributions ----------------------------------------------------------------------------------------------

MAX_OF_KIND: dict[str, int] = {
    Contribution.Kind.MONEY: MAX_MONEY,
    Contribution.Kind.GOODS: 10_000_000,
    Contribution.Kind.LABOUR: MAX_LABOUR_DAYS,
    Contribution.Kind.LAND: MAX_LAND,
}


def contribution_problems(row: Contribution) -> list[Problem]:
    """A contribution has its day, a believable amount, and is handed over only after it was received."""
    problems = []
    if not row.pledged_on and not row.received_on:
        problems.append(Problem(_("Give the day on which it was pledged or received."), "received_on"))
    for name in ("pledged_on", "received_on"):
        problems += day_problems(row.team, getattr(row, name), name)
    problems += amount_problems(row) if row.amount is not None else []
    if row.kind == Contribution.Kind.GOODS and not row.unit:
        problems.append(Problem(_("Say in what unit the goods are counted."), "unit"))
    if row.pledged_on and row.received_on and row.received_on < row.pledged_on:
        problems.append(Problem(_("It was received before it was pledged."), "received_on"))
    if row.activity and row.activity.team_id != row.team_id:
        problems.append(Problem(_("This activity belongs to another team."), "activity"))
    return problems


def amount_problems(row: Contribution) -> list[Problem]:
    """An amount is greater than zero and not absurd; a counter-entry mirrors another and is not checked."""
    if row.corrects_id:
        return []
    if row.amount <= 0:
        text = _("An amount is greater than zero; a mistake is corrected by a counter-entry.")
        return [Problem(text, "amount")]
    if row.amount > MAX_OF_KIND.get(row.kind, MAX_MONEY):
        return [Problem(_("%(amount)s is not believable.") % {"amount": format_number(row.amount)}, "amount")]
    if row.kind == Contribution.Kind.MONEY and row.amount != int(row.amount):
        return [Problem(_("Money is counted in whole đồng."), "amount")]
    if row.value is not None and not 0 <= row.value <= MAX_MONEY:
        return [Problem(_("%(amount)s is not believable.") % {"amount": format_number(row.value)}, "value")]
    return []


def hand_over_problems(row: Contribution, day: dt.date | None, recipient: str) -> list[Problem]:
    """Handed over once, to somebody, after it was received and not in the future."""
    if row.handed_over_on:
        words = {"who": row.recipient or "–", "day": format_date(row.handed_over_on)}
        return [Problem(_("It was handed over to %(who)s on %(day)s already.") % words)]
    if row.received_on is None:
        return [Problem(_("Something can be handed over only after it was received."), "handed_over_on")]
    problems = day_problems(row.team, day, "handed_over_on")
    if day and day < row.received_on:
        text = _("It was received on %(day)s and cannot be handed over before.")
        problems.append(Problem(text % {"day": format_date(row.received_on)}, "handed_over_on"))
    if not recipient.strip():
        problems.append(Problem(_("Say who got it."), "recipient"))
    return problems
