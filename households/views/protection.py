"""Personal data by Law 91/2025: the notice, what is stored about a person, requests, breaches, retention."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from households.filters import BreachFilter, DataRequestFilter, PurposeFilter
from households.forms import BreachForm, DataRequestForm, PurposeForm
from households.models import Breach, DataRequest, Person, Purpose, Viewing
from households.models.protection import ANSWERED_WITHIN, DONE_WITHIN
from households.tables import BreachTable, DataRequestTable, PurposeTable
from households.views.households import found, household_url, seen
from plumbing.form_pages import edit_page
from plumbing.identity import mask_id
from plumbing.listing import list_page
from plumbing.models import Change
from plumbing.timeline import label_of, spoken, timeline
from teams.access import Permission as P
from teams.access import may, requires

SHOWN_VIEWINGS = 50
# Fingerprints and keys to sort and search by are made of the fields beside them.
HIDDEN = frozenset({"search_key", "sort_key", "blind_index", "has_shared_id", "household"})


def privacy_notice(request: HttpRequest) -> HttpResponse:
    """Tell whoever works here, and through them the people, for what data is used, and what people may ask."""
    context = {
        "purposes": Purpose.objects.live(),
        "contact": settings.DATA_PROTECTION_CONTACT,
        "answered_within": ANSWERED_WITHIN,
        "done_within": DONE_WITHIN,
        "may_edit": may(request.user, P.PROTECT_DATA),
    }
    return render(request, "households/privacy_notice.html", context)


@requires(P.VIEW_HISTORY)
def person_stored(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that is stored about a person, on a page to print and hand over."""
    person = get_object_or_404(Person.objects.visible_to(request.user).live(), pk=pk)
    household = seen(request, person.household_id)
    viewings = Viewing.objects.of(household)
    changes = Change.objects.about(person).exclude(action=Change.Action.VIEWED)
    context = {
        "person": person,
        "household": household,
        "groups": stored_about(person),
        "entries": timeline(changes.with_people()),
        "viewings": viewings.select_related("by")[:SHOWN_VIEWINGS],
        "viewing_count": viewings.count(),
        "purposes": Purpose.objects.live(),
        "contact": settings.DATA_PROTECTION_CONTACT,
        "back_url": household_url(household),
    }
    return render(request, "households/person_stored.html", context)


def stored_about(person: Person) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Return, for each kind of row that tells of the person's household, its rows as (field, value).

    The kinds are those that say so themselves (`Privacy.tells_of`), so that a new one stands here by itself. Other
    people of the household stay out: their data are theirs.
    """
    groups = []
    for model in apps.get_models():
        privacy = getattr(model, "privacy", None)
        if privacy is None or not privacy.tells_of:
            continue
        every: Any = model
        rows = [person] if every is Person else every._base_manager.filter(**{privacy.tells_of: person.household_id})
        if told := [told_by(row, (*privacy.personal, *privacy.sensitive)) for row in rows]:
            groups.append((capfirst(str(model._meta.verbose_name)), told))
    # The person first.
    own = capfirst(str(Person._meta.verbose_name))
    return sorted(groups, key=lambda group: group[0] != own)


def told_by(row: models.Model, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return what the named fields of a row say, as people read it."""
    told = []
    for name in names:
        field: Any = row._meta.get_field(name)
        value = getattr(row, field.attname)
        if name in HIDDEN or name in getattr(row, "computed", ()) or value in (None, "", []):
            continue
        pointed = {}
        if isinstance(field, models.ForeignKey):
            pointed = {(field.related_model._meta.label_lower, value): str(getattr(row, name))}
        plain = value.isoformat() if isinstance(value, dt.date) else value
        told.append((label_of(field, name), mask_id(value) if name == "national_id" else spoken(field, plain, pointed)))
    return told


# --- how long what is kept ------------------------------------------------------------------------------------------


@requires(P.PROTECT_DATA)
def purpose_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        rows=Purpose.objects.live(),
        filter_class=PurposeFilter,
        table_class=PurposeTable,
        title=_("Purposes of personal data"),
        may_export=True,
        context={"create_url": reverse("households:purpose_create"), "create_label": _("New purpose")},
    )


def purpose_page(request: HttpRequest, purpose: Purpose | None) -> HttpResponse:
    return edit_page(
        request,
        make_form=partial(PurposeForm, user=request.user),
        instance=purpose,
        title=str(purpose or _("New purpose")),
        about=purpose.get_covers_display() if purpose and purpose.covers else "",
        back_url=reverse("households:purpose_list"),
        back_label=_("Purposes of personal data"),
        message=_("The purpose has been saved."),
    )


@requires(P.PROTECT_DATA)
def purpose_create(request: HttpRequest) -> HttpResponse:
    return purpose_page(request, None)


@requires(P.PROTECT_DATA)
def purpose_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return purpose_page(request, get_object_or_404(Purpose.objects.live(), pk=pk))


# --- what people ask ------------------------------------------------------------------------------------------------


@requires(P.VIEW_HISTORY)
def request_list(request: HttpRequest) -> HttpResponse:
    of_head = Q(household__persons__relation="head", household__persons__voided_at__isnull=True)
    rows = DataRequest.objects.visible_to(request.user).live()
    rows = rows.annotate(_head=FilteredRelation("household__persons", condition=of_head))
    return list_page(
        request,
        rows=rows.annotate(head_name=F("_head__name")),
        filter_class=DataRequestFilter,
        table_class=DataRequestTable,
        title=_("Requests about personal data"),
        may_export=may(request.user, P.EXPORT),
    )


def request_page(request: HttpRequest, row: DataRequest) -> HttpResponse:
    household = seen(request, row.household_id)

    def make_form(data: Any = None, instance: Any = None) -> DataRequestForm:
        return DataRequestForm(data, instance=instance or row, user=request.user)

    return edit_page(
        request,
        make_form=make_form,
        instance=row if row.pk else None,
        title=_("Request about personal data"),
        about=_("Household: %(name)s") % {"name": household},
        back_url=household_url(household),
        back_label=household,
        message=_("The request has been saved."),
    )


@requires(P.EDIT_TEAMS)
def request_create(request: HttpRequest, pk: int) -> HttpResponse:
    return request_page(request, DataRequest(household=found(request, pk), received_on=dt.date.today()))


@requires(P.EDIT_TEAMS)
def request_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return request_page(request, get_object_or_404(DataRequest.objects.visible_to(request.user).live(), pk=pk))


# --- what went wrong ------------------------------------------------------------------------------------------------


@requires(P.PROTECT_DATA)
def breach_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        rows=Breach.objects.visible_to(request.user).live(),
        filter_class=BreachFilter,
        table_class=BreachTable,
        title=_("Breaches of personal data"),
        may_export=True,
        context={"create_url": reverse("households:breach_create"), "create_label": _("Enter a breach")},
    )


def breach_page(request: HttpRequest, breach: Breach | None) -> HttpResponse:
    return edit_page(
        request,
        make_form=partial(BreachForm, user=request.user),
        instance=breach,
        title=_("Breach of personal data"),
        about=_("To be reported to the authority within 72 hours after it was found."),
        back_url=reverse("households:breach_list"),
        back_label=_("Breaches of personal data"),
        message=_("The breach has been saved."),
    )


@requires(P.PROTECT_DATA)
def breach_create(request: HttpRequest) -> HttpResponse:
    return breach_page(request, None)


@requires(P.PROTECT_DATA)
def breach_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return breach_page(request, get_object_or_404(Breach.objects.visible_to(request.user).live(), pk=pk))
