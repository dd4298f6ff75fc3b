"""The import wizard: choose a file, look at what it would do, commit it, take it back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from plumbing import jobs
from plumbing.dates import format_date
from plumbing.exporting import XLSX, file_name, workbook_response
from plumbing.forms import DayField
from plumbing.importing import staging, work
from plumbing.importing.kinds import kinds_for, list_kind, may_load
from plumbing.importing.workbooks import rejected_workbook, template_workbook
from plumbing.listing import list_page
from plumbing.models import ImportBatch, ImportRow
from plumbing.nouns.imports import LOAD
from plumbing.problems import REASON_FIELD
from plumbing.views.import_parts import ImportFilter, ImportTable, UploadForm

__all__ = ["work"]

State = ImportBatch.State
PER_PAGE = 50
STEPS = (gettext_lazy("Choose the file"), gettext_lazy("Look at the rows"), gettext_lazy("Result"))

View = Callable[..., HttpResponseBase]


def for_loaders(view: View) -> View:
    """Close a page of the wizard to whoever may not load lists."""

    @wraps(view)
    def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.may(LOAD):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    closed.permission = LOAD  # type: ignore[attr-defined]
    return closed


def own_batch(request: HttpRequest, token: uuid.UUID) -> ImportBatch:
    """Return the user's own list; what others loaded is not found."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("job"), token=token)
    if list_kind(batch.kind) is None:
        raise Http404
    return batch


@for_loaders
@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        rows=ImportBatch.objects.visible_to(request.user).defer("content", "reading"),
        filter_class=ImportFilter,
        table_class=ImportTable,
        title=_("Loaded lists"),
        template="plumbing/import_list.html",
        may_export=True,
        context={"create_url": reverse("plumbing:import_create"), "create_label": _("Load a list")},
    )


@for_loaders
def import_create(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    asked = {"kind": request.GET.get("kind", "")}
    form = UploadForm(request.POST if sent else None, request.FILES if sent else None, user=request.user, initial=asked)
    if sent and form.is_valid():
        with transaction.atomic():
            batch = form.save(request.user)
            start(request, batch, "import_check")
        return redirect(batch)
    context = {"form": form, "kinds": kinds_for(request.user), "steps": STEPS}
    return render(request, "plumbing/import_create.html", context, status=422 if form.errors else 200)


def start(request: HttpRequest, batch: ImportBatch, work_kind: str) -> None:
    """Hand the batch to the worker; asking twice for the same gives one job.

    Another piece of work is another job: the one before may have done its work and not yet said so.
    """
    batch.job = jobs.enqueue(
        work_kind,
        {"batch": batch.pk, "url": batch.get_absolute_url()},
        by=request.user,
        dedupe_key=f"{work_kind} {batch.pk}",
    )
    batch.save(update_fields=["job"])


@for_loaders
@require_safe
def import_detail(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    batch = own_batch(request, token)
    if batch.state == State.CHECKED:
        return preview(request, batch)
    job = batch.job
    is_busy = job is not None and job.state in job.UNFINISHED
    kind = list_kind(batch.kind)
    context = {
        "batch": batch,
        "kind": kind,
        "next_step": kind.next_step() if kind else None,
        "steps": STEPS,
        "job": job,
        "job_state": "pending" if job and job.state == "queued" else job and job.state,
        "failed": job is not None and job.state == "failed",
        "waits": batch.state in (State.READING, State.COMMITTING) and is_busy,
        "undo_waits": batch.state == State.COMMITTED and is_busy,
    }
    if batch.state in (State.COMMITTED, State.UNDONE):
        context |= shown_rows(request, batch, ("warnings", "rejected", "skipped", "new", "changed", "unchanged"))
    return render(request, "plumbing/import_detail.html", context)


def preview(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Show what each row would do, by outcome, with its Excel row number and its reasons."""
    counts = batch.counts
    settled = len(batch.reading.get("left_out", ())) if batch.options.get("left_out_settled") else 0
    context = shown_rows(request, batch, ("rejected", "new", "changed", "unchanged", "skipped")) | {
        "batch": batch,
        "kind": list_kind(batch.kind),
        "steps": STEPS,
        "good": counts.get("new", 0) + counts.get("changed", 0) + settled,
        "rejected": counts.get("rejected", 0),
        "same_file": earlier_load(request, batch),
        "recognised": batch.reading["columns"],
        "day_kind": "warning" if batch.reading.get("asks_for_day") else "info",
        "day": dt.date.fromisoformat(day) if (day := batch.reading.get("day")) else None,
    }
    return render(request, "plumbing/import_preview.html", context)


def shown_rows(request: HttpRequest, batch: ImportBatch, order: Sequence[str]) -> dict[str, Any]:
    """Return the tabs of a list's rows and a page of those that were asked for, or of the first kind there is."""
    counts = batch.counts
    shown = request.GET.get("show", "")
    if shown not in [*ImportRow.Outcome.values, "warnings"]:
        shown = next((name for name in order if counts.get(name)), "new")
    rows = batch.rows.defer("cells")
    rows = rows.filter(problems__icontains='"warning"') if shown == "warnings" else rows.filter(outcome=shown)
    return {
        "shown": shown,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [(label, f"?show={name}", name == shown, counts.get(name, 0)) for name, label in tab_labels()],
    }


def tab_labels() -> list[tuple[str, str]]:
    return [
        ("new", _("New")),
        ("changed", _("Changed")),
        ("unchanged", _("Unchanged")),
        ("rejected", _("Rejected")),
        ("skipped", _("Skipped")),
        ("warnings", _("With a warning")),
    ]


def earlier_load(request: HttpRequest, batch: ImportBatch) -> ImportBatch | None:
    """Return the earlier commit of the very same file."""
    own = ImportBatch.objects.visible_to(request.user).filter(state=State.COMMITTED, kind=batch.kind)
    return own.filter(digest=batch.digest).defer("content").first()


@for_loaders
@require_POST
def import_convert(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Check the list anew, with what the clerk has agreed to: to convert old fonts, to turn swapped days back."""
    batch = own_batch(request, token)
    answers = {name: request.POST[name] == "1" for name in staging.ANSWERS if name in request.POST}
    options = batch.options | answers
    move(request, batch, State.READING, "import_check", options)
    return redirect(batch)


def move(request: HttpRequest, batch: ImportBatch, state: str, work_kind: str, options: dict[str, Any]) -> None:
    """Let a checked list go on: its state and its job come together, so that none waits without the other.

    Two clicks, or two tabs: the first one moves the state on, the second finds nothing to move.
    """
    with transaction.atomic():
        if ImportBatch.objects.filter(pk=batch.pk, state=State.CHECKED).update(state=state, options=options):
            start(request, batch, work_kind)
            return
    if not ImportBatch.objects.filter(pk=batch.pk).exists():
        messages.error(request, _("The list “%(name)s” was thrown away meanwhile.") % {"name": batch.filename})


@for_loaders
@require_POST
def import_date(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Check the list anew with the day that the clerk gives it."""
    batch = own_batch(request, token)
    try:
        day = DayField(label=_("Date of the list")).clean(request.POST.get("day", ""))
        if day > timezone.localdate():
            raise ValidationError(_("%(day)s lies in the future.") % {"day": format_date(day)})
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(batch)
    options = batch.options | {"day": day.isoformat()}
    if ImportBatch.objects.filter(pk=batch.pk, state=State.CHECKED).update(state=State.READING, options=options):
        start(request, batch, "import_check")
    return redirect(batch)


@for_loaders
@require_POST
def import_commit(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Commit the list: all rows or none, or only the good ones, as the clerk chose."""
    batch = own_batch(request, token)
    if batch.reading.get("asks_for_day"):
        messages.error(request, _("Say first of which day the list is."))
        return redirect(batch)
    only_good = request.POST.get("rows") == "good"
    if batch.counts.get("rejected") and not only_good:
        messages.error(
            request, _("Some rows are rejected. Correct the file and load it again, or commit the good rows.")
        )
        return redirect(batch)
    reason = request.POST.get(REASON_FIELD, "").strip()[:300]
    options = batch.options | {"only_good_rows": only_good, REASON_FIELD: reason}
    move(request, batch, State.COMMITTING, "import_commit", options)
    return redirect(batch)


@for_loaders
@require_POST
def import_undo(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Take a committed list back, if nothing has built on it."""
    batch = own_batch(request, token)
    if batch.state == State.COMMITTED:
        if reason := request.POST.get(REASON_FIELD, "").strip()[:300]:
            batch.options[REASON_FIELD] = reason
            batch.save(update_fields=["options"])
        start(request, batch, "import_undo")
    return redirect(batch)


@for_loaders
@require_POST
def import_discard(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Throw away a list that was not committed."""
    batch = own_batch(request, token)
    if staging.discard(batch):
        text = _("The list “%(name)s” was thrown away; nothing was written.")
        messages.info(request, text % {"name": batch.filename})
        return redirect("plumbing:import_list")
    messages.error(request, _("The list was not thrown away: it is being committed, or was committed already."))
    return redirect(batch)


@for_loaders
@require_POST
def import_resume(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Take up a list whose work was interrupted: read it again, or show its rows to commit it again."""
    batch = own_batch(request, token)
    if staging.release(batch) and batch.state == State.READING:
        start(request, batch, "import_check")
    return redirect(batch)


@for_loaders
@require_safe
def import_rejected(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Send the rejected rows as a workbook that can be corrected and loaded again."""
    batch = own_batch(request, token)
    if not batch.counts.get("rejected"):
        raise Http404
    title = _("%(name)s: rejected rows") % {"name": batch.filename.rpartition(".")[0] or batch.filename}
    return workbook_response(request, rejected_workbook(batch), title)


@for_loaders
@require_safe
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the empty workbook of a kind of list."""
    known = list_kind(kind)
    if known is None or not may_load(request.user, known):
        raise Http404
    response = HttpResponse(template_workbook(known), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name(str(known.title), "xlsx")}"'
    return response
