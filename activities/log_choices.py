"""What the month's log offers to tap: days, due days, reasons, tasks that come again, figures of the month before."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Task
from plumbing.dates import add_months, format_date, month_end, month_inside
from plumbing.numbers import format_number
from plumbing.text import search_key

if TYPE_CHECKING:
    from activities.logs import MonthLog

# (what is written into the field, what the chip says)
Chip = tuple[str, str]

REASONS = (
    gettext_lazy("The weather was bad"),
    gettext_lazy("Funds are missing"),
    gettext_lazy("Whoever does it was away on other work"),
    gettext_lazy("The households do not agree yet"),
    gettext_lazy("Waiting for an answer from above"),
)
MAX_TITLES = 5


def day_chip(words: str, day: dt.date) -> Chip:
    return format_date(day), f"{words} · {day:%d/%m}"


def meeting_days(log: MonthLog) -> list[Chip]:
    """Return today and, once the month is over, its last day."""
    today, last = timezone.localdate(), month_end(log.month)
    chips = [day_chip(_("Today"), today)] if today <= month_end(add_months(log.month, 1)) else []
    return chips if today <= last else [*chips, day_chip(_("Last day of the month"), last)]


def due_days(log: MonthLog) -> list[Chip]:
    """Return the days by which a next task is usually due, the default first."""
    this_end, next_end = month_end(log.month), log.next_due_day()
    chips = [day_chip(_("End of %(month)s") % {"month": month_inside(next_end)}, next_end)]
    if this_end > timezone.localdate():
        chips.append(day_chip(_("End of %(month)s") % {"month": month_inside(this_end)}, this_end))
    meeting = next_meeting_day(log)
    return chips if meeting == next_end else [*chips, day_chip(_("Next meeting"), meeting)]


def next_meeting_day(log: MonthLog) -> dt.date:
    """Return the day of the next month on which the team usually meets: the middle one of its last meetings."""
    days = [day.day for day, _place in log.earlier_meetings] or [log.usual_day().day]
    last = log.next_due_day()
    return last.replace(day=min(statistics.median_low(days), last.day))


def reasons() -> list[Chip]:
    return [(str(words), str(words)) for words in REASONS]


def titles_again(log: MonthLog) -> list[str]:
    """Return what the team was given more than once, then what fell due last month; nothing that is still to come."""
    recent = Task.objects.live().filter(team=log.team).order_by("-due_on", "-id")
    tasks = list(recent.values_list("title", "due_on", "state")[:60])
    times = Counter(search_key(title) for title, _due, _state in tasks)
    end, earlier = month_end(log.month), add_months(log.month, -1)
    taken = {search_key(title) for title, due, state in tasks if state == Task.State.OPEN and due > end}
    again = [title for title, _due, _state in tasks if times[search_key(title)] > 1]
    again += [title for title, due, _state in tasks if earlier <= due <= end]
    offered: dict[str, str] = {}
    for title in again:
        offered.setdefault(search_key(title), title)
    return [title for key, title in offered.items() if key not in taken][:MAX_TITLES]


def figures_before(log: MonthLog) -> dict[str, str]:
    """Return what the last earlier month said of each figure, in words; nothing when there was none."""
    before = log.snapshot_before
    if before is None:
        return {}
    names = ("households", "people", "births", "deaths", "arrivals", "departures")
    return {name: f"{before.month:%m/%Y}: {format_number(getattr(before, name))}" for name in names}
