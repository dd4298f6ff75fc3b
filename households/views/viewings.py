"""Pages that say who was shown whose data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from households.filters import ViewingFilter
from households.models import Viewing
from households.tables import ViewingTable
from households.views.households import household_url, seen
from plumbing.listing import list_page
from teams.access import Permission as P
from teams.access import requires


@requires(P.PROTECT_DATA)
def viewing_list(request: HttpRequest) -> HttpResponse:
    """Show who was shown data of households, and how many of them."""
    return list_page(
        request,
        rows=Viewing.objects.visible_to(request.user).select_related("by"),
        filter_class=ViewingFilter,
        table_class=ViewingTable,
        title=_("Viewings of personal data"),
        may_export=True,
    )


@requires(P.VIEW_HISTORY)
def household_viewings(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who was shown one household: the office has to answer when its people ask."""
    household = seen(request, pk)
    return list_page(
        request,
        rows=Viewing.objects.of(household).select_related("by"),
        filter_class=ViewingFilter,
        table_class=ViewingTable,
        title=_("Who saw %(name)s") % {"name": household},
        context={"create_url": household_url(household), "create_label": household},
    )
