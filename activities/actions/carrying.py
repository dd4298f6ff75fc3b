"""Tasks carried over: each stays due in its month, where it was not done; another one goes on in a later month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from activities.models import Task
from plumbing import history
from plumbing.dates import add_months, month_end
from plumbing.problems import Problem, refuse

if TYPE_CHECKING:
    from teams.models import Account

State = Task.State


def last_day_after(month: dt.date) -> dt.date:
    """Return the day by which a task that was due in `month` is due when it is carried over."""
    return month_end(add_months(month, 1))


def successor_of(task: Task, due_on: dt.date) -> Task:
    """Return the unsaved task as which a carried one goes on."""
    return Task(
        team=task.team,
        title=task.title,
        assignee_id=task.assignee_id,
        household_id=task.household_id,
        due_on=due_on,
        carried_over=task.carried_over + 1,
        carried_from=task,
    )


def write_outcomes(
    pairs: Sequence[tuple[Task, Task]],
    *,
    into: dt.date,
    by: Account | None,
    field: str = "",
    batch_id: int | None = None,
) -> int:
    """Save tasks of which something became (as each was, as it is); what is carried over goes on by the day `into`.

    A task that was carried over and now is not is called back, unless it was settled where it went on. Return how many
    differed. `field` prefixes the field at which a form shows what is refused.
    """
    back = [new for old, new in pairs if old.state == State.CARRIED != new.state]
    _call_back(back, by, field, batch_id)
    written = history.change_many(pairs, by=by, batch_id=batch_id)
    carried = [new for old, new in pairs if old.state != State.CARRIED == new.state]
    history.create_many([successor_of(task, into) for task in carried], by=by, batch_id=batch_id)
    return written


def _call_back(tasks: Sequence[Task], by: Account | None, field: str, batch_id: int | None) -> None:
    going_on = Task.objects.live().filter(carried_from__in=tasks).select_for_update().order_by("pk")
    settled = [task for task in going_on if task.state != State.OPEN]
    text = _("“%(task)s” went on as a task that is “%(state)s” now: change that one first.")
    refuse(
        Problem(
            text % {"task": task.title, "state": task.get_state_display()},
            f"{field}{task.carried_from_id}" if field else "state",
        )
        for task in settled
    )
    history.void_many(list(going_on), by=by, reason=_("Not carried over after all"), batch_id=batch_id)
