"""Write the empty workbook of a list: `manage.py import_template KIND --output FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from plumbing.importing.kinds import all_kinds
from plumbing.importing.workbooks import template_workbook
from plumbing.management.commands.import_list import find_kind


class Command(BaseCommand):
    help = "Write the empty workbook of a list, with an example."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", help=", ".join(kind.code for kind in all_kinds()))
        parser.add_argument("--output", metavar="FILE", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            options["output"].write_bytes(template_workbook(find_kind(options["kind"])))
        self.stdout.write(str(options["output"]))
