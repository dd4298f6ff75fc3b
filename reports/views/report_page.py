"""The periodic report of an area as a page, with its files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from plumbing import history
from plumbing.dates import Period, add_months
from plumbing.exporting import file_name, workbook_response
from plumbing.numbers import roman
from reports.corrections import corrected_months
from reports.display import Line, cells, coverage_note, name_of
from reports.exports.report_json import as_json
from reports.exports.report_xlsx import as_xlsx
from reports.report import MAIN, Report
from reports.rollups.months import current_month
from reports.scope import default_area, place_for
from reports.views.dashboard import crumbs
from reports.views.parameters import freshness, period_or_404
from teams.access import Permission, may, require, requires
from teams.models import Area


@require_GET
@requires(Permission.VIEW_FIGURES)
def report_page(request: HttpRequest, area: int | None = None, period: str = "") -> HttpResponse:
    """Show the report in the order of the official heads, or send it as a file (?format=xlsx or json)."""
    if area is None or request.GET.get("period"):
        return chosen(request, area)
    place, when = place_for(request.user, area), period_or_404(period)
    report = Report(place, when)
    if request.GET.get("format") in FILES:
        return FILES[request.GET["format"]](request, report)
    shown = [report.indicators[code] for code in MAIN]
    context = {
        "area": place.area,
        "inside": place.inside,
        "period": when,
        "period_name": name_of(when),
        "coverage_note": coverage_note(report.figures),
        "crumbs": crumbs(request, place.area, when),
        "corrected": corrected_months(request.user, place, when),
        "heads": [
            (f"{roman(place_in_order)}. {head.label}", cells(place.area, when, report.figures, ones))
            for place_in_order, (head, ones) in enumerate(report.heads(), start=1)
        ],
        "columns": shown,
        "lines": [Line(part.name, url_of(part, when), cells(part, when, n, shown)) for part, n in report.parts],
        "whole": cells(place.area, when, report.figures, shown),
        "may_export": may(request.user, Permission.EXPORT),
        # For other programs: a leader has none.
        "may_take_json": may(request.user, Permission.REVIEW_MONTH),
        **freshness(),
    }
    return render(request, "reports/report_page.html", context)


def chosen(request: HttpRequest, area: int | None) -> HttpResponse:
    """Lead to the area and period that were chosen, or to the user's own area and the last month."""
    place = place_for(request.user, area) if area else None
    own = place.area if place else default_area(request.user)
    if own is None:
        return redirect("home")
    code = request.GET.get("period") or f"{add_months(current_month(), -1):%Y-%m}"
    return redirect("reports:report_page", area=own.pk, period=period_or_404(code).code)


def url_of(area: Area, period: Period) -> str:
    return reverse("reports:report_page", args=[area.pk, period.code])


# --- files ------------------------------------------------------------------------------------------------------


def send_xlsx(request: HttpRequest, report: Report) -> HttpResponse:
    require(request.user, Permission.EXPORT)
    return workbook_response(request, as_xlsx(report), title_of(report))


def send_json(request: HttpRequest, report: Report) -> HttpResponse:
    require(request.user, Permission.EXPORT)
    history.note(history.Action.EXPORTED, by=request.user, title=title_of(report), area_id=report.area.pk)
    response = HttpResponse(as_json(report), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{file_name(title_of(report), "json")}"'
    response["Cache-Control"] = "no-store"
    return response


FILES = {"xlsx": send_xlsx, "json": send_json}


def title_of(report: Report) -> str:
    return _("Report %(area)s %(period)s") % {"area": report.area.name, "period": report.period.code}
