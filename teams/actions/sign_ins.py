"""Limits on wrong passwords, counted from the attempts themselves."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings
from django.core import signing
from django.utils import timezone

from teams.models import Account, SignIn

Outcome = SignIn.Outcome
SALT = "known device"
# Wrong passwords: of one account from one place; of one account from all places that it has never signed in from; of
# any account from one address (a whole office shares one). More are refused for a while, right ones too.
FROM_ONE_PLACE = (5, dt.timedelta(minutes=5))
FROM_STRANGERS = (30, dt.timedelta(hours=1))
FROM_ONE_ADDRESS = (60, dt.timedelta(minutes=1))


def begin_sign_in(*, account: Account | None, address: str | None, device: str) -> SignIn:
    """Write down that somebody tries; `.outcome` is BLOCKED when there were too many wrong ones.

    Somebody else's guesses do not keep people out of their own account: a device from which the account has signed
    in before is counted by itself.
    """
    attempt = SignIn.objects.create(account=account, address=address, device=device)
    if is_blocked(attempt):
        finish_sign_in(attempt=attempt, outcome=Outcome.BLOCKED)
    return attempt


def finish_sign_in(*, attempt: SignIn, outcome: str) -> None:
    """Write down what came of an attempt."""
    attempt.outcome = outcome
    SignIn.objects.filter(pk=attempt.pk).update(outcome=outcome)


def is_blocked(attempt: SignIn) -> bool:
    """Tell whether an attempt, which is among those that are counted, is one too many."""
    if attempt.account_id is not None:
        most, span = FROM_ONE_PLACE
        of_account = SignIn.objects.filter(account=attempt.account_id, device=attempt.device)
        here = of_account if attempt.device else of_account.filter(address=attempt.address)
        if here.failed_within(span).count() > most:
            return True
        most, span = FROM_STRANGERS
        if not attempt.device and of_account.failed_within(span).count() > most:
            return True
    most, span = FROM_ONE_ADDRESS
    return SignIn.objects.filter(address=attempt.address).failed_within(span).count() > most


def new_device() -> str:
    return secrets.token_hex(16)


def device_cookie(account: Account, device: str) -> str:
    """Return what a browser keeps after signing in, to be known again for this account."""
    return signing.dumps([account.pk, device], salt=SALT)


def known_device(account: Account | None, cookie: str) -> str:
    """Return the device that a cookie stands for; "" when it is of another account, or not ours."""
    if account is None or not cookie:
        return ""
    try:
        owner, device = signing.loads(cookie, salt=SALT)
    except (signing.BadSignature, ValueError):
        return ""
    return device if owner == account.pk else ""


def note_passkey(*, account: Account, address: str | None, outcome: str) -> None:
    """Write down that somebody signed in by a passkey, or was not let in."""
    SignIn.objects.create(account=account, address=address, outcome=outcome)


def note_refused(*, account: Account, address: str | None, path: str) -> None:
    """Write down that somebody who is signed in asked for what is not theirs."""
    SignIn.objects.create(account=account, address=address, outcome=Outcome.REFUSED, path=path[:200])


def remove_old_sign_ins() -> int:
    """Remove attempts older than SIGN_INS_KEPT_DAYS; return how many."""
    oldest = timezone.now() - dt.timedelta(days=settings.SIGN_INS_KEPT_DAYS)
    return SignIn.objects.filter(at__lt=oldest).delete()[0]
