"""Many rows written at once are the rows that one by one would have been."""

import datetime as dt

import pytest

from plumbing import history
from plumbing.bulk import FEW, insert
from plumbing.models import Change, ImportBatch, ImportRow
from teams.models import Area, Containment

pytestmark = pytest.mark.django_db
MANY = FEW + 5
NASTY = 'Dấu \\ gạch, "ngoặc", tab\t, dòng\nmới và \\N'


def areas(count, **more):
    return [Area(level="village", code=f"X.{n}", name=f"Bản {n}", **more) for n in range(count)]


@pytest.mark.parametrize("count", [1, MANY])
def test_every_field_comes_back_as_it_was_given(count):
    rows = areas(count, other_names=NASTY, valid_from=dt.date(2020, 1, 2), is_urban=True)
    insert(rows)
    for row in rows:
        stored = Area.objects.get(pk=row.pk)
        assert (stored.code, stored.name, stored.other_names) == (row.code, row.name, NASTY)
        assert (stored.valid_from, stored.valid_to, stored.is_urban) == (dt.date(2020, 1, 2), None, True)
        assert (stored.uuid, stored.search_key) == (row.uuid, row.search_key)
        assert stored.created_at is not None


def test_json_and_bytes_too():
    batch = ImportBatch.objects.create(kind="teams", filename="x")
    found = {"a": NASTY, "b": [1, None, True]}
    insert(
        [
            ImportRow(batch=batch, position=n, number=n, outcome="new", cells=b"\x00\\\t", problems=[found])
            for n in range(MANY)
        ]
    )
    stored = ImportRow.objects.get(number=3)
    assert bytes(stored.cells) == b"\x00\\\t"
    assert (stored.problems, stored.differences) == ([found], {})


def test_ids_go_on_where_others_stopped_and_others_go_on_after():
    first = history.create(areas(1)[0], by=None)
    rows = areas(MANY + 1)[1:]
    insert(rows)
    later = history.create(Area(level="village", code="Y", name="Sau"), by=None)
    ids = [first.pk, *[row.pk for row in rows], later.pk]
    assert ids == sorted(set(ids))


def test_rows_may_point_at_rows_that_were_saved_after_they_were_assigned():
    parent = Area(level="commune", code="1", name="Xã")
    children = areas(MANY)
    links = [Containment(child=child, parent=parent) for child in children]
    history.create_many([parent], by=None)
    history.create_many(children, by=None)
    history.create_many(links, by=None)
    assert Containment.objects.filter(parent=parent).count() == MANY
    assert Change.objects.filter(model="teams.containment").count() == MANY
