"""The list of sign-ins, for whoever manages accounts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from plumbing.listing import list_page
from teams.access import Permission as P
from teams.access import requires
from teams.filters import SignInFilter
from teams.models import SignIn
from teams.tables import SignInTable


@requires(P.MANAGE_ACCOUNTS)
def sign_in_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        rows=SignIn.objects.visible_to(request.user).select_related("account"),
        filter_class=SignInFilter,
        table_class=SignInTable,
        title=_("Sign-ins"),
        may_export=True,
    )
