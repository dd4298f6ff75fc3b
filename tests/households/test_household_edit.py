import datetime as dt

from households.actions.residences import move_household
from plumbing import history
from plumbing.models import Change
from tests.closed import check_refused, check_visitor_signs_in, form_data


def url(household):
    return f"/households/{household.pk}/edit/"


def test_changes_but_does_not_move(cast, sign_in):
    client = sign_in(cast.officer_a)
    data = form_data(client.get(url(cast.household_a1)).context["form"])
    assert client.post(url(cast.household_a1), data | {"village": cast.areas.a2.pk, "size": "4"}).status_code == 302
    change = Change.objects.about(cast.household_a1).first()
    assert (change.after, change.title) == ({"size": 4}, "Thào A Thử")
    assert cast.household_a1.residences.get().village == cast.areas.a1


def test_it_came_neither_before_its_village_nor_after_it_moved_on(cast, sign_in):
    move_household(household=cast.household_a1, village=cast.areas.a2, on=dt.date(2026, 3, 1), by=cast.officer_a)
    cast.areas.a1.valid_from = dt.date(2025, 9, 15)
    history.change(cast.areas.a1, by=None)
    client = sign_in(cast.officer_a)
    data = form_data(client.get(url(cast.household_a1)).context["form"])

    def answer(day):
        return client.post(url(cast.household_a1), data | {"arrived_on": day}).content.decode()

    assert "chưa có Huổi Thử" in answer("14/09/2025")
    assert "chuyển đến Nà Ví Dụ" in answer("01/03/2026")
    assert answer("28/02/2026") == ""


def test_a_wrong_leaving_day_can_be_taken_back(cast, sign_in):
    cast.household_a1.left_on, cast.household_a1.leaving_reason = dt.date(2025, 1, 1), "moved"
    history.change(cast.household_a1, by=None)
    client = sign_in(cast.officer_a)
    data = form_data(client.get(url(cast.household_a1)).context["form"])
    page = client.post(url(cast.household_a1), data | {"left_on": ""})
    assert (page.status_code, "Hãy ghi ngày hộ chuyển đi." in page.content.decode()) == (422, True)
    client.post(url(cast.household_a1), data | {"left_on": "", "leaving_reason": ""})
    cast.household_a1.refresh_from_db()
    assert cast.household_a1.left_on is None


def test_a_second_editor_sees_both_versions(cast, sign_in):
    client = sign_in(cast.officer_a)
    old = form_data(client.get(url(cast.household_a1)).context["form"])
    client.post(url(cast.household_a1), old | {"size": "7"})
    page = client.post(url(cast.household_a1), old | {"size": "9"})
    assert page.status_code == 409
    assert page.content.decode().count('name="conflict_size"') == 2
    assert client.post(url(cast.household_a1), old | {"size": "9", "version": "2"}).status_code == 302
    cast.household_a1.refresh_from_db()
    assert cast.household_a1.size == 9


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(url(cast.household_a1), [cast.leadership, cast.agency_lead, cast.member_a1], status=403)
    check_refused(url(cast.household_b1), [cast.officer_a, cast.leader_a1, cast.stranger], status=404)
