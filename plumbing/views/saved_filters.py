"""Keeping the filters of a list under a name, and letting them go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plumbing.models import SavedFilter
from plumbing.problems import Refused
from plumbing.saved_filters import is_page, kept, save_filter


@require_POST
def saved_filter_create(request: HttpRequest) -> HttpResponse:
    """Save the filters that are set on a list, and go back to it."""
    page, query = request.POST.get("page", ""), request.POST.get("query", "")
    try:
        row = save_filter(owner=request.user, page=page, name=request.POST.get("name", ""), query=query)
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, problem.text)
    else:
        messages.success(request, _("Saved: %(name)s") % {"name": row.name})
    return HttpResponseRedirect(f"{page}?{kept(query)}" if is_page(page) else "/")


@require_POST
def saved_filter_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget saved filters, and go back to their list."""
    row = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk)
    SavedFilter.objects.filter(pk=row.pk).delete()
    messages.success(request, _("Deleted: %(name)s") % {"name": row.name})
    return HttpResponseRedirect(row.page)
