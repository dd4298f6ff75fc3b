"""What is done to many rows of a list at once: those that were ticked, or all that the filter finds.

Both stand in the address: ?row=12&row=13, or ?all=1 with the list's own filters. A page lists what will happen; the
same address takes the yes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.columns import TRANSIENT_PARAMETERS
from plumbing.form_pages import action_page
from plumbing.problems import Problem, refuse
from plumbing.query_strings import whole_number

# More than anybody looks over before saying yes.
MAX_SELECTED = 2000
NAMED = 20


@dataclass(frozen=True)
class Step:
    """One thing that can be done to the selected rows: its words, the address of its page, its icon."""

    label: str | Promise
    url: str
    sign: str


def keys(request: HttpRequest) -> set[int]:
    """Return the keys of the rows that were ticked."""
    return {key for text in request.GET.getlist("row") if (key := whole_number(text)) is not None}


def wants_all(request: HttpRequest) -> bool:
    return request.GET.get("all") == "1"


def selected(request: HttpRequest, rows: QuerySet[Any], filter_class: type[Any]) -> QuerySet[Any]:
    """Return the rows that were ticked, or all that the filters find. `rows` are `visible_to` the user."""
    if wants_all(request):
        return filter_class(request.GET, queryset=rows, request=request).qs
    return rows.filter(pk__in=keys(request))


def only_ticked(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the ticked ones of a list's rows; all when none is ticked."""
    ticked = keys(request)
    return rows.filter(pk__in=ticked) if ticked and not wants_all(request) else rows


def back_to(request: HttpRequest, url: str) -> str:
    """Return the list's address with the filters that it had."""
    data = request.GET.copy()
    for name in TRANSIENT_PARAMETERS:
        if name != "columns":
            data.pop(name, None)
    return f"{url}?{data.urlencode()}" if data else url


def fingerprint(rows: Iterable[Any]) -> str:
    """Return what differs as soon as one row more or less is meant, or one was changed."""
    answers = ",".join(sorted(f"{row.pk}.{row.version}" for row in rows))
    return hashlib.sha256(answers.encode()).hexdigest()[:16]


def bulk_page(
    request: HttpRequest,
    *,
    rows: Sequence[Any],
    form: BaseForm,
    act: Callable[..., str],
    title: str,
    back_url: str,
    selected_count: int | None = None,
    names: Callable[[Any], str] = str,
    subtitle: str = "",
    nothing: str = "",
) -> HttpResponse:
    """Show which rows a step takes, ask for a yes, take it, and go back to the list with a way to undo it.

    `act(**what the form says)` does it and returns its sentence; `asked` says how many rows were selected, of which
    some may not be in a state for the step; `nothing` is what the page says when none is.
    """
    if not rows and selected_count == 0:
        messages.warning(request, _("Nothing was selected."))
        return HttpResponseRedirect(back_url)
    seen = fingerprint(rows)
    nothing = nothing or _("None of the selected rows is in a state for this.")

    def act_on_seen(**answers: Any) -> str:
        refuse(_problems(request, rows, seen, nothing))
        return act(**answers)

    context = {
        "subtitle": subtitle,
        "nothing": nothing,
        "count": len(rows),
        "names": [names(row) for row in rows[:NAMED]],
        "more": max(len(rows) - NAMED, 0),
        "left_out": (selected_count or len(rows)) - len(rows),
        "seen": seen,
    }
    return action_page(
        request,
        form=form,
        act=act_on_seen,
        title=title,
        back_url=back_url,
        can_undo=True,
        template="plumbing/bulk_page.html",
        context=context,
    )


def _problems(request: HttpRequest, rows: Sequence[Any], seen: str, nothing: str) -> list[Problem]:
    if not rows:
        return [Problem(nothing)]
    if len(rows) > MAX_SELECTED:
        return [Problem(_("These are more than %(most)s rows: narrow the filter first.") % {"most": MAX_SELECTED})]
    if request.POST.get("seen") != seen:
        return [Problem(_("The rows have changed since you looked. See what is meant now, then say yes again."))]
    return []


def export_step(may_export: bool) -> list[Step]:
    """Return the step that takes the ticked rows along as Excel: the list itself answers it."""
    return [Step(gettext_lazy("Download as Excel"), "", "excel")] if may_export else []
