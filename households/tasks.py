"""Doors for the worker: one function called."""

from __future__ import annotations

from celery import shared_task

from households.actions import protection


@shared_task
def keep_retention() -> None:
    protection.keep_retention()
