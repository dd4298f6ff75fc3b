"""The page that asks why a row is taken out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from plumbing import history, undo
from plumbing.form_pages import action_page, posted
from plumbing.forms import ReasonForm
from plumbing.models import Record
from plumbing.problems import Refused
from plumbing.views.undo import asks_reason, reason_page


def void_page(
    request: HttpRequest,
    *,
    row: Record,
    title: str,
    back_url: str,
    done_url: str = "",
    about: object = "",
    void: Callable[..., None] = history.void,
) -> HttpResponse:
    """Ask for the reason, then take `row` out of lists and figures and go to `done_url` (or back)."""
    return action_page(
        request,
        form=ReasonForm(posted(request)),
        act=partial(void, row, by=request.user),
        title=title,
        about=about,
        back_url=back_url,
        # Where the row has no page of its own, the way back leads to another row's.
        back_label=row if done_url else "",
        done_url=done_url,
        message=_("%(row)s has been voided; the history keeps it.") % {"row": row},
        can_undo=True,
        template="plumbing/void_page.html",
        context={"row": row},
    )


def restore_row(request: HttpRequest, row: Record, url: str) -> HttpResponse:
    """Bring a voided row back, and go to its page."""
    try:
        undo.restore(row, by=request.user)
    except Refused as refused:
        if asks_reason(refused):
            return reason_page(request, refused, _("Restore"), {"next": url})
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(row)s is back in the lists and figures.") % {"row": row})
    return HttpResponseRedirect(url)
