"""Doors for the worker: one function called."""

from __future__ import annotations

from celery import shared_task

from teams.actions import sign_ins


@shared_task
def remove_old_sign_ins() -> None:
    sign_ins.remove_old_sign_ins()
