import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from households.actions.residences import correct_residence, move_household
from households.models import Household, Residence
from plumbing import history
from plumbing.dates import month_of
from plumbing.problems import Refused
from reports import rollups
from reports.models import Figure
from reports.verify import differences
from tests.closed import check_refused, check_visitor_signs_in, form_data
from tests.conftest import LAST_MONTH

DAY = dt.date(2026, 3, 10)
EVE = dt.date(2026, 3, 9)


def url(household):
    return f"/households/{household.pk}/move/"


def homes(household):
    return list(household.residences.live().values_list("village__name", "valid_from", "valid_to"))


def poor_in(area, month):
    found = Figure.objects.filter(area=area, month=month, indicator="poor_households").first()
    return int(found.value) if found else 0


FROM = dt.date(1900, 1, 1)


def test_a_move_counts_from_its_day_on_and_can_be_taken_back(cast, sign_in):
    rollups.take_waiting()
    before = sorted(Figure.objects.values_list("area", "month", "indicator", "value"))
    client = sign_in(cast.office)
    data = form_data(client.get(url(cast.household_a1)).context["form"])
    page = client.post(url(cast.household_a1), data | {"village": cast.areas.b1.pk, "on": "10/3/2026"}, follow=True)
    assert homes(cast.household_a1) == [("Huổi Thử", FROM, EVE), ("Mẫu Đá", DAY, None)]
    assert "Huổi Thử đến hết 09/03/2026" in page.content.decode()
    rollups.take_waiting()
    assert differences() == []
    found = {
        (a, m): poor_in(getattr(cast.areas, a), m) for a in ("a1", "b1") for m in (dt.date(2026, 2, 1), LAST_MONTH)
    }
    assert list(found.values()) == [1, 0, 1, 2]
    token = page.content.decode().split('name="token" value="')[1].split('"')[0]
    client.post("/undo/", {"token": token})
    assert homes(cast.household_a1) == [("Huổi Thử", FROM, None)]
    rollups.take_waiting()
    assert sorted(Figure.objects.values_list("area", "month", "indicator", "value")) == before


def test_a_village_that_was_entered_wrongly_was_never_lived_in(cast, sign_in):
    rollups.take_waiting()
    client = sign_in(cast.office)
    data = form_data(client.get(url(cast.household_a1)).context["form"]) | {"how": "wrong"}
    client.post(url(cast.household_a1), data | {"village": cast.areas.b1.pk})
    assert homes(cast.household_a1) == [("Mẫu Đá", FROM, None)]
    rollups.take_waiting()
    assert (poor_in(cast.areas.a1, dt.date(2026, 2, 1)), poor_in(cast.areas.b1, dt.date(2026, 2, 1))) == (0, 2)
    assert differences() == []


def test_a_move_that_never_was_is_taken_back_by_naming_the_village_before(cast):
    move_household(household=cast.household_a1, village=cast.areas.b1, on=DAY, by=cast.office)
    correct_residence(household=cast.household_a1, village=cast.areas.a1, by=cast.office)
    assert homes(cast.household_a1) == [("Huổi Thử", FROM, None)]
    assert Household.objects.get(pk=cast.household_a1.pk).village == cast.areas.a1


def test_who_sees_it_when(cast, sign_in):
    """Who sees a village sees who lived there then, as a row behind its figure; the household's page opens to those
    who see where it lives now, with all that is known of it.
    """
    move_household(household=cast.household_a1, village=cast.areas.b1, on=DAY, by=cast.office)
    rollups.take_waiting()
    assert sign_in(cast.leader_a1).get(f"/households/{cast.household_a1.pk}/").status_code == 404
    assert sign_in(cast.leader_b1).get(f"/households/{cast.household_a1.pk}/").status_code == 200
    for leader, area, month, is_there in [
        (cast.leader_a1, cast.areas.a1, "2026-02", True),
        (cast.leader_a1, cast.areas.a1, f"{LAST_MONTH:%Y-%m}", False),
        (cast.leader_b1, cast.areas.b1, "2026-02", False),
        (cast.leader_b1, cast.areas.b1, f"{LAST_MONTH:%Y-%m}", True),
    ]:
        page = sign_in(leader).get(f"/figures/poor_households/{area.pk}/{month}/").content.decode()
        assert ("Thào A Thử" in page) == is_there, (leader, month)


@pytest.mark.parametrize(
    ("village", "day", "answer"),
    [
        ("a2", dt.date(2099, 1, 1), "lies in the future"),
        ("a1", DAY, "already"),
        ("b1", dt.date(2025, 12, 31), "was not there yet"),
        ("a2", dt.date(2024, 5, 1), "came on 01/05/2024 only"),
        ("a2", dt.date(2026, 6, 1), "already; take that back first"),
        ("a2", dt.date(2026, 5, 1), "already; take that back first"),
    ],
)
def test_what_is_no_move(cast, village, day, answer):
    household = cast.household_a1
    household.arrived_on = dt.date(2024, 5, 1)
    history.change(household, by=None)
    cast.areas.b1.valid_from = dt.date(2026, 1, 1)
    history.change(cast.areas.b1, by=None)
    if "take that back" in answer:
        move_household(household=household, village=cast.areas.b1, on=dt.date(2026, 6, 1), by=cast.office)
    with translation.override("en"), pytest.raises(Refused, match=answer):
        move_household(household=household, village=getattr(cast.areas, village), on=day, by=cast.office)


def test_a_code_that_is_taken_there(cast):
    for household in (cast.household_a1, cast.household_a2):
        household.code = "7"
        history.change(household, by=None)
    with pytest.raises(Refused):
        move_household(household=cast.household_a1, village=cast.areas.a2, on=DAY, by=cast.office)


def test_the_database_refuses_two_homes_on_a_day(cast):
    home = cast.household_a1.residences.get()
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        history.create(Residence(household=cast.household_a1, village=cast.areas.b1, valid_from=DAY), by=None)
    Residence.objects.filter(pk=home.pk).update(valid_to=EVE)
    history.create(Residence(household=cast.household_a1, village=cast.areas.b1, valid_from=DAY), by=None)
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        Residence.objects.filter(pk=home.pk).update(valid_to=DAY)


def test_a_wrong_home_is_found(cast):
    rollups.take_waiting()
    Household.objects.filter(pk=cast.household_a1.pk).update(village=cast.areas.a2)
    Residence.objects.filter(household=cast.household_a2).update(valid_to=month_of(DAY))
    assert sum("household " in str(one) for one in differences()) == 2


def test_bad_input(cast, sign_in):
    client = sign_in(cast.officer_a)
    data = form_data(client.get(url(cast.household_a1)).context["form"])
    page = client.post(url(cast.household_a1), data | {"village": cast.areas.a2.pk})
    assert (page.status_code, "Hãy ghi ngày đầu tiên" in page.content.decode()) == (422, True)
    # Out of the officer's area: no choice.
    page = client.post(url(cast.household_a1), data | {"village": cast.areas.b1.pk, "on": "10/3/2026"})
    assert page.status_code == 422
    stale = {"village": cast.areas.a2.pk, "on": "10/3/2026", "version": 9}
    assert client.post(url(cast.household_a1), data | stale).status_code == 422
    assert len(homes(cast.household_a1)) == 1


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(url(cast.household_a1), [cast.leadership, cast.member_a1], status=403)
    check_refused(url(cast.household_b1), [cast.officer_a, cast.leader_a1, cast.stranger], status=404)
