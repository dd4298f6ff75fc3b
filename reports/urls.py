"""Addresses of figures and reports."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from reports.views import chart_file, dashboard, data_checks, figure_rows, home, report_page, wall

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("months/log/", home.log_now, name="log_now"),
    path("wall/", wall.wall, name="wall"),
    path("doubts/", data_checks.doubt_list, name="doubt_list"),
    path("doubts/<slug:code>/", data_checks.doubt_rows, name="doubt_rows"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/<int:area>/", dashboard.dashboard, name="dashboard"),
    path("dashboard/<int:area>/<slug:period>/<slug:chart>.svg", chart_file.chart_file, name="chart_file"),
    path("figures/<slug:indicator>/<int:area>/<slug:period>/", figure_rows.figure_rows, name="figure_rows"),
    path("reports/", report_page.report_page, name="report_page"),
    path("reports/<int:area>/<slug:period>/", report_page.report_page, name="report_page"),
]
