"""Pages about households. That somebody was shown one is written down for every page (households.viewings)."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households.actions.households import leave, register_household, void_household
from households.actions.residences import correct_residence, move_household
from households.filters import HouseholdFilter
from households.forms import HouseholdForm, HouseholdPhoneForm, LeaveForm, MoveForm
from households.models import Assignment, Household, Person
from households.tables import HouseholdTable, with_household_columns
from plumbing.dates import format_known_date
from plumbing.form_pages import action_page, edit_page, posted
from plumbing.identity import mask_id
from plumbing.listing import list_page
from plumbing.selection import export_step
from plumbing.templatetags.ui import day
from plumbing.views.voiding import restore_row, void_page
from teams.access import Permission as P
from teams.access import may, requires
from teams.models import UNKNOWN_START, Account, Area
from teams.places import commune_name


@requires(P.VIEW_HOUSEHOLDS)
def household_list(request: HttpRequest) -> HttpResponse:
    may_edit = may(request.user, P.EDIT_HOUSEHOLDS)
    return list_page(
        request,
        rows=with_household_columns(Household.objects.visible_to(request.user)),
        filter_class=HouseholdFilter,
        table_class=HouseholdTable,
        title=_("Households"),
        may_export=may(request.user, P.EXPORT),
        steps=export_step(may(request.user, P.EXPORT)),
        # The class filter reads the whole ledger.
        costly_filters=True,
        context={"create_url": reverse("households:household_create"), "create_label": _("New household")}
        if may_edit
        else None,
    )


def found(request: HttpRequest, pk: int) -> Household:
    """Return a household that the user may change, by its head's name; else 404."""
    rows = Household.objects.editable_by(request.user).with_head().select_related("village")
    return get_object_or_404(rows.live(), pk=pk)


def seen(request: HttpRequest, pk: int) -> Household:
    """Return a household that the user may see, voided or not; else 404."""
    return get_object_or_404(Household.objects.visible_to(request.user).with_head().select_related("village"), pk=pk)


@requires(P.VIEW_HOUSEHOLDS)
def household_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Household.objects.visible_to(request.user).with_head().with_result().select_related("village")
    # A helper sees the household wherever it is, and changes those of the own village only.
    theirs = Exists(Household.objects.editable_by(request.user).filter(pk=OuterRef("pk")))
    household: Any = get_object_or_404(rows.annotate(commune=commune_name("village"), is_theirs=theirs), pk=pk)
    persons = list(household.persons.live().order_by("pk"))
    assessments = list(household.assessments.select_related("review", "voided_by"))
    may_edit = household.is_theirs and not household.is_voided
    context = {
        "household": household,
        "rows": household_rows(household),
        "people": [person_line(person) for person in sorted(persons, key=in_order)],
        "assessments": assessments,
        "homes": list(household.residences.live().select_related("village")),
        "may_edit": may_edit,
        "phone_form": HouseholdPhoneForm(instance=household, user=request.user) if may_edit else None,
        "may_restore": household.is_theirs and household.is_voided,
        "helpers": helpers_of(request.user, household),
        "may_assign": may_edit and may(request.user, P.EDIT_ASSIGNMENTS),
        "may_show_id": may(request.user, P.SHOW_NATIONAL_ID),
        "may_see_history": may(request.user, P.VIEW_HISTORY),
    }
    return render(request, "households/household_detail.html", context)


def helpers_of(user: Account, household: Household) -> list[Any]:
    """Return who helps the household and who did, the present ones first; each says what the user may do with it."""
    proposable = Exists(Assignment.objects.proposable_by(user).filter(pk=OuterRef("pk")))
    rows: Any = household.assignments.live().with_helper().annotate(may_propose=proposable)
    today = dt.date.today()
    for row in rows:
        row.runs = row.valid_from <= today and (row.valid_to is None or row.valid_to >= today)
    return sorted(rows, key=lambda row: (not row.runs, not row.is_main))


def in_order(person: Person) -> tuple[int, dt.date]:
    """Head first, then spouse, children by age, others."""
    return Person.Relation.values.index(person.relation), person.birth_date or dt.date.max


def household_rows(household: Any) -> list[tuple[str, object]]:
    return [
        (_("Village"), household.village),
        (_("Commune (today)"), household.commune),
        (_("Household code"), household.code),
        (_("Address"), household.address),
        (_("People"), household.size),
        (_("Ethnic group"), household.ethnicity),
        (_("Phone"), household.phone),
        (_("Note"), household.note),
    ]


def person_line(person: Person) -> dict[str, Any]:
    """Return what the page shows of a person: the national ID only masked, so that it cannot leak from the page."""
    return {
        "pk": person.pk,
        "name": person.name,
        "relation": person.get_relation_display(),
        "sex": person.get_sex_display(),
        "born": format_known_date(person.birth_date, person.birth_precision),
        "masked_id": mask_id(person.national_id) if person.national_id else "",
    }


def household_url(household: Any) -> str:
    return reverse("households:household_detail", args=[household.pk])


@requires(P.EDIT_HOUSEHOLDS)
def household_create(request: HttpRequest) -> HttpResponse:
    def save(form: HouseholdForm) -> Household:
        return register_household(household=form.instance, head_name=form.cleaned_data["head_name"], by=request.user)

    return edit_page(
        request,
        make_form=partial(HouseholdForm, user=request.user),
        save=save,
        title=_("New household"),
        back_url=reverse("households:household_list"),
        back_label=_("Households"),
        success_url=household_url,
        message=_("The household has been entered."),
    )


@requires(P.EDIT_HOUSEHOLDS)
def household_edit(request: HttpRequest, pk: int) -> HttpResponse:
    household = found(request, pk)
    return edit_page(
        request,
        make_form=partial(HouseholdForm, user=request.user),
        instance=household,
        title=_("Edit household %(name)s") % {"name": household},
        back_url=household_url(household),
        back_label=household,
        success_url=household_url,
        message=_("The household has been saved."),
    )


@requires(P.EDIT_HOUSEHOLDS)
def household_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the telephone alone; the household's page and the panel beside the list hold the same form."""
    household = found(request, pk)
    return edit_page(
        request,
        make_form=partial(HouseholdPhoneForm, user=request.user),
        instance=household,
        title=_("Telephone"),
        about=household,
        back_url=household_url(household),
        back_label=household,
        message=_("The telephone has been saved."),
        can_undo=True,
    )


@requires(P.EDIT_HOUSEHOLDS)
def household_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that a household moved to another village, or that its village was entered wrongly."""
    mine = Household.objects.editable_by(request.user).live().with_head().select_related("village")
    household = get_object_or_404(mine, pk=pk)

    def act(*, village: Area, how: str, on: dt.date | None, version: int) -> str:
        change = {"household": household, "village": village, "by": request.user, "version": version}
        if how == MoveForm.WRONG or on is None:
            correct_residence(**change)
            return _("The village has been corrected.")
        move_household(on=on, **change)
        return _("The household lives in its new village from that day on.")

    since = household.residences.live().last()
    lives = _("Lives in %(village)s") % {"village": household.village}
    if since and since.valid_from > UNKNOWN_START:
        lives = _("Lives in %(village)s since %(day)s") % {"village": household.village, "day": day(since.valid_from)}
    return action_page(
        request,
        form=MoveForm(posted(request), initial={"version": household.version}, household=household, user=request.user),
        act=act,
        title=_("%(name)s: another village") % {"name": household},
        about=lives,
        back_url=household_url(household),
        back_label=household,
        can_undo=True,
    )


@requires(P.EDIT_HOUSEHOLDS)
def household_void(request: HttpRequest, pk: int) -> HttpResponse:
    household = found(request, pk)
    return void_page(
        request,
        row=household,
        title=_("Void the household"),
        back_url=household_url(household),
        done_url=reverse("households:household_list"),
        void=void_household,
    )


@requires(P.EDIT_HOUSEHOLDS)
@require_POST
def household_restore(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Household.objects.editable_by(request.user).filter(voided_at__isnull=False)
    household = get_object_or_404(rows.with_head(), pk=pk)
    return restore_row(request, household, household_url(household))


@requires(P.EDIT_HOUSEHOLDS)
def household_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that a household moved away, joined another, split or ended."""
    household = found(request, pk)
    return action_page(
        request,
        form=LeaveForm(posted(request), initial={"version": household.version}),
        act=partial(leave, household=household, by=request.user),
        title=_("%(name)s left the village") % {"name": household},
        back_url=household_url(household),
        back_label=household,
        message=_("The household has been saved."),
    )
