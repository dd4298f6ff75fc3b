"""The guard over what is written is broken once for each way there is to write."""

import pytest
from django.db import connection

from households.models import Assessment, Household, Person
from tests.writes import ROOT, PastTheHistory, bare_writes, verbs_used

FILE = "households/views/invented.py"
WAYS = {
    "save": "household.save()",
    "save of some fields": "household.save(\n    update_fields=['size'],\n)",
    "update": "Household.objects.filter(pk=household.pk).update(size=3)",
    "update over several lines": (
        "rows = Household.objects\n(\n    rows\n    .filter(pk=household.pk)\n    .update(\n        size=3,\n    )\n)"
    ),
    "update by unpacked values": "Household.objects.filter(pk=household.pk).update(**{'size': 3})",
    "create": "Household.objects.create(village=household.village, size=3)",
    "bulk_create": "Household.objects.bulk_create(\n    [Household(village=household.village, size=3)]\n)",
    "bulk_update": "Household.objects.bulk_update([household], ['size'])",
    "delete of a row": "household.assessments.first().delete()",
    "delete of many": "Assessment._base_manager.filter(household=household).delete()",
    "get_or_create": "Household.objects.get_or_create(village=household.village, code='X-1')",
    "update_or_create": (
        "Household.objects.update_or_create(\n    village=household.village, code='X-1', defaults={'size': 4}\n)"
    ),
    "create by a relation": "household.persons.create(name='Vàng A Thử', relation='child')",
    "bulk_create by a relation": "household.persons.bulk_create([Person(household=household, name='Vàng A Thử')])",
    "get_or_create by a relation": "household.persons.get_or_create(name='Vàng A Thử')",
    "update_or_create by a relation": "household.persons.update_or_create(name='Vàng A Thử')",
    "update by a relation": "household.persons.all(\n).update(\n    ethnicity='Thái')",
    "delete by a relation": "household.persons.all().delete()",
}
# Nothing in the source tells these from other calls; the guard sees the statement itself.
UNSEEN = {
    "add to a relation": "household.persons.add(Person(name='Vàng A Thử'), bulk=False)",
    "a plain statement": "connection.cursor().execute('UPDATE households_household SET size = 3')",
}


def run(code: str, household: Household) -> None:
    """Run code as if it stood in a view."""
    names = {"Household": Household, "Person": Person, "Assessment": Assessment, "connection": connection}
    exec(compile(code, str(ROOT / FILE), "exec"), names | {"household": household})  # noqa: S102 -- ours, above


@pytest.mark.parametrize("code", [*WAYS.values(), *UNSEEN.values()], ids=[*WAYS, *UNSEEN])
def test_the_guard_refuses_what_is_written_past_the_verbs(code, cast):
    with pytest.raises(PastTheHistory, match=FILE):
        run(code, cast.household_a1)


@pytest.mark.parametrize("code", WAYS.values(), ids=WAYS)
def test_the_source_shows_what_is_written_past_the_verbs(code):
    assert list(bare_writes(code, FILE))


def test_the_verbs_and_other_rows_pass(cast):
    run("from plumbing import history\nhousehold.size = 7\nhistory.change(household, by=None)", cast.household_a1)
    cast.household_a1.refresh_from_db()
    assert cast.household_a1.size == 7
    run("from plumbing.models import Job\nJob.objects.update(message='')", cast.household_a1)
    assert list(bare_writes("words.update(other)\ncache.delete('key')\nhistory.create(row, by=by)", FILE)) == []


def test_a_view_may_not_call_the_verbs_itself():
    assert list(verbs_used("from plumbing import history\nhistory.change(\n    row,\n    by=by)\n"))
    assert list(verbs_used("from plumbing.history import create_many\n"))
    assert list(verbs_used("from plumbing import history\nhistory.note(action, by=by)\n")) == []


def test_a_test_may_prepare_its_rows(cast):
    cast.household_a1.size = 9
    cast.household_a1.save()
    cast.household_a1.refresh_from_db()
    assert cast.household_a1.size == 9
