"""Pages about who carries which household."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from households.actions.assignments import Helper, assign_helper, end_assignment, hand_over
from households.help_filters import AssignmentFilter, OwnFilter
from households.help_forms import AssignmentForm, EndForm, HandOverForm, nearby
from households.help_pages import help_tabs
from households.help_tables import AssignmentTable, LinkedAssignmentTable, OwnTable, PlainOwnTable, with_place
from households.models import Assignment, Household
from households.views.households import household_url
from plumbing.form_pages import action_page, edit_page, posted
from plumbing.listing import list_page
from plumbing.selection import export_step
from plumbing.views.voiding import void_page
from teams.access import Permission as P
from teams.access import may, requires


@requires(P.VIEW_ASSIGNMENTS)
def assignment_list(request: HttpRequest) -> HttpResponse:
    """Who carries which household, and who did."""
    rows = Assignment.objects.visible_to(request.user).live().filter(household__voided_at__isnull=True)
    may_open = may(request.user, P.VIEW_HOUSEHOLDS)
    return list_page(
        request,
        rows=with_place(rows.with_helper().with_household()),
        filter_class=AssignmentFilter,
        table_class=LinkedAssignmentTable if may_open else AssignmentTable,
        title=_("Helpers of households"),
        may_export=may(request.user, P.EXPORT),
        steps=export_step(may(request.user, P.EXPORT)),
        template="households/assignment_list.html",
        context={"help_tabs": help_tabs(request)},
    )


@requires(P.VIEW_ASSIGNMENTS)
def own_household_list(request: HttpRequest) -> HttpResponse:
    """The households that the reader carries today, wherever they are."""
    rows = Assignment.objects.visible_to(request.user).current().of_cadre(request.user.cadre_id)
    return list_page(
        request,
        rows=with_place(rows.filter(household__voided_at__isnull=True).with_household()),
        filter_class=OwnFilter,
        table_class=OwnTable if may(request.user, P.VIEW_HOUSEHOLDS) else PlainOwnTable,
        title=_("My households"),
        may_export=may(request.user, P.EXPORT),
    )


# --- one household --------------------------------------------------------------------------------------------------


@requires(P.EDIT_ASSIGNMENTS)
def assignment_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who carries a household."""
    rows = Household.objects.visible_to(request.user).with_head().select_related("village")
    household = get_object_or_404(rows.live(), pk=pk)

    def make_form(data: Any = None, instance: Any = None) -> AssignmentForm:
        return AssignmentForm(data, instance=Assignment(household=household), user=request.user)

    def save(form: AssignmentForm) -> Assignment:
        return assign_helper(assignment=form.instance, by=request.user)

    return edit_page(
        request,
        make_form=make_form,
        save=save,
        title=_("Helper of %(name)s") % {"name": household},
        back_url=household_url(household),
        back_label=household,
        message=_("The helper has been entered."),
    )


def found(request: HttpRequest, pk: int) -> Assignment:
    """Return an assignment that the user may change, by its household's head; else 404."""
    rows = Assignment.objects.editable_by(request.user).live().with_helper().with_household()
    return get_object_or_404(rows, pk=pk)


def named(row: Any) -> str:
    return row.head_name or str(row.household)


@requires(P.EDIT_ASSIGNMENTS)
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when somebody carried a household, and why no longer."""
    row = found(request, pk)
    initial = {"version": row.version, "valid_to": dt.date.today()}
    return action_page(
        request,
        form=EndForm(posted(request), initial=initial),
        act=partial(end_assignment, assignment=row, by=request.user),
        title=_("%(helper)s helps no more") % {"helper": row.helper},
        about=_("Household: %(name)s") % {"name": named(row)},
        back_url=household_url(row.household),
        back_label=named(row),
        message=_("The assignment has ended."),
        can_undo=True,
    )


@requires(P.EDIT_ASSIGNMENTS)
def assignment_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody else carry a household from a day on."""
    row = found(request, pk)

    def act(helper: Helper, day: dt.date) -> Assignment:
        return hand_over(assignment=row, helper=helper, day=day, by=request.user)

    form = HandOverForm(
        posted(request), user=request.user, near=nearby(row.household), initial={"day": dt.date.today()}
    )
    return action_page(
        request,
        form=form,
        act=act,
        title=_("Hand over: %(name)s") % {"name": named(row)},
        about=_("Helped now by %(helper)s, since %(day)s")
        % {"helper": row.helper, "day": f"{row.valid_from:%d/%m/%Y}"},
        back_url=household_url(row.household),
        back_label=named(row),
        message=_("The household has been handed over."),
        can_undo=True,
    )


@requires(P.EDIT_ASSIGNMENTS)
def assignment_void(request: HttpRequest, pk: int) -> HttpResponse:
    row = found(request, pk)
    return void_page(request, row=row, title=_("Void the assignment"), back_url=household_url(row.household))
