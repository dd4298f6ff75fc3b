"""The addresses: every app has its own pages below its own name."""

from allauth.account.views import login, logout, reauthenticate
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
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
    # Only these of allauth's pages: accounts are made by the office, and there is no e-mail to reset by.
    path("accounts/login/", login, name="account_login"),
    path("accounts/logout/", logout, name="account_logout"),
    path("accounts/password-again/", reauthenticate, name="account_reauthenticate"),
    path("accounts/login/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("accounts/login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("me/second-factor/", second_factor.index, name="mfa_index"),
    path("me/second-factor/code-again/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("me/second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("me/second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("me/second-factor/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("me/second-factor/codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/second-factor/passkeys/", second_factor.index, name="mfa_list_webauthn"),
    path("me/second-factor/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("me/second-factor/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
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
