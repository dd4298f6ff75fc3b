"""What is done to accounts. Passwords never enter the history, only that they were set."""

from __future__ import annotations

import copy
import datetime as dt
import secrets
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from plumbing import history, locks
from plumbing.problems import Problem, Refused, refuse
from teams import rules
from teams.access import Role
from teams.actions.ended_access import current_service
from teams.actions.sessions import end_all_sessions
from teams.models import Account, Cadre
from teams.usernames import proposed_usernames

# Without look-alikes (0 o, 1 l i): it is read out on the telephone.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
HIDDEN = "••••••••"


def propose_usernames(cadres: Iterable[Cadre]) -> dict[int, str]:
    """Return a free user name for each cadre: the name without marks, and a number where several share it."""
    return proposed_usernames(
        {cadre.pk: cadre.name for cadre in cadres},
        everybody=Cadre.objects.values_list("pk", "name"),
        taken=set(Account.objects.values_list("username", flat=True)),
    )


def proposed_username(cadre: Cadre) -> str:
    return propose_usernames([cadre])[cadre.pk]


def generated_password() -> str:
    """Return a password that can be read out: three groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def create_account(*, account: Account, by: Account | None, password: str | None = None) -> Account:
    """Save a new account; without a password nobody can sign in to it yet. Raises Refused for one above `by`."""
    account.set_password(password)
    account.service = current_service(account)
    created = history.create(account, by=by)
    refuse_beyond([created], by=by)
    return created


@transaction.atomic
def create_accounts(*, accounts: Sequence[Account], by: Account | None, batch_id: int | None = None) -> None:
    """Save many new accounts, whose passwords and services are set."""
    history.create_many(accounts, by=by, batch_id=batch_id)
    refuse_beyond(accounts, by=by)


@transaction.atomic
def change_accounts(
    *, pairs: Sequence[tuple[Account, Account]], by: Account | None, batch_id: int | None = None
) -> None:
    """Save many changed accounts, given as (as it was, as it is). Raises Refused where the last administrator goes."""
    administrators = set(_held_administrators())
    stay = administrators - {new.pk for _old, new in pairs if new.role != Role.ADMINISTRATOR or not new.is_active}
    if administrators != stay:
        refuse(rules.last_administrator_problems(stays_administrator=False, others=len(stay)))
    history.change_many(pairs, by=by, batch_id=batch_id)
    refuse_beyond([new for _old, new in pairs], by=by)


def refuse_beyond(accounts: Sequence[Account], *, by: Account | None) -> None:
    """Refuse accounts that `by` may not give, once they are written: the rows say what they are."""
    if by is None or not accounts:
        return
    reached = Account.objects.given_by(by).filter(pk__in=[account.pk for account in accounts]).count()
    refuse(rules.giving_problems(wanted=len(accounts), reached=reached))


@transaction.atomic
def change_account(*, account: Account, version: int, by: Account) -> Account:
    """Save a changed account. Raises Refused when it was the last administrator, StaleVersion as usual."""
    administrators = _held_administrators()
    if account.pk in administrators:
        stays = account.role == Role.ADMINISTRATOR and account.is_active
        refuse(rules.last_administrator_problems(stays_administrator=stays, others=len(administrators) - 1))
    service = current_service(account)
    if service is not None or account.access_ended_on is None:
        account.service = service
    if account.is_active:
        account.access_ended_on = None
    history.change(account, by=by, version=version)
    refuse_beyond([account], by=by)
    if not account.is_active:
        end_all_sessions([account.pk])
    return account


def _held_administrators() -> list[int]:
    """Return the administrators, locked in one order: two who close each other's account wait for one another."""
    rows = Account.objects.live().filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk")
    return list(rows.select_for_update().values_list("pk", flat=True))


@transaction.atomic
def close_accounts(*, accounts: Iterable[Account], by: Account) -> int:
    """Take the right to sign in from accounts, save one's own. Return from how many."""
    administrators = set(_held_administrators())
    wanted = {account.pk for account in accounts} - {by.pk}
    if administrators & wanted:
        refuse(rules.last_administrator_problems(stays_administrator=False, others=len(administrators - wanted)))
    held = Account.objects.live().filter(pk__in=wanted, is_active=True).order_by("pk").select_for_update()
    pairs = []
    for old in held:
        new = copy.copy(old)
        new.is_active = False
        pairs.append((old, new))
    end_all_sessions(wanted)
    return history.change_many(pairs, by=by)


@transaction.atomic
def set_password(*, account: Account, password: str, by: Account) -> None:
    """Give an account a password of its owner's; whoever is signed in with the old one is signed out by that.

    The session in which it is done goes on where its view says so (`update_session_auth_hash`).
    """
    account.set_password(password)
    account.one_time_until_at = None
    history.change(account, by=by, parts=({}, {"password": HIDDEN}))


@transaction.atomic
def give_one_time_password(*, account: Account, by: Account) -> str:
    """Give an account a password that must be changed at the first sign-in. Return it: it is kept nowhere."""
    password = generated_password()
    account.set_password(password)
    account.one_time_until_at = one_time_until()
    end_all_sessions([account.pk])
    history.change(account, by=by, parts=({}, {"password": HIDDEN}))
    return password


def one_time_until() -> dt.datetime:
    """Return until when a one-time password that is made now can be used."""
    return timezone.now() + dt.timedelta(days=settings.ONE_TIME_PASSWORD_DAYS)


def choose_language(*, account: Account, language: str) -> None:
    """Remember in which language somebody reads the portal."""
    account.language = language
    history.change(account, by=account)


@transaction.atomic
def create_first_administrator(*, account: Account, password: str, taken: str) -> Account:
    """Save the first account of an empty deployment. Of two visitors at once, one wins; the other gets `taken`."""
    locks.hold(locks.SETUP)
    if Account.objects.exists():
        raise Refused([Problem(taken)])
    account.role = Role.ADMINISTRATOR
    account.set_password(password)
    return history.create(account, by=None)
