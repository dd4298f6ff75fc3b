"""Lists of many rows as Excel files: the worker opens the list's own page for whoever asked, and keeps the file.

So filters, columns and rights are those of the page, on the day of the work; no list has a second way out.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import resolve
from django.utils.translation import gettext as _

from plumbing import jobs
from plumbing.columns import COOKIE
from plumbing.models import ExportedList, Job
from plumbing.viewings import as_text, noticing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROGRESS_STEP = 500


class BackgroundRequest(HttpRequest):
    """A list's page opened by the worker."""

    def __init__(self, export: ExportedList, job: Job) -> None:
        super().__init__()
        self.method = "GET"
        self.path, _mark, query = export.address.partition("?")
        self.path_info = self.path
        self.GET = QueryDict(query)
        self.user = export.asked_by
        self.job = job

    def followed(self, rows: Iterable[Any], total: int) -> Iterator[Any]:
        """Pass `rows` on, and tell whoever waits how many have been written."""
        for number, row in enumerate(rows):
            if number % PROGRESS_STEP == 0:
                self.job.advance(number, total, _("Writing the rows"))
            yield row


@transaction.atomic
def start_export(request: HttpRequest, title: str) -> HttpResponse:
    """Ask the worker for the file, and go to the page that waits for it. Asking twice makes one file."""
    query = request.GET.copy()
    # The device's choice of columns is in no address.
    if "columns" not in query and COOKIE in request.COOKIES:
        query["columns"] = request.COOKIES[COOKIE].replace(".", ",")
    address = f"{request.path}?{query.urlencode()}"
    export = ExportedList(token=uuid.uuid4(), title=title[:200], address=address, asked_by=request.user)  # type: ignore[misc]
    job = jobs.enqueue(
        "list_export",
        {"export": str(export.token), "url": export.get_absolute_url()},
        by=request.user,
        dedupe_key=f"export {request.user.pk} {uuid.uuid5(uuid.NAMESPACE_URL, address)}",
    )
    if job.params["export"] == str(export.token):
        export.job = job
        export.save()
    return HttpResponseRedirect(job.params["url"])


@jobs.job("list_export")
def make_export(job: Job) -> None:
    """Open the page for the one who asked, and keep the file that it gives."""
    export = ExportedList.objects.filter(token=job.params["export"]).select_related("asked_by").first()
    if export is None:
        raise jobs.JobFailed(_("The file is not kept any more."))
    page = resolve(export.address.partition("?")[0])
    try:
        if not export.asked_by.is_active:
            raise PermissionDenied
        with noticing() as found:
            response = page.func(BackgroundRequest(export, job), *page.args, **page.kwargs)
        # Whoever may open the list but not take it along gets a page, not a file.
        if response["Content-Type"] != XLSX:
            raise PermissionDenied
    except (PermissionDenied, Http404):
        raise jobs.JobFailed(_("Your account may not take this list along any more.")) from None
    export.content, export.shown = response.content, as_text(found.all_keys())
    export.save(update_fields=["content", "shown"])


def remove_outdated() -> int:
    """Remove the files whose day is over. Return how many."""
    return ExportedList.objects.outdated().delete()[0]
