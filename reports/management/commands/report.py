"""manage.py report AREA_CODE PERIOD: the report of an area as a file."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from plumbing.dates import Period
from plumbing.reading import Unreadable
from reports import rollups
from reports.exports.report_json import as_json
from reports.exports.report_xlsx import as_xlsx
from reports.figures import Place
from reports.report import Report, find_area
from teams.models import Area

FORMATS = ["json", "xlsx", "docx", "pdf"]
NOT_YET = {"docx", "pdf"}


class Command(BaseCommand):
    help = "Write the report of an area and a period (2022-06, 2022-Q2, 2022-H1, 2022-9M, 2022) into a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("area_code", metavar="AREA_CODE")
        parser.add_argument("period", metavar="PERIOD")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="use the boundaries of this day")
        parser.add_argument("--format", choices=FORMATS, default="json", help="docx and pdf are not written yet")
        parser.add_argument("--output", default="-", help="the file to write; - is the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] in NOT_YET:
            self.stderr.write(f"{options['format']} is not available yet; use --format json or --format xlsx.")
            sys.exit(2)
        report = self.report(options)
        rollups.take_waiting()
        with translation.override(settings.LANGUAGE_CODE):
            self.write(report, options)

    def write(self, report: Report, options: dict[str, Any]) -> None:
        content = as_json(report).encode() if options["format"] == "json" else as_xlsx(report)
        if options["output"] != "-":
            Path(options["output"]).write_bytes(content)
        elif options["format"] == "json":
            self.stdout.write(content.decode(), ending="")
        else:
            sys.stdout.buffer.write(content)

    def report(self, options: dict[str, Any]) -> Report:
        try:
            period = Period.parse(options["period"])
            as_of = dt.date.fromisoformat(options["as_of"]) if options["as_of"] else None
            area = find_area(options["area_code"], period, as_of)
        except Area.DoesNotExist as error:
            raise CommandError(f"No area has ever had the code {options['area_code']}.") from error
        except (Unreadable, ValueError) as error:
            raise CommandError(str(error)) from error
        return Report(Place(area, as_of), period)
