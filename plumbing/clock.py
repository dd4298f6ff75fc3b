"""The clock's ticks do not pile up: while one waits for a worker, no other of its kind is sent.

A worker that is away for a day would else find thousands of messages, and what people wait for behind them.
"""

from __future__ import annotations

from typing import Any

from celery import signals
from celery.beat import ScheduleEntry, Scheduler
from django.core.cache import cache

# For how long a tick that never comes back (its worker was killed) keeps others away.
LOST_AFTER = 600  # seconds


def waiting_key(task: str) -> str:
    return f"plumbing.clock.waiting.{task}"


class TickScheduler(Scheduler):
    """Celery's clock, save that it remembers which of its messages no worker has taken yet."""

    def apply_async(self, entry: ScheduleEntry, *args: Any, **kwargs: Any) -> Any:
        if not cache.add(waiting_key(entry.task), "waits", timeout=LOST_AFTER):
            return None
        return super().apply_async(entry, *args, **kwargs)


def forget_tick(sender: Any = None, request: Any = None, **_kwargs: Any) -> None:
    """A worker has taken the message, or thrown it away because its time was over."""
    cache.delete(waiting_key(sender.name))


def forget_all_ticks(sender: Any = None, **_kwargs: Any) -> None:
    """A worker has started; what another had taken is not on its way any more."""
    cache.delete_many([waiting_key(entry["task"]) for entry in sender.app.conf.beat_schedule.values()])


signals.task_prerun.connect(forget_tick)
signals.task_revoked.connect(forget_tick)
signals.worker_ready.connect(forget_all_ticks)
