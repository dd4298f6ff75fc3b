"""Bring a backup back and prove that it is whole: `manage.py restore FILE`; exit 1 and sentences when it is not."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from plumbing.backups.errors import BackupFailed
from plumbing.backups.making import Manifest, bring_back, prove
from plumbing.backups.passphrase import passphrase


class Command(BaseCommand):
    help = "Bring a backup back (stop the portal first), then prove it: rows, files, keys, figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--replace", action="store_true", help="take the place of data that is here already")
        parser.add_argument("--prove", action="store_true", help="only prove what was brought back; reads its manifest")

    def handle(self, *args: Any, file: Path, replace: bool, prove: bool, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            if prove:
                self.prove(file)
                return
            try:
                manifest = bring_back(file, passphrase(), replace=replace)
            except (BackupFailed, OSError) as error:
                raise CommandError(str(error)) from error
            # Another process: it starts with the keys that came with the backup.
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(file), "--prove"]
            proof = subprocess.run(command, input=json.dumps(asdict(manifest)), text=True, check=False)  # noqa: S603
            sys.exit(proof.returncode)

    def prove(self, file: Path) -> None:
        manifest = Manifest(**json.load(sys.stdin))
        problems = prove(file, manifest)
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(_("What came back is not whole. Keep the old data and use another backup."))
        done = {"rows": manifest.rows, "files": manifest.files, "when": manifest.made_at}
        self.stdout.write(_("%(rows)s rows and %(files)s files of %(when)s are back; every proof holds.") % done)
