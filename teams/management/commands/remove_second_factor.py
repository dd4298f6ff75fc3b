"""Take away the second factor of an account from the shell: for an administrator who lost phone and recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from plumbing.problems import Refused
from teams.actions.sessions import remove_second_factor
from teams.models import Account


class Command(BaseCommand):
    help = "Take away an account's second factor; its owner sets up a new one at the next sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            account = Account.objects.live().filter(username=username).first()
            if account is None:
                raise CommandError(_("There is no account with the user name %(name)s.") % {"name": username})
            try:
                remove_second_factor(account=account, by=None)
            except Refused as refused:
                raise CommandError(str(refused)) from refused
            self.stdout.write(_("Second factor removed"))
