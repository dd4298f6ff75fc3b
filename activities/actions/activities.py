"""Log an activity with its quantities and what was given for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities.actions.contributions import record_contribution
from activities.actions.months import claim_month
from activities.models import Activity, Contribution, Measure, Quantity
from activities.rules import activity_problems, quantity_problems, reason_problems
from plumbing import history
from plumbing.problems import Problem, refuse
from plumbing.resubmission import already_saved, has_same_values

if TYPE_CHECKING:
    from teams.models import Account

Amounts = Mapping[Measure, Decimal]


@transaction.atomic
def record_activity(
    *,
    activity: Activity,
    quantities: Amounts,
    by: Account | None,
    version: int | None = None,
    contributions: Iterable[Contribution] = (),
    batch_id: int | None = None,
) -> Activity:
    """Save a new or changed activity with its quantities; new contributions go into the ledger with it.

    A new activity whose uuid is known already is not written again. Raises StaleVersion or Refused.
    """
    problems = activity_problems(activity.team, activity.held_on, activity.attended)
    for measure, amount in quantities.items():
        problems += quantity_problems(measure, amount)
    refuse(problems)
    claim_month(team=activity.team, month=activity.held_on.replace(day=1), by=by, batch_id=batch_id)
    if activity.pk:
        _change(activity, quantities, by, version, batch_id)
    elif earlier := Activity.objects.filter(uuid=activity.uuid).first():
        return _same(earlier, activity, quantities, by)
    else:
        history.create(activity, by=by, batch_id=batch_id, parts=spelled(quantities))
        Quantity.objects.bulk_create([Quantity(activity=activity, measure=m, amount=a) for m, a in quantities.items()])
    for contribution in contributions:
        contribution.activity = activity
        record_contribution(contribution=contribution, by=by, batch_id=batch_id)
    return activity


def _change(
    activity: Activity, quantities: Amounts, by: Account | None, version: int | None, batch_id: int | None
) -> None:
    stored = Activity.objects.select_for_update().get(pk=activity.pk)
    if stored.held_on.replace(day=1) != activity.held_on.replace(day=1):
        # It leaves a month: that one must be open too.
        claim_month(team=activity.team, month=stored.held_on.replace(day=1), by=by, batch_id=batch_id)
    was = {q.measure: q.amount for q in activity.quantities.select_related("measure")}
    history.change(activity, by=by, version=version, batch_id=batch_id, parts=spelled_both(was, quantities))
    activity.quantities.exclude(measure__in=list(quantities)).delete()
    for measure, amount in quantities.items():
        if was.get(measure) != amount:
            Quantity.objects.update_or_create(activity=activity, measure=measure, defaults={"amount": amount})


def _same(earlier: Activity, activity: Activity, quantities: Amounts, by: Account | None) -> Activity:
    """Return what this form made before. Raises Refused when the form now says something else."""
    was = {q.measure: q.amount for q in earlier.quantities.select_related("measure")}
    before, now = spelled_both(was, quantities)
    if not has_same_values(earlier, activity) or before != now:
        refuse([already_saved(earlier, by)])
    return earlier


def spelled(quantities: Amounts, others: Amounts | None = None) -> dict[str, Any]:
    """Return quantities as the history keeps them.

    Measures that share name and unit are told apart by their codes; `others`: those of the other side of a change.
    """
    times = Counter((m.name, m.unit) for m in {*quantities, *(others or {})})
    names = {m: m.name if times[m.name, m.unit] == 1 else f"{m.name} ({m.code})" for m in quantities}
    pairs = sorted((m.code, f"{names[m]}: {Decimal(a).normalize():f} {m.unit}") for m, a in quantities.items())
    return {"quantities": [words for _code, words in pairs]}


def spelled_both(was: Amounts, now: Amounts) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the quantities before and after a change as the history keeps them."""
    return spelled(was, now), spelled(now, was)


@transaction.atomic
def void_activity(*, activity: Activity, reason: str, by: Account, version: int | None = None) -> None:
    """Take an activity out of lists and figures; what was given for it stays in the ledger."""
    refuse(reason_problems(reason))
    with history.because(reason):
        claim_month(team=activity.team, month=activity.held_on.replace(day=1), by=by)
    current = Activity.objects.select_for_update().get(pk=activity.pk)
    if version is not None and current.version != version:
        refuse([Problem(_("Somebody changed this activity meanwhile. Look at it again before you void it."))])
    history.void(current, by=by, reason=reason.strip())
