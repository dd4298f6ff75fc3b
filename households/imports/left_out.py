"""Whom a review's list does not name any more: nobody leaves poverty by being left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from households.actions.assessments import record_assessments
from households.imports.known import Plan, chunks
from households.imports.words import result_in_title
from households.models import Assessment, Household, Person, Residence, Result
from plumbing.importing.checking import CheckedRow
from plumbing.importing.kinds import LeftOut, Loader
from plumbing.spreadsheets import Table
from plumbing.stays import held_on
from plumbing.text import name_key, search_key

_TITLES = ("danh sach", "ket qua", "tong hop", "bieu", "bang", "phu luc")
_YEAR = re.compile(r"\bnam 20\d\d\b")
_DURING_THE_YEAR = re.compile(r"thuong xuyen|phat sinh|dot xuat|bo sung|thoat|moi")


def is_whole(notes: Sequence[str]) -> bool:
    """Tell whether the title says that this is the list of a year, and not only of what happened in it."""
    titles = [key for note in notes if (key := search_key(note)).startswith(_TITLES)]
    return any(_YEAR.search(title) for title in titles) and not any(map(_DURING_THE_YEAR.search, titles))


def classes_of(table: Table) -> set[str]:
    """Return the classes that the list is whole for: a list of the poor says nothing of the near-poor."""
    both = {str(Result.POOR), str(Result.NEAR_POOR)}
    titled = result_in_title(table.notes)
    marked = both & set(table.mapping)
    if "result" in table.mapping or len(marked) == 2:
        return both
    return marked or ({titled} if titled else set())


def left_out(rows: Sequence[CheckedRow], table: Table) -> list[LeftOut]:
    """Return the households that were poor or near-poor until now, live in a village of the list and are not in it.

    Only the list of a whole year, which its title names, is asked: others say what happened during the year.
    """
    plans: list[Plan] = [row.plan for row in rows if row.plan is not None]
    reviews = {id(plan.assessment.review): plan.assessment.review for plan in plans}
    if not is_whole(table.notes) or len(reviews) != 1:
        return []
    review, day = plans[0].assessment.review, max(plan.assessment.assessed_on for plan in plans)
    named = {plan.household_before.pk for plan in plans if plan.household_before is not None}
    rejected = {name_key(row.title) for row in rows if row.is_rejected}
    villages = {pk for plan in plans if (pk := plan.parsed.place.area.pk)}
    standing = Assessment.objects.standing_on(day).filter(result__in=classes_of(table))
    words = {str(result): str(result.label) for result in Result}
    found = []
    for part in chunks(villages):
        there = Household.objects.present_on(day).values("pk")
        here = Residence.objects.filter(held_on(day), village__in=part, household__in=there)
        lived_in = dict(here.values_list("household", "village__name"))
        # Values and no rows: of thousands of households only names are wanted, and nobody's national ID.
        found_before = standing.filter(household__in=here.values("household"))
        poor = {
            household: result
            for household, result, of_review in found_before.values_list("household_id", "result", "review_id")
            if of_review != review.pk
        }
        heads = Person.objects.live().filter(relation=Person.Relation.HEAD, household__in=here.values("household"))
        named_heads = heads.values_list("household_id", "name", "sort_key")
        for pk, name, _sort_key in sorted(named_heads, key=lambda head: (lived_in[head[0]], head[2])):
            if pk in poor and pk not in named and name_key(name) not in rejected:
                url = reverse_lazy("households:household_detail", args=[pk])
                found.append(LeftOut(pk, name, lived_in[pk], words[poor[pk]], url))
    return found


def mark_not_poor(households: Sequence[LeftOut], rows: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
    """Write of those whom the list leaves out that the review found them neither poor nor near-poor."""
    plans: list[Plan] = [row.plan for row in rows if row.plan is not None]
    review, day = plans[0].assessment.review, max(plan.assessment.assessed_on for plan in plans)
    found = [
        Assessment(
            household_id=one.pk,
            review=review,
            assessed_on=day,
            result=Result.NEITHER,
            note=_("Not in the list any more."),
        )
        for one in households
    ]
    record_assessments(found, by=loader.user, batch_id=batch_id)
