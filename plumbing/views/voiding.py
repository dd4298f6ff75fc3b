"""The page that asks why a row is taken out."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from plumbing import history, undo
from plumbing.forms import ReasonForm
from plumbing.models import Record
from plumbing.problems import Refused, show_in


def void_page(
    request: HttpRequest,
    *,
    row: Record,
    title: str,
    back_url: str,
    done_url: str = "",
    void: Callable[..., None] = history.void,
) -> HttpResponse:
    """Ask for the reason, then take `row` out of lists and figures and go to `done_url` (or back)."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with undo.watch(request) as watched:
                void(row, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            show_in(form, refused.problems)
        else:
            undo.say_done(request, _("%(row)s has been voided; the history keeps it.") % {"row": row}, watched)
            return HttpResponseRedirect(done_url or back_url)
    # Where the row has no page of its own, the way back leads to another row's.
    label = row if done_url else ""
    context = {"form": form, "row": row, "title": title, "back_url": back_url, "back_label": label}
    return render(request, "plumbing/void_page.html", context, status=422 if form.is_bound else 200)


def restore_row(request: HttpRequest, row: Record, url: str) -> HttpResponse:
    """Bring a voided row back, and go to its page."""
    try:
        undo.restore(row, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(row)s is back in the lists and figures.") % {"row": row})
    return HttpResponseRedirect(url)
