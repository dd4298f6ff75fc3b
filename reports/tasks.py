"""The roll-up's door for the worker."""

from __future__ import annotations

from celery import shared_task

from reports import data_checks, rollups


@shared_task
def roll_up_waiting() -> None:
    rollups.take_waiting()


@shared_task
def run_data_checks() -> None:
    data_checks.run_if_needed()
