"""Lists that the worker writes as Excel files: the page that waits, and the file."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from plumbing.exporting import workbook_response
from plumbing.models import ExportedList, Job
from plumbing.viewings import as_keys, notice_keys


@never_cache
@require_GET
def export_detail(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Show how far the file is, then where to fetch it."""
    exports = ExportedList.objects.visible_to(request.user).defer("content", "shown").select_related("job")
    export = get_object_or_404(exports, token=token)
    job = export.job
    context = {
        "export": export,
        "job": job,
        "job_state": "pending" if job.state == Job.State.QUEUED else job.state,
        "waits": job.state in Job.UNFINISHED,
        "failed": job.state == Job.State.FAILED,
        "list_url": export.address.partition("?")[0],
    }
    return render(request, "plumbing/export_detail.html", context)


@never_cache
@require_GET
def export_download(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Give the file to whoever asked for it; each time is logged as an export of the list."""
    export = get_object_or_404(ExportedList.objects.visible_to(request.user), token=token)
    if not export.content:
        raise Http404
    notice_keys(as_keys(export.shown))
    return workbook_response(request, export.content, export.title, QueryDict(export.address.partition("?")[2]))
