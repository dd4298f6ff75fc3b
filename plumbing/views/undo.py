"""The button “undo” of a message."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from plumbing import undo as batches
from plumbing.problems import REASON_FIELD, Refused


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what the token stands for, and go back to where the button stood."""
    token, back = request.POST.get("token", ""), request.POST.get("next", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=hosts, require_https=request.is_secure()):
        back = reverse("home")
    try:
        count = batches.take_back(token, by=request.user)
    except Refused as refused:
        if asks_reason(refused):
            return reason_page(request, refused, _("Undo"), {"token": token, "next": back})
        messages.error(request, str(refused))
    else:
        text = ngettext(
            "Taken back: %(count)s row is as it was.", "Taken back: %(count)s rows are as they were.", count
        )
        messages.success(request, text % {"count": count})
    return HttpResponseRedirect(back)


def asks_reason(refused: Refused) -> bool:
    """Tell whether what was refused may be done all the same, once the reader says why."""
    return all(problem.asks_reason for problem in refused.problems)


def reason_page(request: HttpRequest, refused: Refused, title: str, sent: dict[str, str]) -> HttpResponse:
    """Ask for the reason of a correction, and send the same again with it (`sent`: what the button sent)."""
    sentences = [problem.text for problem in refused.problems]
    context = {"title": title, "sentences": sentences, "sent": sent, "reason_field": REASON_FIELD}
    return render(request, "plumbing/undo.html", context, status=422)
