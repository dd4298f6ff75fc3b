"""Sessions: where somebody is signed in, and ending that."""

from __future__ import annotations

from collections.abc import Collection

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from plumbing import history
from plumbing.models import Change
from plumbing.problems import Problem, Refused
from teams.models import Account


def end_sessions(sessions: QuerySet[UserSession]) -> int:
    """End these sessions: whoever uses one must sign in again. Return how many."""
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_all_sessions(accounts: Collection[int]) -> int:
    """End every session of these accounts, by their ids."""
    return end_sessions(UserSession.objects.filter(user__in=accounts))


@transaction.atomic
def sign_out_account(*, account: Account, by: Account) -> int:
    """End every session of an account, and write down who did it."""
    count = end_all_sessions([account.pk])
    _note(account, by=by, what=_("Signed out everywhere"))
    return count


@transaction.atomic
def remove_second_factor(*, account: Account, by: Account | None) -> None:
    """Take the second factor of somebody who lost it away; they set up a new one at the next sign-in."""
    found = Authenticator.objects.filter(user=account)
    if not found.exists():
        raise Refused([Problem(_("This account has no second factor."))])
    found.delete()
    end_all_sessions([account.pk])
    _note(account, by=by, what=_("Second factor removed"))


def note_second_factor(*, account: Account, what: str) -> None:
    """Write down that somebody set up or removed a second factor of their own."""
    _note(account, by=account, what=what)


def _note(account: Account, *, by: Account | None, what: str) -> None:
    history.note(
        Change.Action.CHANGED,
        by=by,
        title=f"{account}: {what}",
        model=account._meta.label_lower,
        object_id=account.pk,
        reason=what,
    )
