"""What is done to many accounts at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plumbing.forms import PlainForm
from plumbing.selection import MAX_SELECTED, back_to, bulk_page, selected
from teams.access import Permission as P
from teams.access import requires
from teams.actions.accounts import close_accounts
from teams.filters import AccountFilter
from teams.models import Account


@requires(P.GIVE_ACCOUNTS)
def account_close_many(request: HttpRequest) -> HttpResponse:
    """Take the right to sign in from accounts; they stay with all that they did."""
    picked = selected(request, Account.objects.given_by(request.user).live(), AccountFilter)
    rows = list(
        picked.filter(is_active=True).exclude(pk=request.user.pk).order_by("sort_key", "pk")[: MAX_SELECTED + 1]
    )

    def close(**_answers: Any) -> str:
        count = close_accounts(accounts=rows, by=request.user)
        text = ngettext(
            "%(count)s account may not sign in any more.", "%(count)s accounts may not sign in any more.", count
        )
        return text % {"count": count}

    return bulk_page(
        request,
        rows=rows,
        form=PlainForm(request.POST or None),
        act=close,
        title=_("Close the accounts"),
        back_url=back_to(request, reverse("teams:account_list")),
        selected_count=picked.count(),
        names=lambda account: f"{account.full_name} ({account.username}) – {account.get_role_display()}",
    )
