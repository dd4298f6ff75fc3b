"""Write everything that the portal needs into one encrypted file: `manage.py backup --output FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from plumbing.backups.errors import BackupFailed
from plumbing.backups.making import make
from plumbing.backups.passphrase import new_passphrase


class Command(BaseCommand):
    help = "Write rows, uploaded files and keys into one encrypted file, while the portal goes on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", metavar="FILE", type=Path, required=True)

    def handle(self, *args: Any, output: Path, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            try:
                manifest = make(output.absolute(), new_passphrase())
            except BackupFailed as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(_("The backup cannot be written: %(error)s") % {"error": error}) from error
            written = {"file": output, "rows": manifest.rows, "files": manifest.files}
            self.stdout.write(_("%(file)s: %(rows)s rows, %(files)s files; read back without an error.") % written)
