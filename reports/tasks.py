"""The roll-up's door for the worker."""

from __future__ import annotations

from celery import shared_task

from reports import doubts, rollups


@shared_task
def roll_up_waiting() -> None:
    rollups.take_waiting()


@shared_task
def look_for_doubts() -> None:
    doubts.look_if_needed()
