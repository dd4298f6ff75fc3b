"""Spreading households over helpers: proposed, looked over in one table, confirmed in one step."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from households.actions.assignments import Helper, confirm_spread
from households.carrying import capacities, loads
from households.help_filters import UnhelpedFilter
from households.help_forms import SpreadForm
from households.models import HelpPlan, Household
from households.models.assignments import helper_key
from households.spreading import Because, Offer, helpers_named, propose_spread
from households.views.gaps import unhelped
from plumbing import undo
from plumbing.choosing import MAX_CHOICES, choices_response
from plumbing.finding import MIN_LETTERS, one_line, rank, search_text
from plumbing.listing import SearchFilter
from plumbing.numbers import format_number
from plumbing.problems import Problem, Refused, refuse, show_in
from plumbing.selection import back_to, keys, selected
from teams.access import Permission as P
from teams.access import requires
from teams.filters import CadreFilter
from teams.models import Account, Agency, Cadre, Membership
from teams.places import commune_name

# More than a form may hold, and than anybody looks over.
MAX_SPREAD = 4000
FIELD = "helper-"
# In longer tables the page would weigh too much with them.
FEW = 400


@dataclass
class Line:
    """One household of the table, with who is chosen for it."""

    household: Any
    key: str
    helper: Helper | None
    because: str
    # Members of the village's team, to choose from where no script runs: (key, name).
    others: Sequence[tuple[str, str]] = ()

    @property
    def field(self) -> str:
        return f"{FIELD}{self.household.pk}"

    @property
    def reason(self) -> str:
        return str(Because(self.because).label) if self.because else ""


@requires(P.EDIT_ASSIGNMENTS)
@never_cache
def assignment_spread(request: HttpRequest) -> HttpResponse:
    """Propose a helper for each of the ticked households, or for all that the filter finds; take the yes."""
    user: Account = request.user  # type: ignore[assignment]
    form = SpreadForm(request.POST or request.GET if _says_when(request) else None, user=user)
    households = _wanted(request)
    is_longer = len(households) > MAX_SPREAD
    plan, day = form.answers()
    lines: list[Line] = []
    if households and not is_longer and plan is not None:
        lines = _lines(user, plan, day, households, request.POST)
        if request.method == "POST" and form.is_valid():
            try:
                return _confirm(request, plan, day, lines)
            except Refused as refused:
                show_in(form, refused.problems)
    context = {
        "form": form,
        "lines": lines,
        "given": sum(line.helper is not None for line in lines),
        "plan": plan,
        "is_longer": is_longer,
        "most": MAX_SPREAD,
        "back_url": back_to(request, reverse("households:unhelped_list")),
        "hidden": [(name, value) for name, value in request.GET.items() if name not in ("plan", "day")],
    }
    return render(request, "households/assignment_spread.html", context, status=422 if form.errors else 200)


def _says_when(request: HttpRequest) -> bool:
    return request.method == "POST" or "plan" in request.GET


def _wanted(request: HttpRequest) -> list[Any]:
    """Return the households that were ticked; all that the filter finds when none is."""
    rows = unhelped(request.user).with_head().with_result().select_related("village")
    rows = rows.annotate(commune=commune_name("village")).alias(commune_sort=commune_name("village", value="sort_key"))
    ticked = keys(request)
    chosen = (
        selected(request, rows, UnhelpedFilter)
        if ticked
        else UnhelpedFilter(request.GET, queryset=rows, request=request).qs
    )
    return list(chosen.order_by("commune_sort", "village__sort_key", "head_sort", "pk")[: MAX_SPREAD + 1])


def _lines(
    user: Account, plan: HelpPlan, day: dt.date, households: Sequence[Household], typed: Mapping[str, str]
) -> list[Line]:
    """Return the table: what was typed, else what is proposed."""
    if any(name.startswith(FIELD) for name in typed):
        offers = [Offer(one, typed.get(f"{FIELD}{one.pk}", "")) for one in households if f"{FIELD}{one.pk}" in typed]
    else:
        offers = propose_spread(plan, households, day)
    cadres = Cadre.objects.visible_to(user).live().select_related("agency")
    named = helpers_named(
        {offer.helper for offer in offers if offer.helper}, cadres, Agency.objects.visible_to(user).live()
    )
    members = _members({one.village_id for one in households}) if len(offers) <= FEW else {}
    return [
        Line(one.household, one.helper, named.get(one.helper), one.because, members.get(one.household.village_id, ()))
        for one in offers
    ]


def _members(villages: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Return who serves in the teams of these villages."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    serving = Membership.objects.current().filter(team__village__in=villages, cadre__voided_at__isnull=True)
    rows = serving.order_by("cadre__sort_key").values_list("team__village", "cadre", "cadre__name")
    for village, cadre, name in rows:
        found[village].append((helper_key(cadre, None), name))
    return found


def _confirm(request: HttpRequest, plan: HelpPlan, day: dt.date, lines: Sequence[Line]) -> HttpResponse:
    user: Account = request.user  # type: ignore[assignment]
    if any(line.key and line.helper is None for line in lines):
        refuse([Problem(_("Somebody who was chosen is not in your area any more. Choose again."))])
    chosen = [(line.household, line.helper) for line in lines if line.helper is not None]
    with undo.watch(request) as watched:
        count, taken = confirm_spread(plan=plan, day=day, chosen=chosen, by=user)
    text = ngettext("%(count)s household got a helper.", "%(count)s households got a helper.", count)
    undo.say_done(request, text % {"count": format_number(count)}, watched)
    if taken:
        names = ", ".join(str(one) for one in taken[:5])
        text = ngettext(
            "%(count)s household was given to somebody else meanwhile and stays as it is: %(names)s.",
            "%(count)s households were given to somebody else meanwhile and stay as they are: %(names)s.",
            len(taken),
        )
        messages.warning(request, text % {"count": len(taken), "names": names})
    if over := _overloaded(plan, day, [helper for _household, helper in chosen]):
        text = _("Above what the plan allows (%(limit)s): %(names)s.")
        messages.warning(request, text % {"limit": plan.households_per_helper, "names": ", ".join(over[:5])})
    return HttpResponseRedirect(back_to(request, reverse("households:unhelped_list")))


def _overloaded(plan: HelpPlan, day: dt.date, helpers: Sequence[Helper]) -> list[str]:
    carried: Counter[str] = loads(day)
    limits = capacities(plan, {one.pk for one in helpers if isinstance(one, Agency)}, day)
    found = {}
    for one in helpers:
        is_agency = isinstance(one, Agency)
        key = helper_key(None, one.pk) if is_agency else helper_key(one.pk, None)
        if carried[key] > (limits[one.pk] if is_agency else plan.households_per_helper):
            found[key] = f"{one} ({carried[key]})"
    return list(found.values())


@require_GET
@never_cache
@requires(P.EDIT_ASSIGNMENTS)
def helper_choices(request: HttpRequest) -> JsonResponse:
    """Return cadres and agencies by name (?q=), for the table of a spread."""
    user: Account = request.user  # type: ignore[assignment]
    text = search_text(request.GET.get("q", ""))
    if len(text) < MIN_LETTERS:
        return choices_response([])
    cadres = CadreFilter.base_filters["q"].filter(Cadre.objects.visible_to(user).live().select_related("agency"), text)
    found = [
        (helper_key(one.pk, None), one.name, one_line(one.position, one.agency))
        for one in cadres.alias(_rank=rank("search_key", text)).order_by("_rank", "sort_key", "pk")[:MAX_CHOICES]
    ]
    agencies = SearchFilter("search_key").filter(Agency.objects.visible_to(user).live(), text)
    found += [
        (helper_key(None, one.pk), one.name, str(_("agency")))
        for one in agencies.alias(_rank=rank("search_key", text)).order_by("_rank", "sort_key", "pk")[:10]
    ]
    return choices_response(found)
