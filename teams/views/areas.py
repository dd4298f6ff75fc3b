"""Pages about areas."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from plumbing.form_pages import action_page, edit_page, posted
from plumbing.listing import list_page
from plumbing.templatetags.ui import day as day_words
from teams import moves
from teams.access import Permission as P
from teams.access import may, requires
from teams.actions.areas import add_village, move_area, rename_area
from teams.filters import AreaFilter
from teams.forms.areas import AreaForm, AreaMoveForm, VillageForm
from teams.models import UNKNOWN_START, Area, Team
from teams.tables import AreaTable, with_area_columns
from teams.tree import parts_of

# Enough for any commune; a province's page links to its parts.
SHOWN_LIMIT = 300


@requires(P.VIEW_TEAMS)
def area_list(request: HttpRequest) -> HttpResponse:
    may_edit = may(request.user, P.EDIT_AREAS)
    create = {"create_url": reverse("teams:village_create"), "create_label": _("New village")}
    return list_page(
        request,
        rows=with_area_columns(Area.objects.visible_to(request.user).live()),
        filter_class=AreaFilter,
        table_class=AreaTable,
        title=_("Areas"),
        may_export=may(request.user, P.EXPORT),
        context=create if may_edit else None,
    )


@requires(P.VIEW_TEAMS)
def area_detail(request: HttpRequest, pk: int) -> HttpResponse:
    area = get_object_or_404(Area.objects.visible_to(request.user).select_related("successor"), pk=pk)
    teams = Team.objects.visible_to(request.user).live().in_area(area).select_related("village")
    in_scope = Area.objects.in_scope_of(request.user).filter(pk=area.pk)
    context = {
        "area": area,
        "rows": area_rows(area),
        "above": Area.objects.live().above(area).distinct(),
        "stays": [stay for stay in moves.stays_of(area) if not stay.in_region],
        "predecessors": area.predecessors.live().order_by("sort_key"),
        "parts": parts_of(area).order_by("level", "sort_key")[:SHOWN_LIMIT],
        "teams": teams.order_by("sort_key")[:SHOWN_LIMIT],
        "may_edit": may(request.user, P.EDIT_AREAS) and not area.is_voided and in_scope.exists(),
        "may_see_history": may(request.user, P.VIEW_HISTORY),
    }
    return render(request, "teams/area_detail.html", context)


def area_rows(area: Area) -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = [
        (_("Level"), area.get_level_display()),
        (_("Code"), area.code),
        (_("From"), _("not known") if area.valid_from == UNKNOWN_START else day_words(area.valid_from)),
        (_("Until"), day_words(area.valid_to) or _("today")),
        (_("Other spellings"), ", ".join(area.other_names.splitlines())),
    ]
    if area.level in {Area.Level.COMMUNE, Area.Level.VILLAGE}:
        rows.append((_("Ward or town"), _("yes") if area.is_urban else _("no")))
    return rows


def area_url(area: Area) -> str:
    return reverse("teams:area_detail", args=[area.pk])


@requires(P.EDIT_AREAS)
def area_edit(request: HttpRequest, pk: int) -> HttpResponse:
    area = get_object_or_404(Area.objects.in_scope_of(request.user).live(), pk=pk)
    return edit_page(
        request,
        make_form=partial(AreaForm, user=request.user),
        instance=area,
        save=lambda form: rename_area(area=form.instance, version=form.cleaned_data["version"], by=request.user),
        title=_("Edit %(area)s") % {"area": area},
        back_url=area_url(area),
        back_label=area,
        success_url=area_url,
        message=_("The area has been saved."),
    )


@requires(P.EDIT_AREAS)
def area_move(request: HttpRequest, pk: int) -> HttpResponse:
    area = get_object_or_404(Area.objects.in_scope_of(request.user).live(), pk=pk)
    stay = moves.unit_on(moves.stays_of(area), area.day_within())
    return action_page(
        request,
        form=AreaMoveForm(posted(request), area=area, user=request.user),
        act=partial(move_area, area=area, by=request.user),
        title=_("%(area)s goes elsewhere") % {"area": area},
        about=_("Lies in %(parent)s") % {"parent": stay.parent} if stay else "",
        back_url=area_url(area),
        back_label=area,
        message=_("The area lies in its new place from that day on."),
        can_undo=True,
    )


@requires(P.EDIT_AREAS)
def village_create(request: HttpRequest) -> HttpResponse:
    def save(form: VillageForm) -> Area:
        data = form.cleaned_data
        return add_village(village=form.instance, commune=data["commune"], region=data["region"], by=request.user)

    return edit_page(
        request,
        make_form=partial(VillageForm, user=request.user),
        save=save,
        title=_("New village"),
        back_url=reverse("teams:area_list"),
        back_label=_("Areas"),
        success_url=area_url,
        message=_("The village has been added."),
    )
