"""manage.py verify_figures: prove the figures by counting them another way."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from plumbing.models import Change
from reports.verify import found


class Command(BaseCommand):
    help = "Count everything again from the raw rows by a different way; exit 1 and name what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = Change.objects.waiting().count()
        if waiting:
            self.stderr.write(f"{waiting} changes are not counted yet (manage.py rollup counts them)")
        number = 0
        for one in found():
            self.stdout.write(str(one))
            number += 1
        if number:
            self.stderr.write(f"{number} differences")
            sys.exit(1)
        self.stdout.write("every figure is right")
