"""Pages about the people of a household."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from households.actions.households import save_person, show_national_id
from households.forms import PersonForm, ShowIdForm
from households.models import Household, Person
from households.views.households import found, household_url
from plumbing.form_pages import edit_page, form_page, posted
from plumbing.problems import Refused, show_in
from plumbing.views.voiding import void_page
from teams.access import Permission as P
from teams.access import requires


def found_person(request: HttpRequest, pk: int) -> Person:
    mine = Household.objects.editable_by(request.user).live()
    rows = Person.objects.live().filter(household__in=mine.values("pk"))
    return get_object_or_404(rows.select_related("household"), pk=pk)


def person_form_page(request: HttpRequest, household: Household, person: Person | None) -> HttpResponse:
    def make_form(data: Any = None, instance: Any = None) -> PersonForm:
        return PersonForm(data, instance=instance or Person(household=household), user=request.user)

    def save(form: PersonForm) -> Person:
        return save_person(person=form.instance, by=request.user, version=form.cleaned_data.get("version"))

    return edit_page(
        request,
        make_form=make_form,
        instance=person,
        save=save,
        title=str(person or _("New person")),
        about=_("Household: %(name)s") % {"name": household},
        back_url=household_url(household),
        back_label=household,
        message=_("The person has been saved."),
    )


@requires(P.EDIT_HOUSEHOLDS)
def person_create(request: HttpRequest, pk: int) -> HttpResponse:
    return person_form_page(request, found(request, pk), None)


@requires(P.EDIT_HOUSEHOLDS)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = found_person(request, pk)
    return person_form_page(request, person.household, person)


@requires(P.EDIT_HOUSEHOLDS)
def person_void(request: HttpRequest, pk: int) -> HttpResponse:
    person = found_person(request, pk)
    return void_page(request, row=person, title=_("Void the person"), back_url=household_url(person.household))


@requires(P.SHOW_NATIONAL_ID)
def person_show_id(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then show a person's national ID this once; that it was shown is written down."""
    person = found_person(request, pk)
    form = ShowIdForm(posted(request))
    page = {"template": "households/person_show_id.html", "title": _("National ID"), "about": person.name}
    shown: dict[str, object] = {}
    if form.is_bound and form.is_valid():
        try:
            shown = {"number": show_national_id(person, by=request.user, **form.cleaned_data), "is_shown": True}
        except Refused as refused:
            show_in(form, refused.problems)
    back = {"back_url": household_url(person.household), "back_label": person.household}
    return form_page(request, form, **page, **back, context=shown, status=200 if shown else None)
