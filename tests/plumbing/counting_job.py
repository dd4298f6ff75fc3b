"""A job for the tests of workers: it writes one history entry for each step, and goes on where it was interrupted."""

import time

from django.db import transaction

from plumbing import history, jobs
from plumbing.models import Job


@jobs.job("test_counting")
def count(job: Job) -> None:
    steps = job.params["steps"]
    for step in range(job.done + 1, steps + 1):
        with transaction.atomic():
            history.note(history.Action.VIEWED, by=None, title=f"step {step}")
            time.sleep(job.params["pause"])
            job.advance(step, steps, f"step {step}")
