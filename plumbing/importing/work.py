"""The background work of the import wizard."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plumbing import jobs
from plumbing.history import StaleVersion
from plumbing.importing import staging, undoing
from plumbing.importing.kinds import Progress
from plumbing.models import ImportBatch, Job
from plumbing.problems import Refused


def _batch(job: Job) -> ImportBatch:
    batch = ImportBatch.objects.filter(pk=job.params["batch"]).select_related("uploaded_by").first()
    if batch is None:
        raise jobs.JobFailed(_("The list was thrown away."))
    return batch


def _progress(job: Job, message: str) -> Progress:
    return lambda done, total: job.advance(done, total, message)


@jobs.job("import_check")
def import_check(job: Job) -> None:
    """Read and check an uploaded list."""
    batch = _batch(job)
    if batch.state != ImportBatch.State.READING:
        return
    try:
        staging.check_batch(batch, _progress(job, _("Reading and checking the rows")))
    except staging.NotAllowed:
        raise jobs.JobFailed(_("Your account may not load this list.")) from None


@jobs.job("import_commit")
def import_commit(job: Job) -> None:
    """Write the rows of a checked list."""
    try:
        staging.commit_batch(_batch(job), _progress(job, _("Writing the rows")))
    except staging.NotAllowed:
        raise jobs.JobFailed(_("Your account may not load this list.")) from None


@jobs.job("import_undo")
def import_undo(job: Job) -> None:
    """Take a committed list back."""
    batch = _batch(job)
    try:
        undoing.undo(batch, by=batch.uploaded_by)
    except StaleVersion:
        raise jobs.JobFailed(_("Somebody changed a row of the list at the same moment. Try again.")) from None
    except Refused as refused:
        batch.options["asks_reason"] = any(problem.asks_reason for problem in refused.problems)
        batch.save(update_fields=["options"])
        raise jobs.JobFailed(str(refused)) from None
