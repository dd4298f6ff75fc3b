"""Who tried to sign in, from where, and what came of it: what limits are counted from and an administrator looks at."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plumbing.fields import Line
from plumbing.privacy import Privacy
from teams.access import Permission, User, may
from teams.models.accounts import Account


class SignInQuerySet(models.QuerySet["SignIn"]):
    def visible_to(self, user: User) -> Self:
        """Return the attempts that `user` may see: addresses say where somebody was, so only who manages accounts."""
        return self if may(user, Permission.MANAGE_ACCOUNTS) else self.none()

    def failed_within(self, span: dt.timedelta) -> Self:
        """Return the attempts of the last while that failed, or whose answer is not known yet."""
        return self.filter(at__gt=timezone.now() - span, outcome__in=[SignIn.Outcome.TRYING, SignIn.Outcome.WRONG])


class SignIn(models.Model):
    """One attempt to sign in, or one request that was refused to somebody who had signed in.

    The row is written before the password is looked at: of many attempts at once, each sees the others, on every
    server and whatever happens to a cache. What was typed is not kept: it may be a password in the wrong field.
    """

    class Outcome(models.TextChoices):
        TRYING = "trying", _("broken off")
        SIGNED_IN = "signed_in", _("signed in")
        WRONG = "wrong", _("wrong name or password")
        BLOCKED = "blocked", _("too many attempts")
        CLOSED = "closed", _("the account is closed")
        HALF = "half", _("right password, code asked for")
        EXPIRED = "expired", _("the one-time password is too old")
        REFUSED = "refused", _("a page was refused")

    at = models.DateTimeField(_("when"), auto_now_add=True)
    account = models.ForeignKey(
        Account, verbose_name=_("account"), on_delete=models.CASCADE, null=True, related_name="sign_ins"
    )
    address = models.GenericIPAddressField(_("address"), null=True)
    # A browser from which the account has signed in before; empty for one that is not known.
    device = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, default=Outcome.TRYING)
    # Of a refused request, without what stood behind the question mark.
    path = Line(_("page"), max_length=200, blank=True)

    objects = SignInQuerySet.as_manager()

    privacy = Privacy(personal=("at", "account", "address", "device", "outcome", "path"))

    class Meta:
        verbose_name = _("sign-in")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account", "at"], name="sign_in_of_account"),
            models.Index(fields=["address", "at"], name="sign_in_from_address"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.outcome}"
