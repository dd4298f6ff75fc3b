"""Whether the ledgers say rightly until when each assessment holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from households.models import Assessment
from reports.verify.difference import Difference

FAR = dt.date(9999, 12, 31)
AT_ONCE = 2000


def wrong_ledgers() -> Iterator[Difference]:
    """Find the assessments that are said to hold until another day than that of the next one of their household."""
    rows = Assessment.objects.filter(voided_at=None).order_by("household_id", "assessed_on", "id")
    columns = rows.values_list("household_id", "assessed_on", "superseded_on").iterator(AT_ONCE)
    for household, ledger in groupby(columns, key=itemgetter(0)):
        entries = list(ledger)
        for (_, day, stored), following in zip(entries, [*(row[1] for row in entries[1:]), FAR], strict=True):
            if stored != following:
                what = f"household {household} · assessment of {day} · superseded_on"
                yield Difference(what, str(stored), str(following))
