"""Doors for the worker: one function called."""

from __future__ import annotations

from celery import shared_task

from teams.actions import ended_access, sign_ins, slips


@shared_task
def remove_old_sign_ins() -> None:
    sign_ins.remove_old_sign_ins()


@shared_task
def forget_slips() -> None:
    slips.forget_slips()


@shared_task
def end_access() -> None:
    """Services that were to end by yesterday have ended: so has the access that came with them."""
    ended_access.end_access(by=None)
