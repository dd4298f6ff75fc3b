"""The button “undo” of a message."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from plumbing import undo as batches
from plumbing.problems import Refused


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what the token stands for, and go back to where the button stood."""
    try:
        count = batches.take_back(request.POST.get("token", ""), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        text = ngettext(
            "Taken back: %(count)s row is as it was.", "Taken back: %(count)s rows are as they were.", count
        )
        messages.success(request, text % {"count": count})
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(back if is_ours else reverse("home"))
