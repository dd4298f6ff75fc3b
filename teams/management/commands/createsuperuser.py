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

VARIABLE = "DJANGO_SUPERUSER_PASSWORD"


class Command(BaseCommand):
    help = f"Make an administrator; the password is asked for, or read from {VARIABLE}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", required=True)
        parser.add_argument("--full-name", default="")
        parser.add_argument("--noinput", "--no-input", action="store_false", dest="interactive")

    def handle(self, *args: Any, username: str, full_name: str, interactive: bool, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            account = Account(username=username, full_name=full_name or username, role=Role.ADMINISTRATOR)
            password = os.environ.get(VARIABLE, "")
            if not password and interactive and sys.stdin.isatty():
                password = getpass(_("New password") + ": ")
            try:
                account.full_clean(exclude=["password"])
                validate_password(password, account)
            except ValidationError as wrong:
                raise CommandError(" ".join(wrong.messages)) from wrong
            create_account(account=account, by=None, password=password)
            self.stdout.write(_("The administrator %(name)s can sign in now.") % {"name": username})
