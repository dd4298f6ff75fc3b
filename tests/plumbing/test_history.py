"""The verbs that write rows keep the history in the same transaction."""

import copy
import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from households.models import Household, Person
from plumbing import history
from plumbing.models import Change
from teams.models import Cadre, Team


def test_create_tells_who_what_and_where(cast):
    row = history.create(Household(village=cast.areas.a1, size=4, address="Đầu bản"), by=cast.office)
    change = Change.objects.about(row).get()
    assert (change.action, change.by, change.area_id) == ("created", cast.office, cast.areas.a1.pk)
    assert change.after["address"] == "Đầu bản"
    assert change.is_source
    assert change.rolled_up_at is None


def test_change_keeps_only_what_differs_and_both_places(cast):
    row = cast.household_a1
    row.size, row.village = 6, cast.areas.a2
    assert history.change(row, by=cast.office, version=row.version)
    change = Change.objects.about(row).first()
    assert change.before == {"size": 5, "village_id": cast.areas.a1.pk}
    assert change.after == {"size": 6, "village_id": cast.areas.a2.pk}
    assert (change.area_before_id, change.area_id) == (cast.areas.a1.pk, cast.areas.a2.pk)


def test_saving_what_is_already_there_changes_nothing(cast):
    before = Change.objects.count()
    assert history.change(cast.household_a1, by=cast.office) is False
    assert Change.objects.count() == before
    assert Household.objects.get(pk=cast.household_a1.pk).version == 1


def test_a_second_editor_meets_the_first(cast):
    first, second = (Household.objects.get(pk=cast.household_a1.pk) for _ in range(2))
    first.size = 6
    history.change(first, by=cast.office, version=1)
    second.size = 7
    with pytest.raises(history.StaleVersion) as stale:
        history.change(second, by=cast.officer_a, version=1)
    assert stale.value.current.size == 6
    assert Household.objects.get(pk=first.pk).size == 6


def test_void_takes_out_with_a_reason_and_destroys_nothing(cast):
    history.void(cast.household_a1, by=cast.office, reason="Nhập trùng")
    row = Household.objects.get(pk=cast.household_a1.pk)
    assert (row.is_voided, row.voided_by, row.void_reason) == (True, cast.office, "Nhập trùng")
    assert Change.objects.about(row).first().reason == "Nhập trùng"
    assert row not in Household.objects.live()


def test_the_database_refuses_a_void_without_reason(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Household.objects.filter(pk=cast.household_a1.pk).update(voided_at=dt.datetime.now(dt.UTC))


def test_many_rows_are_written_in_a_few_statements(cast, django_assert_max_num_queries):
    rows = [Cadre(name=f"Lò Văn Mẫu {i}") for i in range(300)]
    # People, their postings and what the history tells: a COPY each, its ids and their savepoints. SQLite splits them
    # by its limit of variables: the ids come back with the rows, so they are written as any others are.
    with django_assert_max_num_queries(18 if connection.vendor == "postgresql" else 28):
        history.create_many(rows, by=cast.office, batch_id=7)
    assert Change.objects.filter(batch_id=7, action="created").count() == 300
    assert {c.search_key for c in rows} == {f"lo van mau {i}" for i in range(300)}


def test_changing_many_computes_the_derived_keys_anew(cast):
    old = list(Cadre.objects.filter(pk__in=[c.pk for c in cast.cadres_a1]).order_by("pk"))
    new = list(Cadre.objects.filter(pk__in=[c.pk for c in cast.cadres_a1]).order_by("pk"))
    new[0].name = "Thào A Điện"
    assert history.change_many(zip(old, new, strict=True), by=cast.office) == 1
    row = Cadre.objects.get(pk=new[0].pk)
    assert (row.search_key.split()[:3], row.version) == (["thao", "a", "dien"], 2)


def test_many_rows_are_not_written_over_what_somebody_wrote_meanwhile(cast):
    old = list(Cadre.objects.filter(pk__in=[c.pk for c in cast.cadres_a1]).order_by("pk"))
    new = [copy.copy(row) for row in old]
    for row in new:
        row.position = "Phó phòng"
    history.change(copy.copy(old[1]), by=None)
    theirs = copy.copy(old[1])
    theirs.position = "Trưởng phòng"
    history.change(theirs, by=cast.officer_a)
    with pytest.raises(history.StaleVersion) as stale:
        history.change_many(zip(old, new, strict=True), by=cast.office)
    assert stale.value.current.position == "Trưởng phòng"
    assert not Cadre.objects.filter(position="Phó phòng").exists()


def test_a_national_id_never_stands_in_the_history(cast):
    person = Person.objects.get(household=cast.household_a1)
    person.national_id = "011078000009"
    history.change(person, by=cast.office)
    told = [f"{change.before} {change.after}" for change in Change.objects.about(person)]
    assert len(told) == 2
    assert [text for text in told if "011078000009" in text or "011078000001" in text] == []
    assert "••••••••0009" in told[0]


def test_a_national_id_is_not_readable_in_the_database_but_stays_unique(cast):
    person = Person.objects.get(household=cast.household_a1)
    assert person.national_id == "011078000001"
    with connection.cursor() as cursor:
        cursor.execute("SELECT national_id FROM households_person WHERE id = %s", [person.pk])
        assert "011078000001" not in cursor.fetchone()[0]
    other = Person(household=cast.household_a2, name="Người Khác", national_id="011078000001")
    with pytest.raises(IntegrityError), transaction.atomic():
        history.create(other, by=cast.office)


def test_text_is_stored_in_one_form(cast):
    nfd = "Tổ dân vận bản\u200b  Điện"
    team = Team.objects.get(pk=cast.team_a1.pk)
    team.name = nfd
    history.change(team, by=cast.office)
    team.refresh_from_db()
    assert team.name == "Tổ dân vận bản Điện"
    assert Team.objects.filter(search_key__contains="ban dien").get() == team


def test_a_failing_write_leaves_no_history(cast):
    before = Change.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        history.create(Household(village=cast.areas.a1, size=99), by=cast.office)
    assert Change.objects.count() == before
