"""Pages about the poverty ledger, its reviews and its standards."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from households.actions.assessments import record_assessment
from households.filters import ReviewFilter, StandardFilter
from households.forms import AssessmentForm, ReviewForm, StandardForm
from households.models import Assessment, PovertyStandard, Review
from households.tables import ReviewTable, StandardTable
from households.views.households import found, household_url
from plumbing.form_pages import edit_page
from plumbing.listing import list_page
from plumbing.views.voiding import void_page
from teams.access import Permission as P
from teams.access import requires


@requires(P.EDIT_HOUSEHOLDS)
def assessment_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what a review found for a household."""
    household = found(request, pk)

    def make_form(data: Any = None, instance: Any = None) -> AssessmentForm:
        row = Assessment(household=household)
        return AssessmentForm(data, instance=row, user=request.user, initial={"assessed_on": dt.date.today()})

    def save(form: AssessmentForm) -> Assessment:
        return record_assessment(assessment=form.instance, by=request.user)

    return edit_page(
        request,
        make_form=make_form,
        save=save,
        title=_("Result of a review: %(name)s") % {"name": household},
        back_url=household_url(household),
        back_label=household,
        message=_("The result has been entered."),
    )


@requires(P.EDIT_HOUSEHOLDS)
def assessment_void(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Assessment.objects.visible_to(request.user).live()
    row = get_object_or_404(rows.filter(household__voided_at__isnull=True), pk=pk)
    household = found(request, row.household_id)
    return void_page(
        request,
        row=row,
        title=_("Void the result"),
        about=_("Household: %(name)s") % {"name": household},
        back_url=household_url(household),
    )


# --- catalogues -------------------------------------------------------------------------------------------------


@requires(P.EDIT_CATALOGUES)
def review_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        rows=Review.objects.live().select_related("standard").with_number(),
        filter_class=ReviewFilter,
        table_class=ReviewTable,
        title=_("Poverty reviews"),
        may_export=True,
        context={"create_url": reverse("households:review_create"), "create_label": _("New review")},
    )


def review_form_page(request: HttpRequest, review: Review | None) -> HttpResponse:
    return edit_page(
        request,
        make_form=partial(ReviewForm, user=request.user),
        instance=review,
        title=str(review or _("New review")),
        back_url=reverse("households:review_list"),
        back_label=_("Poverty reviews"),
        message=_("The review has been saved."),
    )


@requires(P.EDIT_CATALOGUES)
def review_create(request: HttpRequest) -> HttpResponse:
    return review_form_page(request, None)


@requires(P.EDIT_CATALOGUES)
def review_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return review_form_page(request, get_object_or_404(Review.objects.live(), pk=pk))


@requires(P.EDIT_CATALOGUES)
def standard_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        rows=PovertyStandard.objects.live(),
        filter_class=StandardFilter,
        table_class=StandardTable,
        title=_("Poverty standards"),
        may_export=True,
        context={"create_url": reverse("households:standard_create"), "create_label": _("New poverty standard")},
    )


def standard_form_page(request: HttpRequest, standard: PovertyStandard | None) -> HttpResponse:
    return edit_page(
        request,
        make_form=partial(StandardForm, user=request.user),
        instance=standard,
        title=str(standard or _("New poverty standard")),
        back_url=reverse("households:standard_list"),
        back_label=_("Poverty standards"),
        message=_("The poverty standard has been saved."),
    )


@requires(P.EDIT_CATALOGUES)
def standard_create(request: HttpRequest) -> HttpResponse:
    return standard_form_page(request, None)


@requires(P.EDIT_CATALOGUES)
def standard_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return standard_form_page(request, get_object_or_404(PovertyStandard.objects.live(), pk=pk))
