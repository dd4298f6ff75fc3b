"""Pages about accounts, for whoever manages them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from plumbing.form_pages import edit_page
from plumbing.listing import list_page
from plumbing.selection import Step, export_step
from teams.access import Permission as P
from teams.access import requires
from teams.actions.accounts import change_account, create_account, generated_password, set_password
from teams.filters import AccountFilter
from teams.forms.accounts import AccountForm
from teams.models import Account, Cadre
from teams.tables import AccountTable
from teams.views.cadres import requested_number


@requires(P.MANAGE_ACCOUNTS)
def account_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        # All of what an account sees is fetched: its column is made of one or the other.
        rows=Account.objects.visible_to(request.user)
        .live()
        .select_related("area", "agency", "team__village")
        .defer("password"),
        filter_class=AccountFilter,
        table_class=AccountTable,
        title=_("Accounts"),
        may_export=True,
        steps=[Step(_("Close the accounts"), reverse("teams:account_close_many"), "lock"), *export_step(True)],
        context={"create_url": reverse("teams:account_create"), "create_label": _("New account")},
    )


@requires(P.MANAGE_ACCOUNTS)
def account_create(request: HttpRequest) -> HttpResponse:
    """Make an account, perhaps for a cadre (?cadre=); its password is generated on the next page."""
    cadre = (
        Cadre.objects.visible_to(request.user)
        .live()
        .filter(pk=requested_number(request, "cadre"), account=None)
        .first()
    )

    def save(form: AccountForm) -> Account:
        return create_account(account=form.instance, by=request.user)

    return edit_page(
        request,
        make_form=partial(AccountForm, user=request.user, cadre=cadre),
        save=save,
        title=_("New account"),
        back_url=reverse("teams:account_list"),
        back_label=_("Accounts"),
        success_url=lambda row: reverse("teams:account_password", args=[row.pk]),
        message=_("The account has been made. Now give it a password."),
    )


@requires(P.MANAGE_ACCOUNTS)
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(Account.objects.visible_to(request.user).live(), pk=pk)

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
        context={"account": account},
    )


@requires(P.MANAGE_ACCOUNTS)
@never_cache
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a generated password and show it this once."""
    account = get_object_or_404(Account.objects.visible_to(request.user).live(), pk=pk)
    if account.pk == request.user.pk:
        return HttpResponseRedirect(reverse("teams:password_change"))
    password = ""
    if request.method == "POST":
        password = generated_password()
        set_password(account=account, password=password, by=request.user)
    return render(request, "teams/account_password.html", {"account": account, "password": password})
