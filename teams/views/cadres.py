"""Pages about cadres and the agencies that they come from."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plumbing.dates import format_known_date
from plumbing.form_pages import action_page, edit_page, posted
from plumbing.listing import list_page
from plumbing.query_strings import whole_number
from plumbing.views.voiding import restore_row, void_page
from teams.access import Permission as P
from teams.access import may, requires
from teams.actions.ended_access import void_cadre
from teams.actions.postings import correct_posting, move_cadre
from teams.filters import AgencyFilter, CadreFilter
from teams.forms.teams import AgencyForm, CadreForm, CadreMoveForm, CadrePhoneForm
from teams.models import Account, Agency, Cadre, Membership, Team
from teams.tables import AgencyTable, CadreTable, EditableAgencyTable, with_cadre_columns
from teams.views.ended_access import naming_ended_access


@requires(P.VIEW_TEAMS)
def cadre_list(request: HttpRequest) -> HttpResponse:
    may_edit = may(request.user, P.EDIT_TEAMS)
    return list_page(
        request,
        rows=with_cadre_columns(Cadre.objects.visible_to(request.user).live()),
        filter_class=CadreFilter,
        table_class=CadreTable,
        title=_("Cadres"),
        may_export=may(request.user, P.EXPORT),
        context={"create_url": reverse("teams:cadre_create"), "create_label": _("New cadre")} if may_edit else None,
    )


@requires(P.VIEW_TEAMS)
def cadre_detail(request: HttpRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).select_related("agency", "account"), pk=pk)
    # A cadre may serve in a team that this user must not see.
    memberships = Membership.objects.visible_to(request.user).live().filter(cadre=cadre).select_related("team")
    may_edit = may(request.user, P.EDIT_TEAMS) and not cadre.is_voided
    context = {
        "cadre": cadre,
        "rows": cadre_rows(cadre, sees_all=may(request.user, P.SEE_COLLEAGUES) or cadre.pk == request.user.cadre_id),
        "postings": list(cadre.postings.live().select_related("agency")),
        "memberships": memberships.order_by("-valid_from"),
        "may_edit": may_edit,
        "phone_form": CadrePhoneForm(instance=cadre, user=request.user) if may_edit else None,
        "may_restore": may(request.user, P.EDIT_TEAMS) and cadre.is_voided,
        "may_give_accounts": may(request.user, P.GIVE_ACCOUNTS),
        # An account that this user does not give is nobody's business here.
        "account": Account.objects.given_by(request.user).live().filter(cadre=cadre).first(),
        "has_account": hasattr(cadre, "account"),
        "may_see_history": may(request.user, P.VIEW_HISTORY),
    }
    return render(request, "teams/cadre_detail.html", context)


def cadre_rows(cadre: Cadre, *, sees_all: bool) -> list[tuple[str, object]]:
    """Return what the page shows; a member reads of colleagues how to reach them, not what they are."""
    rows: list[tuple[str, object]] = [
        (_("Agency"), cadre.agency),
        (_("Position"), cadre.position),
        (_("Phone"), cadre.phone),
        (_("E-mail"), cadre.email),
    ]
    if not sees_all:
        return rows
    return [
        *rows,
        (_("Born"), format_known_date(cadre.birth_date, cadre.birth_precision)),
        (_("Party membership"), cadre.get_party_status_display()),
        (_("Ethnic group"), cadre.ethnicity),
    ]


def cadre_form_page(request: HttpRequest, cadre: Cadre | None) -> HttpResponse:
    """Show a cadre's form; a new cadre of a team (?team=) goes on to the membership."""
    team = Team.objects.visible_to(request.user).live().filter(pk=requested_number(request, "team")).first()

    def success_url(row: Cadre) -> str:
        if team is not None:
            return reverse("teams:membership_create", args=[team.pk]) + f"?cadre={row.pk}"
        return cadre_url(row)

    return edit_page(
        request,
        make_form=partial(CadreForm, user=request.user),
        instance=cadre,
        title=_("Edit the cadre") if cadre else _("New cadre"),
        about=cadre or "",
        back_url=cadre_url(cadre) if cadre else reverse("teams:cadre_list"),
        back_label=cadre or _("Cadres"),
        success_url=success_url,
        message=_("The cadre has been saved."),
    )


def requested_number(request: HttpRequest, name: str) -> int | None:
    """Return the number that the address asks for, None when there is none."""
    text = request.GET.get(name, "")
    return whole_number(text)


def cadre_url(cadre: Cadre) -> str:
    return reverse("teams:cadre_detail", args=[cadre.pk])


@requires(P.EDIT_TEAMS)
def cadre_create(request: HttpRequest) -> HttpResponse:
    return cadre_form_page(request, None)


@requires(P.EDIT_TEAMS)
def cadre_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return cadre_form_page(request, get_object_or_404(Cadre.objects.visible_to(request.user).live(), pk=pk))


@requires(P.EDIT_TEAMS)
def cadre_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the telephone alone; the cadre's page and the panel beside the list hold the same form."""
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).live(), pk=pk)
    return edit_page(
        request,
        make_form=partial(CadrePhoneForm, user=request.user),
        instance=cadre,
        title=_("Telephone"),
        about=cadre,
        back_url=cadre_url(cadre),
        back_label=cadre,
        message=_("The telephone has been saved."),
        can_undo=True,
    )


@requires(P.EDIT_TEAMS)
def cadre_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that a cadre works for another agency from a day on, or that the agency was entered wrongly."""
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).live().select_related("agency"), pk=pk)

    def act(*, how: str, on: dt.date | None, **there: Any) -> str:
        if how == CadreMoveForm.WRONG or on is None:
            correct_posting(cadre=cadre, by=request.user, **there)
            return _("The agency has been corrected.")
        move_cadre(cadre=cadre, on=on, by=request.user, **there)
        return _("The cadre works for the new agency from that day on.")

    return action_page(
        request,
        form=CadreMoveForm(posted(request), initial={"version": cadre.version}, cadre=cadre),
        act=act,
        title=_("%(name)s: another agency") % {"name": cadre},
        about=cadre.agency or _("no agency yet"),
        back_url=cadre_url(cadre),
        back_label=cadre,
        can_undo=True,
    )


@requires(P.EDIT_TEAMS)
def cadre_void(request: HttpRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).live(), pk=pk)
    done = reverse("teams:cadre_list")
    back, title = cadre_url(cadre), _("Void the cadre")
    return naming_ended_access(
        request, void_page(request, row=cadre, title=title, back_url=back, done_url=done, void=void_cadre)
    )


@requires(P.EDIT_TEAMS)
@require_POST
def cadre_restore(request: HttpRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).filter(voided_at__isnull=False), pk=pk)
    return restore_row(request, cadre, cadre_url(cadre))


# --- agencies ---------------------------------------------------------------------------------------------------


@requires(P.VIEW_TEAMS)
def agency_list(request: HttpRequest) -> HttpResponse:
    may_add = may(request.user, P.EDIT_TEAMS)
    may_edit = may(request.user, P.EDIT_CATALOGUES)
    live = Q(cadres__voided_at__isnull=True, cadres__in=Cadre.objects.visible_to(request.user).values("pk"))
    return list_page(
        request,
        rows=Agency.objects.visible_to(request.user)
        .live()
        .select_related("area")
        .annotate(cadre_count=Count("cadres", filter=live)),
        filter_class=AgencyFilter,
        table_class=EditableAgencyTable if may_edit else AgencyTable,
        title=_("Agencies"),
        may_export=may(request.user, P.EXPORT),
        context={"create_url": reverse("teams:agency_create"), "create_label": _("New agency")} if may_add else None,
    )


def agency_form_page(request: HttpRequest, agency: Agency | None) -> HttpResponse:
    return edit_page(
        request,
        make_form=partial(AgencyForm, user=request.user),
        instance=agency,
        title=_("Edit the agency") if agency else _("New agency"),
        about=agency or "",
        back_url=reverse("teams:agency_list"),
        back_label=_("Agencies"),
        message=_("The agency has been saved."),
    )


@requires(P.EDIT_TEAMS)
def agency_create(request: HttpRequest) -> HttpResponse:
    return agency_form_page(request, None)


@requires(P.EDIT_CATALOGUES)
def agency_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return agency_form_page(request, get_object_or_404(Agency.objects.visible_to(request.user).live(), pk=pk))
