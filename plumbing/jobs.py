"""Work in the background. The `Job` row is the truth; a Celery message only wakes the worker, and may get lost.

An app registers what can be done, and asks for it:

    @job("import_commit")
    def import_commit(job: Job) -> None: …  # job.params, job.advance(done, total, message)

    jobs.enqueue("import_commit", {"batch": 5}, by=user, dedupe_key="import 5")
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from typing import Any

import kombu.exceptions
import redis.exceptions
from celery import current_app
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from plumbing.models import Job
from plumbing.models.jobs import LeaseLost, lease_from

logger = logging.getLogger(__name__)

State = Job.State
RUN_TASK = "plumbing.tasks.run_job"
MAX_ATTEMPTS = 3
# The normal wait in the queue: the message of a row that has waited longer was lost.
RESEND_AFTER = dt.timedelta(seconds=5)
BROKER_TROUBLE = (
    kombu.exceptions.OperationalError,
    redis.exceptions.ConnectionError,
    redis.exceptions.TimeoutError,
    OSError,
)

_registered: dict[str, Callable[[Job], None]] = {}


class JobFailed(Exception):
    """The work cannot be done; the text is a sentence for the person who asked for it."""


def job(kind: str) -> Callable[[Callable[[Job], None]], Callable[[Job], None]]:
    """Register the function that does jobs of this kind. It must stand in a module that `<app>/tasks.py` imports."""

    def register(function: Callable[[Job], None]) -> Callable[[Job], None]:
        _registered[kind] = function
        return function

    return register


# --- asking for work --------------------------------------------------------------------------------------------


def send_on_commit(task: str, *args: Any) -> None:
    """Send the named task when the transaction commits. A broker that cannot be reached never fails the request."""
    transaction.on_commit(lambda: _send(task, args))


def _send(task: str, args: tuple[Any, ...]) -> None:
    try:
        current_app.send_task(task, args=args, retry=False)
    except BROKER_TROUBLE as trouble:
        logger.warning("The broker cannot be reached (%s); %s will be picked up later.", trouble, task)


def enqueue(kind: str, params: dict[str, Any], *, by: Any = None, dedupe_key: str) -> Job:
    """Return the unfinished job of this key, or a new one.

    `params` may hold `url`: where the page goes when the job is finished.
    """
    if kind not in _registered:
        raise LookupError(f"no job of kind {kind!r}")
    # The worker speaks the language of whoever asked.
    params = {"language": translation.get_language(), **params}
    try:
        with transaction.atomic():
            created = Job.objects.create(
                kind=kind, params=params, started_by=by, dedupe_key=dedupe_key, rung_at=timezone.now()
            )
    except IntegrityError:
        running = Job.objects.unfinished().filter(dedupe_key=dedupe_key).first()
        if running is None:  # it ended this very moment: ask again
            return enqueue(kind, params, by=by, dedupe_key=dedupe_key)
        return running
    send_on_commit(RUN_TASK, created.pk)
    return created


# --- doing it ---------------------------------------------------------------------------------------------------


def claim(job_id: int) -> Job | None:
    """Return the job, now ours for the length of a lease; None when it is done or another worker has it."""
    now = timezone.now()
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, leased_until__lt=now)
    claimed = Job.objects.filter(free, pk=job_id, attempts__lt=MAX_ATTEMPTS).update(
        state=State.RUNNING, attempts=F("attempts") + 1, leased_until=lease_from(now)
    )
    return Job.objects.get(pk=job_id) if claimed else None


def run(job_id: int) -> None:
    """Do the job if nobody else does. A second message, or one after the end, changes nothing."""
    claimed = claim(job_id)
    if claimed is None:
        return
    renewer = LeaseRenewer(claimed)
    renewer.start()
    try:
        with translation.override(claimed.params.get("language")):
            outcome = _outcome(claimed)
    finally:
        renewer.stop()
    if outcome is not None:
        _finish(claimed, **outcome)


def _outcome(claimed: Job) -> dict[str, Any] | None:
    """Do the work; return how it ended as fields of the row, or None when another worker took over."""
    try:
        _registered[claimed.kind](claimed)
    except LeaseLost:
        logger.warning("Job %s was taken over by another worker.", claimed.pk)
        return None
    except JobFailed as failure:
        return {"state": State.FAILED, "message": str(failure)[:300]}
    except OperationalError:
        # A busy or restarting database: `requeue_lost` sends it again, at most MAX_ATTEMPTS times.
        logger.exception("Job %s (%s) met trouble in the database.", claimed.pk, claimed.kind)
        return {"leased_until": timezone.now()}
    except Exception:  # a task's last line: whatever went wrong, the person who waits must hear of it
        logger.exception("Job %s (%s) failed.", claimed.pk, claimed.kind)
        code = str(claimed.token)[:8]
        text = _("Something went wrong in the portal; nothing more was done. Tell the administrator the code %s.")
        return {"state": State.FAILED, "message": text % code}
    return {"state": State.DONE}


def _finish(claimed: Job, **outcome: Any) -> None:
    if "state" in outcome:
        outcome["finished_at"] = timezone.now()
    try:
        claimed.write_as_holder(**outcome)
    except LeaseLost:
        logger.warning("Job %s ended after another worker had taken it over.", claimed.pk)


class LeaseRenewer(threading.Thread):
    """Renews the lease while the work runs, however long a single step takes; it dies with the worker."""

    def __init__(self, claimed: Job) -> None:
        super().__init__(daemon=True)
        self.held = Job.objects.filter(pk=claimed.pk, state=State.RUNNING, attempts=claimed.attempts)
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(settings.JOB_LEASE_SECONDS / 4):
            try:
                self.held.update(leased_until=lease_from(timezone.now()))
            except OperationalError:
                # SQLite is busy with one long write: then nobody else can claim the job either.
                logger.info("The lease of a job could not be renewed; trying again.")
            finally:
                connection.close()

    def stop(self) -> None:
        self.ended.set()
        self.join()


# --- finding what got lost ---------------------------------------------------------------------------------


def requeue_lost() -> int:
    """Send messages again for jobs whose message was lost or whose worker died. Return how many."""
    now = timezone.now()
    orphaned = Q(state=State.RUNNING, leased_until__lt=now)
    for lost in Job.objects.filter(orphaned, attempts__gte=MAX_ATTEMPTS):
        _give_up(lost)
    late = [j for j in Job.objects.filter(Q(state=State.QUEUED) | orphaned) if _is_due_to_resend(j, now)]
    Job.objects.filter(pk__in=[j.pk for j in late]).update(rung_at=now)
    for undelivered in late:
        send_on_commit(RUN_TASK, undelivered.pk)
    return len(late)


def _is_due_to_resend(undelivered: Job, now: dt.datetime) -> bool:
    """Say whether to send now: after 5, 10, 20, 40 … seconds, so that a long queue does not fill with messages."""
    if undelivered.rung_at is None or undelivered.state == State.RUNNING:
        return undelivered.rung_at is None or now - undelivered.rung_at >= RESEND_AFTER
    return now - undelivered.rung_at >= max(RESEND_AFTER, undelivered.rung_at - undelivered.created_at)


def _give_up(lost: Job) -> None:
    with translation.override(lost.params.get("language")):
        message = _("The work was interrupted %(count)s times and has been given up. Please start it again.")
        _finish(lost, state=State.FAILED, message=message % {"count": lost.attempts})
    logger.error("Job %s (%s) was given up after %s attempts.", lost.pk, lost.kind, lost.attempts)
