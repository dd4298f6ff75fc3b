"""Saying whose access went with what was just done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from plumbing import history
from plumbing.models import Change
from teams.access import Permission, may
from teams.models import Account

REDIRECTS = range(300, 400)


def naming_ended_access(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Name the accounts whose access this request took or changed, once it has done so; return `response`."""
    request_id = history.current_request_id.get()
    if request.method != "POST" or response.status_code not in REDIRECTS or not request_id:
        return response
    touched = Change.objects.filter(request_id=request_id, model=Account._meta.label_lower)
    rows = Account.objects.given_by(request.user).filter(pk__in=touched.values("object_id"))
    words = [words_for(account) for account in rows] if may(request.user, Permission.GIVE_ACCOUNTS) else []
    if words:
        text = _("Access follows: %(accounts)s. The list of accounts shows it, and gives back what ended.")
        messages.warning(request, text % {"accounts": "; ".join(words)})
    return response


def words_for(account: Account) -> str:
    state = account.get_role_display() if account.is_active else _("may not sign in any more")
    return f"{account} ({account.username}): {state}"
