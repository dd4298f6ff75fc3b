"""What is done to plans of help and to who carries which household.

The household's row is locked first: of two clerks who give one household away at once, the second sees what the first
did.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from households import help_rules
from households.carrying import known_about
from households.models import Assignment, HelpPlan, Household, Trouble
from plumbing import history
from plumbing.dates import format_date
from plumbing.problems import Problem, refuse
from teams.models import Account, Agency, Cadre

EndReason = Assignment.EndReason
Helper = Cadre | Agency


@transaction.atomic
def save_plans(
    rows: Iterable[tuple[HelpPlan | None, HelpPlan]], *, by: Account | None, batch_id: int | None = None
) -> None:
    """Save new and changed plans, given as (as it was, or None; as it is now)."""
    history.save_many(rows, by=by, batch_id=batch_id)


def hold(households: Collection[int]) -> None:
    """Lock households until the transaction ends: who helps them is decided one after another."""
    ordered = Household.objects.filter(pk__in=households).order_by("pk")
    list(ordered.select_for_update(no_key=True).values_list("pk"))


@transaction.atomic
def assign_helper(*, assignment: Assignment, by: Account | None) -> Assignment:
    """Make a cadre or an agency responsible for a household. Raises Refused when it contradicts another assignment."""
    hold([assignment.household_id])
    if (earlier := Assignment.objects.filter(uuid=assignment.uuid).first()) is not None:
        return earlier
    refuse(help_rules.assignment_problems(assignment, _others(assignment), known_about(assignment)))
    return history.create(assignment, by=by)


def _others(assignment: Assignment) -> list[Assignment]:
    rows = Assignment.objects.live().filter(household=assignment.household_id).exclude(pk=assignment.pk)
    return list(rows.select_related("cadre", "agency"))


@transaction.atomic
def save_assignments(
    rows: Iterable[tuple[Assignment | None, Assignment]], *, by: Account | None, batch_id: int | None = None
) -> None:
    """Save new and changed assignments, given as (as it was, or None; as it is now): whoever stops goes first."""
    pairs = list(rows)
    hold({new.household_id for _old, new in pairs})
    history.change_many([(old, new) for old, new in pairs if old is not None], by=by, batch_id=batch_id)
    history.create_many([new for old, new in pairs if old is None], by=by, batch_id=batch_id)


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, valid_to: dt.date, end_reason: str, version: int, by: Account
) -> Assignment:
    """Write down until when a helper was responsible, and why no longer."""
    stored = history.held(assignment, version)
    refuse(help_rules.end_problems(stored, valid_to, end_reason, dt.date.today()))
    assignment.valid_to, assignment.end_reason = valid_to, end_reason
    history.change(assignment, by=by, version=version)
    return assignment


@transaction.atomic
def hand_over(*, assignment: Assignment, helper: Helper, day: dt.date, by: Account, note: str = "") -> Assignment:
    """Let `helper` carry the household from `day` on; the present helper's time ends the day before."""
    hold([assignment.household_id])
    old = history.held(assignment)
    new = successor(old, helper, day, note)
    refuse(help_rules.hand_over_problems(old, new.helper_key, day))
    end_before(old, day, by=by)
    return assign_helper(assignment=new, by=by)


def successor(old: Assignment, helper: Helper, day: dt.date, note: str = "") -> Assignment:
    """Return the assignment that follows `old` on `day`, under the plan that runs then."""
    new = Assignment(
        plan=old.plan, household=old.household, is_main=old.is_main, valid_from=day, note=note, **one_of(helper)
    )
    if old.plan.is_voided or (old.plan.valid_to is not None and old.plan.valid_to < day):
        running = HelpPlan.objects.active_on(day).order_by("-valid_from").first()
        new.plan = running or old.plan
    return new


def one_of(helper: Helper) -> dict[str, Helper]:
    """Return the field in which a helper stands."""
    return {"cadre": helper} if isinstance(helper, Cadre) else {"agency": helper}


def end_before(assignment: Assignment, day: dt.date, *, by: Account) -> None:
    """End an assignment on the day before somebody else takes over."""
    old = copy.copy(assignment)
    assignment.valid_to, assignment.end_reason = day - dt.timedelta(days=1), EndReason.HANDED_OVER
    history.change_many([(old, assignment)], by=by)


@transaction.atomic
def hand_over_many(*, assignments: Iterable[Assignment], helper: Helper, day: dt.date, by: Account) -> int:
    """Let one helper take over from many. Return of how many households."""
    rows = held(assignments)
    for row in rows:
        hand_over(assignment=row, helper=helper, day=day, by=by)
    return len(rows)


# --- what cannot go on as it stands ---------------------------------------------------------------------------------


@transaction.atomic
def settle(*, assignments: Iterable[Assignment], by: Account) -> int:
    """End assignments that cannot go on, each on the day and for the reason that its trouble says. Return how many.

    One that would end before it began never was: it is voided.
    """
    rows = [row for row in held(assignments) if row.trouble]  # type: ignore[attr-defined]
    today = dt.date.today()
    ending: list[tuple[Assignment, Assignment]] = []
    never: dict[str, list[Assignment]] = defaultdict(list)
    for old in rows:
        day, reason = help_rules.way_out(old, today)
        if day < old.valid_from:
            never[str(EndReason(reason).label)].append(old)
            continue
        new = copy.copy(old)
        new.valid_to, new.end_reason = day, reason
        ending.append((old, new))
    history.change_many(ending, by=by)
    for why, some in never.items():
        history.void_many(some, by=by, reason=why)
    return len(rows)


@transaction.atomic
def keep_helpers(*, assignments: Iterable[Assignment], by: Account) -> int:
    """Let helpers who moved, or whose household moved, go on from that day as before. Return how many."""
    pairs: list[tuple[Assignment, Assignment]] = []
    following: list[Assignment] = []
    for old in held(assignments):
        day = moved_on(old)
        if day is None:
            continue
        ended = copy.copy(old)
        ended.valid_to, ended.end_reason = day - dt.timedelta(days=1), EndReason.GOES_ON
        pairs.append((old, ended))
        following.append(successor(old, old.cadre or cast("Agency", old.agency), day, old.note))
    history.change_many(pairs, by=by)
    history.create_many(following, by=by)
    return len(following)


def moved_on(row: Any) -> dt.date | None:
    """Return the day from which a helper who moved, or whose household moved, would go on; None for other troubles."""
    days = {Trouble.HELPER_MOVED: row.helper_moved_on, Trouble.HOUSEHOLD_MOVED: row.household_moved_on}
    return days.get(row.trouble)


def held(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Return the assignments that still run, as they stand now with their trouble, held for writing."""
    rows = list(assignments)
    hold({row.household_id for row in rows})
    found = Assignment.objects.filter(pk__in=[row.pk for row in rows]).current().with_trouble()
    return list(found.select_related("household", "plan", "cadre", "agency").order_by("pk"))


# --- many at once ---------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm_spread(
    *, plan: HelpPlan, day: dt.date, chosen: Sequence[tuple[Household, Helper]], by: Account
) -> tuple[int, list[Household]]:
    """Make each helper the main one of a household from `day` on. Return how many, and the households that somebody
    else gave away meanwhile: they stay as they are.
    """
    hold([household.pk for household, _helper in chosen])
    helped = Assignment.objects.active_on(day).main() | Assignment.objects.live().main().filter(valid_from__gte=day)
    taken = set(helped.values_list("household", flat=True))
    missing = _not_serving(chosen, day)
    if missing:
        text = _("%(helper)s does not serve on %(day)s.")
        refuse([Problem(text % {"helper": one, "day": format_date(day)}) for one in missing[:3]])
    rows, left = [], []
    for household, helper in chosen:
        if household.pk in taken:
            left.append(household)
        else:
            new = Assignment(plan=plan, household=household, valid_from=day, **one_of(helper))
            refuse(help_rules.day_problems(new))
            rows.append(new)
    history.create_many(rows, by=by)
    return len(rows), left


def _not_serving(chosen: Sequence[tuple[Household, Helper]], day: dt.date) -> list[Helper]:
    wanted = {helper.pk: helper for _household, helper in chosen if isinstance(helper, Cadre)}
    serving = set(Cadre.objects.in_service_on(day).filter(pk__in=wanted).values_list("pk", flat=True))
    gone: list[Helper] = [helper for pk, helper in wanted.items() if pk not in serving]
    return gone
