"""The Celery application. A message only wakes a worker: what is to be done stands in the database."""

import os

from celery import Celery

from plumbing import broker, clock  # noqa: F401 -- the embedded transport, and what is known of the clock's ticks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("caunoi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def every(seconds: int, task: str) -> dict[str, object]:
    # A tick that no worker took before the next one is worthless: it must not queue up.
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


app.conf.beat_schedule = {
    "say that a worker lives": every(10, "plumbing.tasks.note_worker"),
    "send lost jobs to the worker again": every(10, "plumbing.tasks.requeue_lost_jobs"),
    "remove files that were made for a day": every(3600, "plumbing.tasks.remove_outdated_exports"),
    "remove sign-ins of long ago": every(3600, "teams.tasks.remove_old_sign_ins"),
    "forget one-time passwords that nobody printed": every(600, "teams.tasks.forget_slips"),
    "end access that came with a service": every(600, "teams.tasks.end_access"),
    "remove personal data whose time is over": every(24 * 3600, "households.tasks.keep_retention"),
    "free stuck lists and purge forgotten ones": every(60, "plumbing.tasks.look_after_forgotten_lists"),
    "roll up what waits": every(10, "reports.tasks.roll_up_waiting"),
    "look for data that may be wrong": every(60, "reports.tasks.run_data_checks"),
}
