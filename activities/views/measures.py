"""The catalogue of measures, which the office extends."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from activities.filters import MeasureFilter
from activities.forms.measures import MeasureForm
from activities.models import Measure
from activities.tables import MeasureTable
from plumbing.form_pages import edit_page
from plumbing.listing import list_page
from teams.access import Permission, requires


@require_GET
@requires(Permission.EDIT_CATALOGUES)
def measure_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        rows=Measure.objects.visible_to(request.user).live(),
        filter_class=MeasureFilter,
        table_class=MeasureTable,
        title=_("Measures"),
        may_export=True,
        context={"create_url": reverse("activities:measure_create"), "create_label": _("New measure")},
    )


@requires(Permission.EDIT_CATALOGUES)
def measure_create(request: HttpRequest) -> HttpResponse:
    return measure_page(request, None, _("New measure"))


@requires(Permission.EDIT_CATALOGUES)
def measure_edit(request: HttpRequest, pk: int) -> HttpResponse:
    measure = get_object_or_404(Measure.objects.visible_to(request.user).live(), pk=pk)
    return measure_page(request, measure, measure.name)


def measure_page(request: HttpRequest, measure: Measure | None, title: str) -> HttpResponse:
    return edit_page(
        request,
        make_form=partial(MeasureForm, user=request.user),
        instance=measure,
        title=title,
        back_url=reverse("activities:measure_list"),
        back_label=_("Measures"),
        message=_("The measure has been saved."),
    )
