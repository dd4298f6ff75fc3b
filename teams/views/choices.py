"""What choosers ask for while somebody types: names in the user's scope, a few at a time."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from plumbing.choosing import MAX_CHOICES, choices_response
from plumbing.finding import MIN_LETTERS, one_line, rank, search_text
from plumbing.listing import SearchFilter
from teams.access import Permission as P
from teams.access import requires
from teams.filters import CadreFilter
from teams.models import Area, Cadre
from teams.places import commune_name
from teams.views.cadres import requested_number

BY_PLACE = SearchFilter("search_key", "commune_search")


@require_GET
@never_cache
@requires(P.VIEW_TEAMS)
def cadre_choices(request: HttpRequest) -> JsonResponse:
    """Return cadres by name, position or agency (?q=)."""
    text = search_text(request.GET.get("q", ""))
    if len(text) < MIN_LETTERS:
        return choices_response([])
    rows = Cadre.objects.visible_to(request.user).live().select_related("agency")
    found = CadreFilter.base_filters["q"].filter(rows, text).alias(_rank=rank("search_key", text))
    best = found.order_by("_rank", "sort_key", "pk")[:MAX_CHOICES]
    return choices_response([(cadre.pk, cadre.name, one_line(cadre.position, cadre.agency)) for cadre in best])


@require_GET
@never_cache
@requires(P.VIEW_TEAMS)
def village_choices(request: HttpRequest) -> JsonResponse:
    """Return the user's villages by name (?q=), perhaps of one commune only (?within=)."""
    text = search_text(request.GET.get("q", ""))
    if len(text) < MIN_LETTERS:
        return choices_response([])
    rows = Area.objects.live().villages().in_scope_of(request.user)
    within = requested_number(request, "within")
    commune = Area.objects.filter(pk=within).first() if within else None
    if commune is not None:
        rows = rows.filter(pk__in=Area.objects.within(commune).values("pk"))
    rows = rows.annotate(commune=commune_name("pk")).alias(
        _rank=rank("search_key", text), commune_search=commune_name("pk", value="search_key")
    )
    best = BY_PLACE.filter(rows, text).order_by("_rank", "sort_key", "pk")[:MAX_CHOICES]
    return choices_response([(village.pk, village.name, village.commune or "") for village in best])
