"""Pages about accounts, for whoever gives them."""

from __future__ import annotations

from functools import partial
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from plumbing.form_pages import edit_page
from plumbing.listing import list_page
from plumbing.problems import Refused
from plumbing.selection import Step, export_step
from teams.access import Permission as P
from teams.access import may, requires
from teams.actions.accounts import change_account, create_account, give_one_time_password
from teams.actions.ended_access import give_access_back
from teams.actions.sessions import remove_second_factor, sign_out_account
from teams.actions.slips import slip_for
from teams.devices import device_words
from teams.filters import AccountFilter
from teams.forms.accounts import AccountForm
from teams.models import Account, Cadre, Team
from teams.qr_codes import address_code
from teams.second_factor import has_second_factor
from teams.tables import AccountTable
from teams.views.cadres import requested_number


@requires(P.GIVE_ACCOUNTS)
def account_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        # All of what an account sees is fetched: its column is made of one or the other.
        rows=Account.objects.given_by(request.user)
        .live()
        .select_related("area", "agency", "team__village")
        .defer("password"),
        filter_class=AccountFilter,
        table_class=AccountTable,
        title=_("Accounts"),
        may_export=True,
        steps=[
            Step(_("New one-time passwords"), reverse("teams:account_password_many"), "key"),
            Step(_("Close the accounts"), reverse("teams:account_close_many"), "lock"),
            *export_step(True),
        ],
        context={"create_url": reverse("teams:account_create_many"), "create_label": _("Make accounts")},
    )


@requires(P.GIVE_ACCOUNTS)
def account_create(request: HttpRequest) -> HttpResponse:
    """Make an account, perhaps for a cadre (?cadre=) of a team (?team=); the next page makes its password."""
    cadres = Cadre.objects.visible_to(request.user).live()
    cadre = cadres.filter(pk=requested_number(request, "cadre"), account=None).first()
    team = Team.objects.visible_to(request.user).live().filter(pk=requested_number(request, "team")).first()

    def save(form: AccountForm) -> Account:
        return create_account(account=form.instance, by=request.user)

    return edit_page(
        request,
        make_form=partial(AccountForm, user=request.user, cadre=cadre, team=team),
        save=save,
        title=_("New account"),
        back_url=reverse("teams:account_list"),
        back_label=_("Accounts"),
        success_url=lambda row: reverse("teams:account_password", args=[row.pk]),
        message=_("The account has been made. Now give it a password."),
    )


@requires(P.GIVE_ACCOUNTS)
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(Account.objects.given_by(request.user).live(), pk=pk)

    def save(form: Any) -> Account:
        return change_account(account=form.instance, version=form.cleaned_data["version"], by=request.user)

    return edit_page(
        request,
        make_form=partial(AccountForm, user=request.user),
        instance=account,
        save=save,
        title=str(account),
        back_url=reverse("teams:account_list"),
        message=_("The account has been saved."),
        template="teams/account_edit.html",
        context={"account": account, **security_of(account, request.user)},
    )


def security_of(account: Account, user: Any) -> dict[str, Any]:
    """Return where an account is signed in and whether it has a second factor, for who manages accounts."""
    if not may(user, P.MANAGE_ACCOUNTS):
        return {}
    sessions = UserSession.objects.filter(user=account.pk).order_by("-last_seen_at")
    rows = [(one, device_words(one.user_agent)) for one in sessions[:20]]
    return {"shows_security": True, "sessions": rows, "has_second_factor": has_second_factor(account)}


@requires(P.GIVE_ACCOUNTS)
@never_cache
@sensitive_variables("password")
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a one-time password and show it this once, as a slip to print."""
    account = get_object_or_404(Account.objects.given_by(request.user).live(), pk=pk)
    if account.pk == request.user.pk:
        return HttpResponseRedirect(reverse("teams:password_change"))
    context: dict[str, Any] = {"account": account}
    if request.method == "POST":
        password = give_one_time_password(account=account, by=request.user)
        context |= {"slip": slip_for(account, password), "code": address_code(request)}
        context["days"] = settings.ONE_TIME_PASSWORD_DAYS
    return render(request, "teams/account_password.html", context)


@requires(P.MANAGE_ACCOUNTS)
@require_POST
def account_sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """End every session of an account."""
    account = get_object_or_404(Account.objects.given_by(request.user).live(), pk=pk)
    count = sign_out_account(account=account, by=request.user)
    text = ngettext("%(count)s device was signed out.", "%(count)s devices were signed out.", count)
    messages.success(request, text % {"count": count})
    return HttpResponseRedirect(reverse("teams:account_edit", args=[account.pk]))


@requires(P.MANAGE_ACCOUNTS)
@require_POST
def account_second_factor_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away the second factor of somebody who lost it, phone and recovery codes."""
    account = get_object_or_404(Account.objects.given_by(request.user).live(), pk=pk)
    try:
        remove_second_factor(account=account, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("The second factor was removed; %(account)s sets up a new one.") % {"account": account}
        )
    return HttpResponseRedirect(reverse("teams:account_edit", args=[account.pk]))


@requires(P.GIVE_ACCOUNTS)
@require_POST
def account_give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give back the access that went with the end of a service."""
    account = get_object_or_404(Account.objects.given_by(request.user).live(), pk=pk)
    try:
        give_access_back(account=account, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(account)s has access as before.") % {"account": account})
    return HttpResponseRedirect(reverse("teams:account_edit", args=[account.pk]))
