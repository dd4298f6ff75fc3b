"""Doors for the worker: ids in, one function called."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from plumbing import background_exports, health, jobs
from plumbing.importing import staging, work

__all__ = [
    "look_after_forgotten_lists",
    "note_worker",
    "remove_outdated_exports",
    "requeue_lost_jobs",
    "run_job",
    "work",
]


@shared_task
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task
def requeue_lost_jobs() -> None:
    jobs.requeue_lost()


@shared_task
def remove_outdated_exports() -> None:
    background_exports.remove_outdated()


@shared_task
def look_after_forgotten_lists() -> None:
    staging.look_after_forgotten(timezone.now())


@shared_task
def note_worker() -> None:
    health.note_worker()
