"""The clock: one tick of a kind waits at a time, however long the worker is away."""

import pytest
from celery import current_app, signals
from django.core.cache import cache

from plumbing import clock
from plumbing.tasks import note_worker, requeue_lost_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """What the clock hands to the broker, by the name of the task."""
    cache.clear()
    found = []
    monkeypatch.setattr(clock.Scheduler, "apply_async", lambda self, entry, *a, **k: found.append(entry.task))
    return found


@pytest.fixture
def tick(sent):
    scheduler = clock.TickScheduler(current_app, lazy=True)
    entries = {task.name: scheduler.Entry(name=task.name, task=task.name, schedule=10, app=current_app)
               for task in (note_worker, requeue_lost_jobs)}  # fmt: skip
    return lambda task: scheduler.apply_entry(entries[task.name])


def test_ticks_do_not_pile_up_while_no_worker_takes_them(sent, tick):
    for _ in range(500):
        tick(note_worker)
        tick(requeue_lost_jobs)
    assert sorted(sent) == sorted([note_worker.name, requeue_lost_jobs.name])


def test_a_tick_that_was_taken_or_thrown_away_makes_room_for_the_next(sent, tick):
    for signal in (signals.task_prerun, signals.task_revoked):
        tick(note_worker)
        tick(requeue_lost_jobs)
        signal.send(sender=note_worker, request=None)
    tick(note_worker)
    assert sent == [note_worker.name, requeue_lost_jobs.name, note_worker.name, note_worker.name]


def test_a_worker_that_starts_knows_of_none_that_another_had_taken(sent, tick):
    tick(note_worker)

    class Consumer:
        app = current_app

    signals.worker_ready.send(sender=Consumer())
    tick(note_worker)
    assert len(sent) == 2


def test_the_clock_that_runs_is_this_one():
    assert current_app.conf.beat_scheduler == "plumbing.clock:TickScheduler"
