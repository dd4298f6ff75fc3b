"""What is wrong now with who carries which household: lists with their counts, and what is done about each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from households.actions.assignments import Helper, hand_over_many, keep_helpers, settle
from households.help_filters import HelperFilter, SettlementFilter, UnhelpedFilter
from households.help_forms import HandOverForm
from households.help_pages import help_tabs
from households.help_tables import (
    HelperTable,
    SettlementTable,
    UnhelpedTable,
    with_load,
    with_nobody_since,
    with_place,
)
from households.models import Assignment, HelpPlan, Household, Trouble
from plumbing.forms import PlainForm
from plumbing.listing import list_page
from plumbing.selection import MAX_SELECTED, Step, back_to, bulk_page, export_step, selected
from teams.access import Permission as P
from teams.access import may, requires
from teams.models import Account, Cadre
from teams.places import commune_name


def unhelped(user: Account, plans: Sequence[HelpPlan] | None = None) -> Any:
    """Return the households that must have a helper and have none. `plans`: those that run today, if they are known."""
    return Household.objects.visible_to(user).must_be_helped(plans=plans).with_nobody_on()


@requires(P.VIEW_HOUSEHOLDS)
def unhelped_list(request: HttpRequest) -> HttpResponse:
    """Households that must have a helper and have none, and since when."""
    rows = with_nobody_since(unhelped(request.user).with_head().with_result(), dt.date.today())
    rows = rows.select_related("village").annotate(commune=commune_name("village"))
    may_assign = may(request.user, P.EDIT_ASSIGNMENTS)
    spread = Step(gettext_lazy("Give them helpers"), reverse("households:assignment_spread"), "cadres")
    return list_page(
        request,
        rows=rows.alias(commune_sort=commune_name("village", value="sort_key")),
        filter_class=UnhelpedFilter,
        table_class=UnhelpedTable,
        title=_("Households without a helper"),
        may_export=may(request.user, P.EXPORT),
        steps=[*([spread] if may_assign else []), *export_step(may(request.user, P.EXPORT))],
        costly_filters=True,
        template="households/assignment_list.html",
        context={"help_tabs": help_tabs(request), "spread_url": spread.url if may_assign else ""},
    )


@requires(P.VIEW_ASSIGNMENTS)
def helper_list(request: HttpRequest) -> HttpResponse:
    """Cadres with what they carry: nothing, too much, or households although they serve no more."""
    return list_page(
        request,
        rows=with_load(Cadre.objects.visible_to(request.user), request.user, dt.date.today()),
        filter_class=HelperFilter,
        table_class=HelperTable,
        title=_("Helpers and what they carry"),
        may_export=may(request.user, P.EXPORT),
        costly_filters=True,
        template="households/assignment_list.html",
        context={"help_tabs": help_tabs(request)},
    )


# --- what cannot go on as it stands ---------------------------------------------------------------------------------


def unsettled(user: Account, plans: Sequence[HelpPlan] | None = None) -> Any:
    """Return the assignments in the user's area that cannot go on as they stand. `plans`: as above."""
    return Assignment.objects.editable_by(user).unsettled(plans=plans)


@requires(P.EDIT_ASSIGNMENTS)
def settlement_list(request: HttpRequest) -> HttpResponse:
    """Assignments that cannot go on as they stand, each with the proposed way out."""
    steps = [
        Step(gettext_lazy("End as proposed"), reverse("households:settlement_end_many"), "check"),
        Step(gettext_lazy("Hand the households over"), reverse("households:settlement_hand_over_many"), "cadre"),
        Step(gettext_lazy("Keep the helper"), reverse("households:settlement_keep_many"), "refresh"),
        *export_step(may(request.user, P.EXPORT)),
    ]
    return list_page(
        request,
        rows=with_place(unsettled(request.user).with_helper().with_household()),
        filter_class=SettlementFilter,
        table_class=SettlementTable,
        title=_("To be settled"),
        may_export=may(request.user, P.EXPORT),
        steps=steps,
        costly_filters=True,
        template="households/assignment_list.html",
        context={"help_tabs": help_tabs(request)},
    )


def picked(request: HttpRequest) -> Any:
    rows = unsettled(request.user).with_helper().with_household()
    return selected(request, rows, SettlementFilter)


def settlement_page(request: HttpRequest, form: PlainForm, act: Any, title: str, wanted: Any = None) -> HttpResponse:
    rows = list((picked(request) if wanted is None else wanted).order_by("pk")[: MAX_SELECTED + 1])
    return bulk_page(
        request,
        rows=rows,
        form=form,
        act=lambda **answers: act(rows, **answers),
        title=title,
        back_url=back_to(request, reverse("households:settlement_list")),
        selected_count=None if wanted is None else picked(request).count(),
        names=lambda row: f"{row.head_name or row.household} – {row.helper}",
    )


@requires(P.EDIT_ASSIGNMENTS)
def settlement_end_many(request: HttpRequest) -> HttpResponse:
    def end(rows: list[Assignment]) -> str:
        count = settle(assignments=rows, by=request.user)
        text = ngettext("%(count)s assignment was settled.", "%(count)s assignments were settled.", count)
        return text % {"count": count}

    return settlement_page(request, PlainForm(request.POST or None), end, _("End as proposed"))


@requires(P.EDIT_ASSIGNMENTS)
def settlement_keep_many(request: HttpRequest) -> HttpResponse:
    """Let helpers who moved, or whose household moved, go on."""

    def keep(rows: list[Assignment]) -> str:
        count = keep_helpers(assignments=rows, by=request.user)
        text = ngettext("%(count)s household keeps its helper.", "%(count)s households keep their helpers.", count)
        return text % {"count": count}

    moved = [Trouble.HELPER_MOVED, Trouble.HOUSEHOLD_MOVED]
    rows = picked(request).filter(trouble__in=moved)
    return settlement_page(request, PlainForm(request.POST or None), keep, _("Keep the helper"), rows)


@requires(P.EDIT_ASSIGNMENTS)
def settlement_hand_over_many(request: HttpRequest) -> HttpResponse:
    def give(rows: list[Assignment], helper: Helper, day: dt.date) -> str:
        count = hand_over_many(assignments=rows, helper=helper, day=day, by=request.user)
        text = ngettext(
            "%(count)s household was handed over to %(name)s.",
            "%(count)s households were handed over to %(name)s.",
            count,
        )
        return text % {"count": count, "name": helper}

    form = HandOverForm(request.POST or None, user=request.user, initial={"day": dt.date.today()})
    return settlement_page(request, form, give, _("Hand the households over"))
