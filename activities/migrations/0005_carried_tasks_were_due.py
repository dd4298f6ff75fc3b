"""Give the tasks that were carried over back to the months in which they were due.

Until now carrying over moved a task's day, and the month in which it was due forgot it. The history says which day it
had: there it becomes a task that was carried over, and what stands now goes on from it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import migrations
from django.utils import timezone

REASON = "Nhiệm vụ chuyển sang tháng sau được tính vào tháng đến hạn"


def earlier_days(changes: list[Any]) -> list[tuple[dt.date, Any]]:
    """Return on which days a task was due before it was carried over, with the entry that says so; `changes` of the
    task, the oldest first. What was taken back does not count.
    """
    days: list[tuple[dt.date, Any]] = []
    for change in changes:
        was, now = change.before.get("carried_over"), change.after.get("carried_over")
        if not (isinstance(was, int) and isinstance(now, int)):
            continue
        if now < was:
            del days[-1:]
        elif change.before.get("due_on"):
            days.append((dt.date.fromisoformat(change.before["due_on"]), change))
    return days


def give_back(apps: Any, schema_editor: Any) -> None:
    Task, Change = apps.get_model("activities", "Task"), apps.get_model("plumbing", "Change")
    TeamMonth = apps.get_model("activities", "TeamMonth")
    for task in Task.objects.filter(carried_over__gt=0, carried_from=None, voided_at=None).select_related("team"):
        about = Change.objects.filter(model="activities.task", object_id=task.pk, action="changed").order_by("id")
        earlier = None
        for times, (day, change) in enumerate(earlier_days(list(about))):
            if (day.year, day.month) >= (task.due_on.year, task.due_on.month):
                continue
            earlier = carried(Task, task, day, times, change, earlier)
            note(Change, earlier, "activities.task", "created", is_source=True)
            for month in TeamMonth.objects.filter(team=task.team, month=day.replace(day=1), state="locked"):
                note(Change, month, "activities.teammonth", "corrected", after={"corrected": task.title})
        if earlier is not None:
            task.carried_from = earlier
            task.save(update_fields=["carried_from"])


def carried(Task: Any, task: Any, day: dt.date, times: int, change: Any, earlier: Any) -> Any:  # noqa: N803 -- a class
    """Save the task as it stood before `change`: due on `day`, not done, carried over."""
    row = Task.objects.create(
        uuid=uuid.uuid4(), created_by_id=task.created_by_id, changed_by_id=change.by_id, team=task.team,
        meeting_id=task.meeting_id if earlier is None else None, title=task.title, assignee_id=task.assignee_id,
        household_id=task.household_id, due_on=day, state="carried", carried_over=times, carried_from=earlier,
    )  # fmt: skip
    Task.objects.filter(pk=row.pk).update(created_at=task.created_at, changed_at=change.at)
    return row


def note(Change: Any, row: Any, label: str, action: str, **more: Any) -> None:  # noqa: N803 -- a class
    title = row.title if action == "created" else f"{row.team.name} {row.month:%m/%Y}"
    month = row.due_on.replace(day=1) if action == "created" else row.month
    Change.objects.create(
        at=timezone.now(), action=action, model=label, object_id=row.pk, title=title[:200], reason=REASON,
        area_id=row.team.village_id, month=month, **more,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("activities", "0004_tasks_carried_over"), ("plumbing", "0009_correction")]

    operations = [migrations.RunPython(give_back, migrations.RunPython.noop)]
