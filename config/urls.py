"""The front door: every room hangs its own pages below its own name."""

from allauth.account.views import login, logout
from django.urls import include, path

from reports.views.home import home
from teams.views.own import language_set

urlpatterns = [
    path("", home, name="home"),
    # Only these two of allauth's pages: accounts are made by the administrator, and there is no e-mail to reset by.
    path("accounts/login/", login, name="account_login"),
    path("accounts/logout/", logout, name="account_logout"),
    path("i18n/setlang/", language_set, name="set_language"),
    path("", include("plumbing.urls")),
    path("", include("teams.urls")),
    path("", include("households.urls")),
    path("", include("activities.urls")),
    path("", include("reports.urls")),
]
