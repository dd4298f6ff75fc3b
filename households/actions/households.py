"""What is done to households and their people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from households import rules
from households.models import Household, Person, Viewing
from households.models.residences import residences_of
from plumbing import history
from plumbing.fields import blind_index
from plumbing.problems import Problem, refuse
from plumbing.viewings import as_text
from teams.models import Account, Area
from teams.tree import first_days


@transaction.atomic
def register_household(*, household: Household, head_name: str, by: Account) -> Household:
    """Save a new household together with its head. The same form sent twice makes one."""
    if (earlier := Household.objects.filter(uuid=household.uuid).first()) is not None:
        return earlier
    # What a household is called in the history, and on the page that follows.
    household.head_name = head_name  # type: ignore[attr-defined]
    head = Person(household=household, name=head_name, relation=Person.Relation.HEAD, ethnicity=household.ethnicity)
    save_households([(None, household)], by=by)
    save_persons([(None, head)], by=by)
    return household


def save_households(
    rows: Iterable[tuple[Household | None, Household]], *, by: Account | None, batch_id: int | None = None
) -> None:
    """Save new and changed households, given as (as it was, or None; as it is now). Raises Refused.

    Where they live is written by `actions.residences`.
    """
    pairs = list(rows)
    refuse(_arrival_problems([new for old, new in pairs if old is None or old.arrived_on != new.arrived_on]))
    history.save_many(pairs, by=by, batch_id=batch_id)


def _arrival_problems(households: Sequence[Household]) -> list[Problem]:
    """Say which households came before their village was there, or after they moved on."""
    came = [one for one in households if one.arrived_on is not None]
    homes = residences_of([one.pk for one in came if one.pk])
    first = {id(one): homes[one.pk][0].village_id if homes.get(one.pk) else one.village_id for one in came}
    villages = Area.objects.in_bulk(set(first.values()))
    begins = first_days(villages)
    today = dt.date.today()
    return [
        problem
        for one in came
        for problem in rules.arrival_problems(
            one.arrived_on, homes.get(one.pk, ()), villages[first[id(one)]], begins[first[id(one)]], today
        )
    ]


def save_persons(
    rows: Iterable[tuple[Person | None, Person]], *, by: Account | None, batch_id: int | None = None
) -> None:
    """Save new and changed people, given as (as it was, or None; as it is now)."""
    pairs = list(rows)
    mark_shared_ids(pairs, by=by)
    history.save_many(pairs, by=by, batch_id=batch_id)


def mark_shared_ids(pairs: Sequence[tuple[Person | None, Person]], *, by: Account | None) -> None:
    """Mark the new national IDs that somebody has whom `by` may not see: they are taken, and nobody is told.

    That a number is taken is told within the scope only, by forms and lists; of what lies outside it, that somebody is
    registered at all is a fact about a person. The office finds them as a data check.
    """
    given = [new for old, new in pairs if new.national_id and (old is None or old.national_id != new.national_id)]
    for person in given:
        person.blind_index, person.has_shared_id = blind_index(person.national_id), False
    if by is None:
        return
    taken: set[str] = set()
    indexes = sorted({person.blind_index for person in given})
    for start in range(0, len(indexes), history.AT_ONCE):
        same = Person.objects.live().filter(blind_index__in=indexes[start : start + history.AT_ONCE])
        seen = same.visible_to(by).values_list("blind_index", flat=True)
        taken.update(set(same.values_list("blind_index", flat=True)) - set(seen))
    for person in given:
        person.has_shared_id = person.blind_index in taken


@transaction.atomic
def void_household(household: Household, *, by: Account, reason: str) -> None:
    """Take a household out with all that hangs on it: its people's ID numbers become free, its results do not count."""
    for rows in (household.assessments.live(), household.persons.live()):
        for row in rows.select_related("household"):
            history.void(row, by=by, reason=reason)
    history.void(household, by=by, reason=reason)


@transaction.atomic
def leave(*, household: Household, left_on: dt.date, leaving_reason: str, version: int, by: Account) -> Household:
    """Write down that a household left its village; from that day on it is in no figure."""
    today = dt.date.today()
    refuse(rules.leaving_problems(household.arrived_on, left_on, leaving_reason, today))
    household.left_on, household.leaving_reason = left_on, leaving_reason
    history.change(household, by=by, version=version)
    return household


@transaction.atomic
def save_person(*, person: Person, by: Account, version: int | None = None) -> Person:
    """Save a new or changed person. Who becomes head takes the place of the former head, who stays as a relative."""
    Household.objects.select_for_update().get(pk=person.household_id)
    if not person.pk and (earlier := Person.objects.filter(uuid=person.uuid).first()):
        return earlier
    if person.relation == Person.Relation.HEAD:
        for former in person.household.persons.live().filter(relation=Person.Relation.HEAD).exclude(pk=person.pk):
            former.relation = Person.Relation.OTHER
            history.change(former, by=by)
    stored = history.held(person, version) if person.pk else None
    save_persons([(stored, person)], by=by)
    return person


@transaction.atomic
def show_national_id(person: Person, *, by: Account, reason: str) -> str:
    """Return a person's national ID; that it was shown, to whom and why, is written down.

    Raises Refused when the account was shown as many within an hour as anybody needs.
    """
    # Of many requests at once each waits until those before it are counted.
    Account.objects.select_for_update().get(pk=by.pk)
    shown = by.viewings.filter(how=Viewing.How.NATIONAL_ID, at__gt=timezone.now() - dt.timedelta(hours=1))
    refuse(rules.ids_shown_problems(shown.count()))
    Viewing.objects.create(
        by=by,
        how=Viewing.How.NATIONAL_ID,
        path=person.name,
        households=as_text([person.household_id]),
        number=1,
        request_id=history.current_request_id.get(),
    )
    history.note(
        history.Action.VIEWED,
        by=by,
        title=str(person),
        model=person._meta.label_lower,
        object_id=person.pk,
        area_id=person.household.village_id,
        after={"national_id": "•" * 8 + person.national_id[-4:]},
        reason=reason,
    )
    return person.national_id
