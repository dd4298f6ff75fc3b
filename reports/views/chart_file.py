"""A chart of the dashboard as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from plumbing.chart_files import as_file
from reports import figures
from reports.pictures import CODES, months_until, pictures
from reports.rollups.months import current_month
from reports.scope import place_for
from reports.views.parameters import period_or_404
from teams.access import Permission, requires


@require_GET
@requires(Permission.VIEW_FIGURES)
def chart_file(request: HttpRequest, chart: str, area: int, period: str) -> HttpResponse:
    """Send the picture that the dashboard of this area and period shows, as SVG that stands alone."""
    place, when = place_for(request.user, area), period_or_404(period)
    if chart not in CODES:
        raise Http404
    months = months_until(min(when.last_month, current_month()))
    one = pictures(figures.series(place, months, set(CODES[chart])), months, [chart])[0]
    title = f"{one.title} – {place.area.name}"
    text = as_file(one.svg(), title, [series.name for series in one.series], is_line=one.is_line)
    name = f"{chart}-{place.area.code}-{when.code}.svg"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="image/svg+xml", headers=headers)
