"""Whether the ledgers say rightly until when each assessment holds, and households where they live now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from households.models import Assessment, Household, Residence
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


def wrong_homes() -> Iterator[Difference]:
    """Find the households that live elsewhere than their last residence says, and residences that do not follow on."""
    live = dict(Household.objects.filter(voided_at=None).values_list("pk", "village_id"))
    rows = Residence.objects.filter(voided_at=None).order_by("household_id", "valid_from", "id")
    columns = rows.values_list("household_id", "village_id", "valid_from", "valid_to").iterator(AT_ONCE)
    for household, homes in groupby(columns, key=itemgetter(0)):
        stays = list(homes)
        for (_, _, _, until), (_, _, since, _) in pairwise(stays):
            expected = since - dt.timedelta(days=1)
            if until != expected:
                yield Difference(
                    f"household {household} · residence before {since} · valid_to", str(until), str(expected)
                )
        if stays[-1][3] is not None:
            yield Difference(f"household {household} · last residence · valid_to", str(stays[-1][3]), str(None))
        village = live.pop(household, None)
        if village is not None and village != stays[-1][1]:
            yield Difference(f"household {household} · village", str(village), str(stays[-1][1]))
    for household, village in live.items():
        yield Difference(f"household {household} · residence", str(None), str(village))
