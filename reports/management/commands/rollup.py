"""manage.py rollup: count what waits, one month, or everything."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plumbing.dates import parse_month
from plumbing.reading import Unreadable
from reports import rollups


class Command(BaseCommand):
    help = "Count the figures: what waits, or one month (--month YYYY-MM), or every month (--all)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--month", help="count this month again from all rows")
        which.add_argument("--all", action="store_true", help="count every month again from all rows")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            self.stdout.write(f"{len(rollups.roll_up_all())} months counted")
            return
        if options["month"]:
            try:
                month = parse_month(options["month"])
            except Unreadable as error:
                raise CommandError(str(error)) from error
            if month not in rollups.all_months():
                raise CommandError(f"There is nothing to count in {month:%Y-%m}.")
            rollups.roll_up([month])
            self.stdout.write(f"{month:%Y-%m} counted")
            return
        self.stdout.write(f"{rollups.take_waiting()} changes counted")
