"""Make an administrator from the shell; Django's own command knows neither our roles nor our history."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from teams.access import Role
from teams.actions.accounts import create_account
from teams.models import Account
from teams.usernames import clean_username

VARIABLE = "DJANGO_SUPERUSER_PASSWORD"


class Command(BaseCommand):
    help = f"Make an administrator; the password is asked for, or read from {VARIABLE}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", help="letters without accents, digits, dots; asked for when it is not given")
        parser.add_argument("--full-name", default="")
        parser.add_argument("--noinput", "--no-input", action="store_false", dest="interactive")

    def handle(self, *args: Any, username: str | None, full_name: str, interactive: bool, **options: Any) -> None:
        asks = interactive and sys.stdin.isatty()
        with translation.override(settings.LANGUAGE_CODE):
            username = username or (input(_("User name") + ": ") if asks else "")
            account = Account(full_name=full_name or username, role=Role.ADMINISTRATOR)
            try:
                account.username = clean_username(username)
                account.full_clean(exclude=["password"])
                password = os.environ.get(VARIABLE, "") or (typed_twice() if asks else "")
                if not password:
                    raise CommandError(_("Give the password at the prompt, or in %(name)s.") % {"name": VARIABLE})
                validate_password(password, account)
            except ValidationError as wrong:
                raise CommandError(" ".join(wrong.messages)) from wrong
            create_account(account=account, by=None, password=password)
            self.stdout.write(_("The administrator %(name)s can sign in now.") % {"name": account.username})


def typed_twice() -> str:
    """Return a password that was typed twice alike."""
    password = getpass(_("New password") + ": ")
    if getpass(_("New password, once more") + ": ") != password:
        raise CommandError(_("The two passwords differ."))
    return password
