"""The rows behind a figure."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from plumbing.dates import Period
from plumbing.listing import list_page
from reports import figures
from reports.display import Cell, rows_url
from reports.drilldown import filter_for, rows_behind, shows_rows
from reports.figures import Place
from reports.indicators import BUILT_IN, AnyIndicator, Kind, Ratio, all_indicators
from reports.scope import place_for
from reports.views.dashboard import crumbs, url_of
from reports.views.parameters import period_or_404
from teams.access import Permission, Scope, may, requires, scope_of

# Who sees rows of a few teams only.
NARROW_SCOPES: tuple[Scope | None, ...] = (Scope.TEAM, Scope.AGENCY)


@require_GET
@requires(Permission.VIEW_FIGURES)
def figure_rows(request: HttpRequest, indicator: str, area: int, period: str) -> HttpResponse:
    """Show what makes up one figure of an area and period: its rows, its two parts, or its months or villages."""
    place, when = place_for(request.user, area), period_or_404(period)
    known = BUILT_IN if indicator in BUILT_IN else all_indicators()
    one = known.get(indicator)
    if one is None:
        raise Http404(indicator)
    value = figures.read(place, when, [indicator], known=known)[indicator]
    context = {
        "one": one,
        "area": place.area,
        "inside": place.inside,
        "period": when,
        "value": one.show(value),
        "unit": "" if one.kind == Kind.RATIO else one.over(when).unit,
        "crumbs": way_here(request, place, when),
    }
    if isinstance(one, Ratio):
        return render(request, "reports/figure_parts.html", context | {"parts": ratio_parts(one, place, when)})
    if not shows_rows(request.user, one, when):
        return render(request, "reports/figure_parts.html", context | breakdown(one, place, when))
    return list_page(
        request,
        rows=rows_behind(request.user, one, place, when),
        filter_class=filter_for(one),
        table_class=one.source.listed.table,
        title=f"{one.name}: {place.area.name}, {when}",
        template="reports/figure_rows.html",
        may_export=may(request.user, Permission.EXPORT),
        # The rows behind one figure of one month are no list to which somebody comes back by name.
        context=context | {"is_narrowed": scope_of(request.user) in NARROW_SCOPES, "saved_filters": None},
    )


def way_here(request: HttpRequest, place: Place, period: Period) -> list[tuple[str, str]]:
    """Return the way down to the area, and to its own page."""
    return [*crumbs(request, place.area, period), (place.area.name, url_of(place.area, period))]


def ratio_parts(one: Ratio, place: Place, period: Period) -> list[tuple[str, Cell]]:
    """Return the two numbers that are divided."""
    numbers = figures.read(place, period, [one.numerator, one.denominator])
    return [
        (str(BUILT_IN[code].name), Cell(BUILT_IN[code], numbers[code], rows_url(code, place.area, period)))
        for code in (one.numerator, one.denominator)
    ]


def breakdown(one: AnyIndicator, place: Place, period: Period) -> dict[str, Any]:
    """Return the months of a longer period, else the villages, that add up to the figure."""
    if len(period.months) > 1 and one.kind == Kind.FLOW:
        line = figures.series(figures.settled(place, period), period.months, [one.code])[one.code]
        months = [Period.of_month(month) for month in period.months]
        rows = [(str(m), Cell(one, v, rows_url(one.code, place.area, m))) for m, v in zip(months, line, strict=True)]
        return {"parts": rows, "explanation": _("The months add up to the figure.")}
    rows = [
        (village.name, Cell(one, numbers[one.code]))
        for village, numbers in figures.read_villages(place, period, [one.code])
        if numbers[one.code]
    ]
    return {"parts": rows, "explanation": _("The villages add up to the figure.")}
