"""What is done to accounts. Passwords never enter the history, only that they were set."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterable

from django.db import transaction

from plumbing import history, locks
from plumbing.problems import Problem, Refused, refuse
from teams import rules
from teams.access import Role
from teams.models import Account

# Without look-alikes (0 o, 1 l i): it is read out on the telephone.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
HIDDEN = "••••••••"


def generated_password() -> str:
    """Return a password that can be read out: three groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def create_account(*, account: Account, by: Account | None, password: str | None = None) -> Account:
    """Save a new account; without a password nobody can sign in to it yet."""
    account.set_password(password)
    return history.create(account, by=by)


@transaction.atomic
def change_account(*, account: Account, version: int, by: Account) -> Account:
    """Save a changed account. Raises Refused when it was the last administrator, StaleVersion as usual."""
    administrators = _held_administrators()
    if account.pk in administrators:
        stays = account.role == Role.ADMINISTRATOR and account.is_active
        refuse(rules.last_administrator_problems(stays_administrator=stays, others=len(administrators) - 1))
    history.change(account, by=by, version=version)
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
    return history.change_many(pairs, by=by)


@transaction.atomic
def set_password(*, account: Account, password: str, by: Account) -> None:
    """Give an account a new password; whoever is signed in with the old one is signed out by that."""
    account.set_password(password)
    history.change(account, by=by, parts=({}, {"password": HIDDEN}))


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
