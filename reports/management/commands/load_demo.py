"""Fills an empty database with the made-up district."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from plumbing.numbers import format_number
from reports import demo


class Command(BaseCommand):
    help = "Loads demo data into an empty database: a made-up district on the real communes of Nậm Pồ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", choices=sorted(demo.SCALES), default="district")
        parser.add_argument("--seed", type=int, default=demo.Plan.seed)
        parser.add_argument("--teams", type=int, default=demo.Plan.teams, help="Teams of Nậm Pồ, at least 3.")
        parser.add_argument("--months", type=int, default=demo.Plan.months, help="Complete months, at least 3.")

    def handle(self, *args: Any, **options: Any) -> None:
        if demo.is_demo_database():
            self.stdout.write(_("The demo data are already loaded; nothing was changed."))
            self._print_accounts()
            return
        began = time.monotonic()
        if min(options["teams"], options["months"]) < 3:
            raise CommandError(_("A demo needs at least 3 teams and 3 months."))
        plan = demo.Plan(
            seed=options["seed"],
            districts=demo.SCALES[options["scale"]],
            teams=options["teams"],
            months=options["months"],
        )
        try:
            written = demo.make(plan, scale=options["scale"])
        except demo.NotEmpty as problem:
            message = _("This database already holds accounts or areas that are not demo data. Use an empty one.")
            raise CommandError(message) from problem
        message = _("Demo data loaded: %(rows)s rows in %(seconds)s seconds.")
        seconds = format_number(round(time.monotonic() - began))
        self.stdout.write(message % {"rows": format_number(sum(written.values())), "seconds": seconds})
        if options["verbosity"]:
            self._print_accounts()

    def _print_accounts(self) -> None:
        self.stdout.write(_("Who can sign in:"))
        for username, password, role, sees in demo.demo_accounts():
            self.stdout.write(f"  {username:<16} {password}  {role}: {sees}")
