"""The roll-up's door for the worker."""

from __future__ import annotations

from celery import shared_task

from reports import rollups


@shared_task
def roll_up_waiting() -> None:
    rollups.take_waiting()
