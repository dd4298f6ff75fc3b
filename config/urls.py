"""The front door: every room hangs its own pages below its own name."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("plumbing.urls")),
    path("", include("teams.urls")),
    path("", include("households.urls")),
    path("", include("activities.urls")),
    path("", include("reports.urls")),
]
