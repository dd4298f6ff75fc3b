"""The two pages on which a form is filled in: a record's own, and one that asks what an act needs.

Both go the same way: form → valid → saved or done → the next page; what is refused comes back with its reasons, and a
second editor sees both versions. A view says only what is its own: which form, which act, what to say, where to go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from plumbing import undo
from plumbing.conflicts import conflict_page, conflict_rows, resolved
from plumbing.forms import RecordForm
from plumbing.history import StaleVersion
from plumbing.models import Record
from plumbing.problems import Refused, show_in

FORM_PAGE = "plumbing/form_page.html"


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form is bound to: nothing until it is sent."""
    return request.POST if request.method == "POST" else None


def edit_page(
    request: HttpRequest,
    *,
    make_form: Callable[..., RecordForm],
    title: object,
    back_url: str,
    message: str,
    back_label: object = "",
    about: object = "",
    success_url: Callable[[Any], str] | None = None,
    instance: Record | None = None,
    save: Callable[[Any], Record] = RecordForm.save_record,
    can_undo: bool = False,
    template: str = FORM_PAGE,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a record's form, or save it and go on: to `success_url(row)`, else back.

    `make_form(data=None, instance=None)` builds the form; `save(form)` replaces form.save_record for actions.
    `can_undo`: a change can be taken back, for nothing else is worked out from the row's fields.
    """
    data = posted(request)
    if data is not None and instance:
        data = resolved(data, make_form(instance=instance))
    form = make_form(data=data, instance=instance)
    if form.is_bound and form.is_valid():
        try:
            with undo.watch(request) as watched:
                row = form.existing() or save(form)
        except StaleVersion as stale:
            return conflict_page(request, conflict_rows(form, make_form(instance=stale.current)), stale.current)
        except Refused as refused:
            show_in(form, refused.problems)
        else:
            say_done(request, message, watched if can_undo and instance else None)
            return HttpResponseRedirect(success_url(row) if success_url else back_url)
    return form_page(request, form, template, title, back_url, back_label, about, context)


def action_page(
    request: HttpRequest,
    *,
    form: BaseForm,
    act: Callable[..., Any],
    title: object,
    back_url: str,
    message: str = "",
    back_label: object = "",
    about: object = "",
    done_url: str = "",
    can_undo: bool = False,
    template: str = FORM_PAGE,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Ask what an act needs, do it by `act(**what the form says)`, and go to `done_url`, else back.

    Without a `message` the act returns the sentence that says what was done.
    """
    if form.is_bound and form.is_valid():
        try:
            with undo.watch(request) as watched:
                outcome = act(**form.cleaned_data)
        except StaleVersion as stale:
            look_again(form, stale.current)
        except Refused as refused:
            show_in(form, refused.problems)
        else:
            say_done(request, message or outcome, watched if can_undo else None)
            return HttpResponseRedirect(done_url or back_url)
    return form_page(request, form, template, title, back_url, back_label, about, context)


def look_again(form: BaseForm, current: Record) -> None:
    """Say in the form who changed the row meanwhile; sent once more, it goes on from the row as it now stands."""
    text = _("%(who)s changed this meanwhile. Look at it again, then send the form once more.")
    form.add_error(None, text % {"who": current.changed_by or "–"})
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data[form.add_prefix("version")] = str(current.version)  # type: ignore[index]


def say_done(request: HttpRequest, message: str, watched: undo.Watched | None) -> None:
    """Say what was done. The next page wipes the draft that the device kept (components/messages.html)."""
    if watched is not None:
        undo.say_done(request, message, watched, draft=request.path)
    else:
        messages.success(request, message, extra_tags=request.path)


def form_page(
    request: HttpRequest,
    form: BaseForm,
    template: str,
    title: object,
    back_url: str,
    back_label: object,
    about: object,
    context: dict[str, Any] | None,
    status: int | None = None,
) -> HttpResponse:
    """Show a form; one that comes back refused has the status 422, unless `status` says otherwise."""
    page = {"form": form, "title": title, "back_url": back_url, "back_label": back_label, "about": about}
    return render(request, template, page | (context or {}), status=status or (422 if form.is_bound else 200))
