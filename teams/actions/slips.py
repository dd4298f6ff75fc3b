"""Many accounts in one step, and their one-time passwords on slips that are printed once.

A password exists in two places only: as a hash in the account, and encrypted in its sheet until that is printed, or for
one day. No history, job, log or message ever holds it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from plumbing import history, jobs
from plumbing.models import Job
from plumbing.problems import Refused
from teams.access import Permission, Role
from teams.actions.accounts import create_accounts, generated_password, one_time_until, propose_usernames
from teams.actions.ended_access import role_of_service
from teams.actions.sessions import end_all_sessions
from teams.models import Account, Membership, Slip, SlipSheet

PROGRESS_STEP = 10
MAKE, RENEW = "accounts_make", "passwords_renew"


def without_account(memberships: Any) -> list[Membership]:
    """Return the services of cadres who have no account, one of each cadre: where they lead, else the first."""
    rows = memberships.filter(cadre__account=None, cadre__voided_at__isnull=True).select_related(
        "cadre", "team__village"
    )
    chosen: dict[int, Membership] = {}
    for row in rows.in_order():
        kept = chosen.setdefault(row.cadre_id, row)
        if row.role == Membership.Role.LEADER and kept.role != Membership.Role.LEADER:
            chosen[row.cadre_id] = row
    return sorted(chosen.values(), key=lambda row: (row.team.village.sort_key, row.team_id, row.cadre.sort_key, row.pk))


def with_usernames(rows: Iterable[Membership]) -> list[tuple[Membership, str]]:
    """Return each service with the user name that is proposed for its cadre."""
    kept = list(rows)
    proposed = propose_usernames([row.cadre for row in kept])
    return [(row, proposed[row.cadre_id]) for row in kept]


# --- asking for it ------------------------------------------------------------------------------------------------


def make_for_services(*, memberships: Sequence[Membership], by: Account) -> SlipSheet:
    """Ask the worker to make accounts for the cadres of these services. Asking twice makes them once."""
    return _ask(MAKE, sorted(row.pk for row in memberships), by=by, title=_("New accounts"))


def renew_passwords(*, accounts: Sequence[Account], by: Account) -> SlipSheet:
    """Ask the worker for new one-time passwords for these accounts; the present ones stop working."""
    return _ask(RENEW, sorted(account.pk for account in accounts), by=by, title=_("New passwords"))


@transaction.atomic
def _ask(kind: str, pks: list[int], *, by: Account, title: str) -> SlipSheet:
    sheet = SlipSheet(title=title, made_by=by, count=len(pks))
    params = {"sheet": str(sheet.token), "rows": pks, "url": sheet.get_absolute_url()}
    job = jobs.enqueue(kind, params, by=by, dedupe_key=f"{kind} {by.pk}")
    if job.params["sheet"] != params["sheet"]:
        # The worker is at the one that was asked for just before.
        return SlipSheet.objects.get(token=job.params["sheet"])
    sheet.job = job
    sheet.save()
    return sheet


# --- doing it -----------------------------------------------------------------------------------------------------


@jobs.job(MAKE)
def make_accounts(job: Job) -> None:
    """Make accounts for services whose cadres have none yet, each with a one-time password."""
    by = _giver(job)
    rows = Membership.objects.visible_to(by).current().filter(pk__in=job.params["rows"])
    accounts = [
        Account(
            username=username,
            full_name=row.cadre.name,
            role=role_of_service(row),
            team=row.team,
            cadre=row.cadre,
            service=row,
        )
        for row, username in with_usernames(without_account(rows))
    ]
    _hand_out(job, accounts, lambda: create_accounts(accounts=accounts, by=by))


@jobs.job(RENEW)
def renew(job: Job) -> None:
    """Give accounts new one-time passwords."""
    by = _giver(job)
    rows = Account.objects.given_by(by).live().filter(pk__in=job.params["rows"], is_active=True).exclude(pk=by.pk)
    accounts = list(rows.select_related("team__village", "agency", "area").order_by("pk"))
    old = [copy.copy(account) for account in accounts]

    def save() -> None:
        history.change_many(zip(old, accounts, strict=True), by=by, reason=_("New one-time password"))
        Account.store_passwords(accounts)
        end_all_sessions([account.pk for account in accounts])

    _hand_out(job, accounts, save)


def _giver(job: Job) -> Account:
    by = job.started_by
    if by is None or not by.may(Permission.GIVE_ACCOUNTS):
        raise jobs.JobFailed(_("Your account may not do this any more."))
    return by


@sensitive_variables()
def _hand_out(job: Job, accounts: Sequence[Account], save: Callable[[], None]) -> None:
    """Give each account a one-time password, save them by `save`, and seal the slips: all of it, or nothing."""
    slips = []
    for number, account in enumerate(accounts):
        if number % PROGRESS_STEP == 0:
            job.advance(number, len(accounts), _("Making the passwords"))
        password = generated_password()
        account.password = make_password(password)
        account.one_time_until_at = one_time_until()
        slips.append(slip_for(account, password))
    try:
        with transaction.atomic():
            save()
            sheet = SlipSheet.objects.select_for_update().get(token=job.params["sheet"])
            sheet.put(slips)
            sheet.save()
            # The last line: a worker that lost the job meanwhile takes all of it back.
            job.advance(len(accounts), len(accounts))
    except Refused as refused:
        raise jobs.JobFailed(str(refused)) from None


@sensitive_variables()
def slip_for(account: Account, password: str) -> Slip:
    role = str(Role(account.role).label)
    return Slip(account.full_name or account.username, account.username, password, role, account.scope_name)


# --- printing it, once ----------------------------------------------------------------------------------------------


@transaction.atomic
@sensitive_variables()
def take_slips(sheet: SlipSheet) -> list[Slip]:
    """Return the slips to be printed, and forget their passwords: nobody is ever shown them again."""
    held = SlipSheet.objects.select_for_update().get(pk=sheet.pk)
    slips = held.slips()
    if slips:
        held.printed_at, held.content = timezone.now(), b""
        held.save(update_fields=["printed_at", "content"])
    return slips


def forget_slips() -> int:
    """Forget the passwords of sheets that nobody printed within their day. Return of how many sheets."""
    return SlipSheet.objects.forgotten().update(content=b"")
