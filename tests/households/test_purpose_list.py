"""/purposes/: how long what is kept; the worker's nightly work follows it."""

import datetime as dt

from django.utils import timezone

from households.actions.protection import keep_retention, nobody
from households.models import Household, Person, Purpose, Viewing
from plumbing import history
from plumbing.models import Change
from reports import rollups
from reports.verify import differences
from tests.closed import check_refused, names_in


def test_lists_them_for_who_looks_after_personal_data(cast, sign_in):
    assert "Theo dõi hộ nghèo" in names_in(sign_in(cast.administrator).get("/purposes/"))
    check_refused("/purposes/", [cast.office, cast.officer_a, cast.member_a1], status=403)


def left(household, day):
    household.left_on, household.leaving_reason = day, "moved"
    household.address, household.phone, household.code = "Nhà sàn", "0912345678", "H1"
    history.change(household, by=None)
    head = household.persons.get()
    head.birth_date = dt.date(1978, 3, 4)
    history.change(head, by=None)


def test_who_left_long_ago_becomes_nameless_and_still_counts(cast):
    today = dt.date(2026, 11, 27)
    left(cast.household_a1, dt.date(2021, 10, 31))
    left(cast.household_a2, dt.date(2021, 11, 1))
    rollups.take_waiting()
    before = Household.objects.values_list("village", "size", "left_on").order_by("pk")
    counted = list(before)
    assert keep_retention(today) == (1, 0)
    assert keep_retention(today) == (0, 0)
    person, home = Person.objects.get(household=cast.household_a1), Household.objects.get(pk=cast.household_a1.pk)
    assert (person.name, person.national_id, person.blind_index) == (nobody(), "", "")
    assert (person.birth_date, person.birth_precision) == (dt.date(1978, 1, 1), "year")
    assert (home.address, home.phone, home.code) == ("", "", "")
    assert {one.asked_by for one in home.data_requests.all()} == {nobody()}
    kept = str(list(Change.objects.values("title", "before", "after")))
    assert [w for w in ("Thào A Thử", "0001") if w in kept] == []
    assert Person.objects.get(household=cast.household_a2).name == "Mùa A Ví Dụ"
    assert list(before.all()) == counted
    rollups.take_waiting()
    assert list(differences()) == []


def test_months_that_are_changed_are_followed(cast):
    left(cast.household_a1, dt.date(2021, 1, 1))
    Viewing.objects.create(by=cast.office, how="list", path="/", households=",1,", number=1)
    Viewing.objects.update(at=timezone.now() - dt.timedelta(days=800))
    Purpose.objects.update(kept_months=None)
    assert keep_retention() == (0, 0)
    Purpose.objects.filter(covers="viewings").update(kept_months=24)
    assert keep_retention() == (0, 1)
    Purpose.objects.filter(covers="households").update(kept_months=1)
    assert keep_retention() == (1, 0)
