"""Days and months of the proof, told a second time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min

from activities.models import Activity, Contribution, Meeting, Task
from households.models import Assessment, VillageSnapshot
from teams.models import Membership, Team

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FAR = dt.date(9999, 12, 31)
# What is older than twenty years is a slip of the hand, and no month to count.
MAX_MONTHS = 240
DAYS = [
    (Team, "active_from"), (Membership, "valid_from"), (Meeting, "month"), (Task, "due_on"), (Activity, "held_on"),
    (Contribution, "received_on"), (VillageSnapshot, "month"), (Assessment, "assessed_on"),
]  # fmt: skip


def today() -> dt.date:
    return dt.datetime.now(OFFICE_ZONE).date()


def day_in_the_office(moment: dt.datetime) -> dt.date:
    return moment.astimezone(OFFICE_ZONE).date()


def month_of(day: dt.date) -> dt.date:
    return dt.date(day.year, day.month, 1)


def last_of(month: dt.date) -> dt.date:
    return next_month(month) - dt.timedelta(days=1)


def next_month(month: dt.date) -> dt.date:
    return dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)


def due_on(month: dt.date) -> dt.date:
    """A month is due on a day of the next one, which the office chooses."""
    following = next_month(month)
    return dt.date(following.year, following.month, settings.MONTH_DUE_DAY)


def all_months() -> list[dt.date]:
    """Return the months that have figures: from that of the oldest row to today's."""
    oldest = [model.objects.filter(voided_at=None).aggregate(day=Min(field))["day"] for model, field in DAYS]
    known = sorted(month_of(day) for day in oldest if day)
    this_month = month_of(today())
    months = []
    month = known[0] if known else next_month(this_month)
    while month <= this_month:
        months.append(month)
        month = next_month(month)
    return months[-MAX_MONTHS:]
