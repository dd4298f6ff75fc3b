"""The addresses: every app has its own pages below its own name."""

from allauth.account.views import login, logout
from django.urls import include, path

from config.finding import FINDERS
from config.help import BOOK
from plumbing.gallery import component_gallery
from plumbing.views.finding import search
from plumbing.views.help import help_guide, help_page
from reports.views.home import home
from teams.access import Permission, requires
from teams.views.own import language_set

handler500 = "plumbing.views.errors.server_error"
urlpatterns = [
    path("", home, name="home"),
    # Only these two of allauth's pages: accounts are made by the administrator, and there is no e-mail to reset by.
    path("accounts/login/", login, name="account_login"),
    path("accounts/logout/", logout, name="account_logout"),
    # What can be found stands in every app; `plumbing` only searches.
    path("search/", search, {"finders": FINDERS}, name="search"),
    # `plumbing` draws the help; what each page is for, only `config` knows.
    path("help/", help_guide, {"book": BOOK}, name="help"),
    path("help/page/<str:page>/", help_page, {"book": BOOK}, name="help_page"),
    path("help/<slug:role>/", help_guide, {"book": BOOK}, name="help_role"),
    path("i18n/setlang/", language_set, name="set_language"),
    # `config` joins the two: `plumbing` draws the components, the app above knows who may look.
    path("gallery/", requires(Permission.MANAGE_ACCOUNTS)(component_gallery), name="component_gallery"),
    path("", include("plumbing.urls")),
    path("", include("teams.urls")),
    path("", include("households.urls")),
    path("", include("activities.urls")),
    path("", include("reports.urls")),
]
