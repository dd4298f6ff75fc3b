"""Many accounts in one step, and the slips with their one-time passwords."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from plumbing.forms import PlainForm
from plumbing.models import Job
from plumbing.selection import MAX_SELECTED, back_to, bulk_page, keys, selected, wants_all
from teams.access import Permission as P
from teams.access import requires
from teams.actions.slips import make_for_services, renew_passwords, take_slips, with_usernames, without_account
from teams.filters import AccountFilter, TeamFilter
from teams.forms.slips import WhoForm
from teams.models import Account, SlipSheet, Team
from teams.qr_codes import address_code

NAMED = 100


@requires(P.GIVE_ACCOUNTS)
def account_create_many(request: HttpRequest) -> HttpResponse:
    """Make accounts for the cadres of teams (?row= or ?team=), of a commune, or of all: shown first, then made."""
    ticked = bool(keys(request)) or wants_all(request)
    teams = selected(request, Team.objects.visible_to(request.user).live(), TeamFilter) if ticked else None
    form = WhoForm(request.GET or None, user=request.user, teams=teams)
    rows = without_account(form.services())
    if request.method == "POST" and rows:
        sheet = make_for_services(memberships=rows[:MAX_SELECTED], by=request.user)
        return HttpResponseRedirect(sheet.get_absolute_url())
    context = {
        "form": form,
        "count": len(rows),
        "most": MAX_SELECTED if len(rows) > MAX_SELECTED else 0,
        "rows": with_usernames(rows[:NAMED]),
        "more": max(len(rows) - NAMED, 0),
        "kept": [(name, value) for name, values in request.GET.lists() for value in values if ticked and name != "who"],
        "waiting": SlipSheet.objects.visible_to(request.user).exclude(content=b"").first(),
    }
    return render(request, "teams/account_create_many.html", context)


@requires(P.GIVE_ACCOUNTS)
def account_password_many(request: HttpRequest) -> HttpResponse:
    """Give the ticked accounts new one-time passwords, as slips."""
    picked = selected(request, Account.objects.given_by(request.user).live(), AccountFilter)
    usable = picked.filter(is_active=True).exclude(pk=request.user.pk)
    rows = list(usable.order_by("sort_key", "pk")[: MAX_SELECTED + 1])
    made: list[SlipSheet] = []

    def renew(**_answers: Any) -> str:
        made.append(renew_passwords(accounts=rows, by=request.user))
        return _("The passwords are being made.")

    response = bulk_page(
        request,
        rows=rows,
        form=PlainForm(request.POST or None),
        act=renew,
        title=_("New one-time passwords"),
        back_url=back_to(request, reverse("teams:account_list")),
        selected_count=picked.count(),
        subtitle=_("The passwords that they have now stop working."),
        names=lambda account: f"{account.full_name} ({account.username}) – {account.get_role_display()}",
    )
    return HttpResponseRedirect(made[0].get_absolute_url()) if made else response


@requires(P.GIVE_ACCOUNTS)
@never_cache
def slip_sheet_detail(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Show how far the passwords are; then what can be printed, once."""
    sheet = get_object_or_404(SlipSheet.objects.visible_to(request.user).select_related("job"), token=token)
    job = sheet.job
    context = {
        "sheet": sheet,
        "job": job,
        "job_state": "pending" if job.state == Job.State.QUEUED else job.state,
        "waits": job.state in Job.UNFINISHED,
        "failed": job.state == Job.State.FAILED,
    }
    return render(request, "teams/slip_sheet_detail.html", context)


@requires(P.GIVE_ACCOUNTS)
@require_POST
@never_cache
@sensitive_variables("slips")
def slip_sheet_print(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Show the slips this once, ready to print; the portal has forgotten their passwords then."""
    sheet = get_object_or_404(SlipSheet.objects.visible_to(request.user), token=token)
    slips = take_slips(sheet)
    if not slips:
        return HttpResponseRedirect(sheet.get_absolute_url())
    context = {
        "sheet": sheet,
        "slips": slips,
        "code": address_code(request),
        "days": settings.ONE_TIME_PASSWORD_DAYS,
    }
    return render(request, "teams/slip_sheet_print.html", context)
