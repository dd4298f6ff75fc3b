"""The ledger of what was given: entries, counter-entries, handing over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.actions.months import claim_month
from activities.models import Contribution
from activities.rules import contribution_problems, hand_over_problems, reason_problems
from plumbing import history
from plumbing.problems import Problem, refuse
from plumbing.resubmission import already_saved, has_same_values

if TYPE_CHECKING:
    from teams.models import Account

Kind = Contribution.Kind
UNITS: dict[str, str] = {Kind.MONEY: "đồng", Kind.LABOUR: "ngày công", Kind.LAND: "m²"}


@transaction.atomic
def record_contribution(*, contribution: Contribution, by: Account | None, batch_id: int | None = None) -> Contribution:
    """Write an entry into the ledger. One whose uuid is known already is not written again."""
    complete(contribution)
    refuse(contribution_problems(contribution))
    earlier = Contribution.objects.filter(uuid=contribution.uuid).first()
    if earlier is not None:
        if not has_same_values(earlier, contribution):
            refuse([already_saved(earlier, by)])
        return earlier
    claim_month(team=contribution.team, month=month_of(contribution), by=by, batch_id=batch_id)
    history.create(contribution, by=by, batch_id=batch_id)
    return contribution


def complete(row: Contribution) -> None:
    """Fill in what follows from the kind: money is its own value, and each kind but goods has one unit."""
    if row.kind == Kind.MONEY and row.amount is not None:
        row.value = int(row.amount)
    row.unit = str(UNITS.get(row.kind, row.unit))


def month_of(row: Contribution) -> dt.date:
    day = row.received_on or row.pledged_on or timezone.localdate()
    return day.replace(day=1)


@transaction.atomic
def correct_contribution(
    *, contribution: Contribution, reason: str, by: Account, replacement: Contribution | None = None
) -> Contribution:
    """Take an entry back by a counter-entry, and write the right one if there is one. Return the counter-entry.

    It carries the entry's own days, so that its month comes right, also when that is locked: then the office alone may.
    """
    refuse(reason_problems(reason))
    row = Contribution.objects.live().select_for_update().get(pk=contribution.pk)
    refuse(correction_problems(row))
    counter = counter_entry(row)
    with history.because(reason):
        claim_month(team=row.team, month=month_of(counter), by=by)
        history.create(counter, by=by, reason=reason.strip())
        if replacement is not None:
            record_contribution(contribution=replacement, by=by)
    return counter


def correction_problems(row: Contribution) -> list[Problem]:
    """An entry is corrected once, and a counter-entry never."""
    if row.corrects_id:
        return [Problem(_("This is a counter-entry itself; it cannot be corrected."))]
    if Contribution.objects.filter(corrects=row).exists():
        return [Problem(_("This entry has been corrected already."))]
    return []


def counter_entry(row: Contribution) -> Contribution:
    """Return the entry that cancels `row`."""
    return Contribution(
        team=row.team,
        activity=row.activity,
        donor=row.donor,
        kind=row.kind,
        description=row.description,
        amount=-row.amount,
        unit=row.unit,
        value=None if row.value is None else -row.value,
        pledged_on=row.pledged_on,
        received_on=row.received_on,
        corrects=row,
    )


@transaction.atomic
def hand_over_contribution(
    *,
    contribution: Contribution,
    handed_over_on: dt.date,
    recipient: str,
    by: Account | None,
    version: int | None = None,
    batch_id: int | None = None,
) -> Contribution:
    """Write down to whom it went. This is allowed after the month was locked too: what was received stays as it is."""
    row = Contribution.objects.live().select_for_update().get(pk=contribution.pk)
    if version is not None and row.version != version:
        raise history.StaleVersion(row)
    refuse(hand_over_problems(row, handed_over_on, recipient))
    row.handed_over_on, row.recipient = handed_over_on, recipient
    history.change(row, by=by, batch_id=batch_id)
    return row
