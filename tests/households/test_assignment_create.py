import datetime as dt

from households.models import Assignment
from tests.closed import check_refused, check_visitor_signs_in, form_data

TODAY = dt.date.today()


def url(household):
    return f"/households/{household.pk}/assignments/new/"


def filled(cast, cadre, **changes):
    return {"plan": cast.plan.pk, "cadre": cadre.pk, "is_main": "on", "valid_from": f"{TODAY:%d/%m/%Y}"} | changes


def test_enters_a_helper(cast, sign_in):
    client = sign_in(cast.officer_a)
    data = filled(cast, cast.cadres_a2[0], uuid=form_data(client.get(url(cast.household_a2)).context["form"])["uuid"])
    assert [client.post(url(cast.household_a2), data).status_code for _ in range(2)] == [302, 302]
    row = Assignment.objects.get(household=cast.household_a2)
    assert (row.cadre, row.is_main, row.valid_from) == (cast.cadres_a2[0], True, TODAY)


def test_members_of_the_village_stand_in_the_form_without_a_script(cast, sign_in):
    page = sign_in(cast.officer_a).get(url(cast.household_a1)).content.decode()
    assert all(cadre.name in page for cadre in cast.cadres_a1)
    assert "Bí Mật" not in page


def test_what_contradicts_is_said_and_nothing_typed_is_lost(cast, sign_in):
    response = sign_in(cast.officer_a).post(
        url(cast.household_a1), filled(cast, cast.cadres_a1[0], note="Ưu tiên sinh kế")
    )
    assert response.status_code == 422
    assert "Vàng Thị Ví Dụ là người giúp đỡ chính từ ngày 01/03/2025" in response.content.decode()
    assert "Ưu tiên sinh kế" in response.content.decode()


def test_more_than_the_plan_allows_is_asked_once(cast, sign_in):
    cast.plan.__class__.objects.update(households_per_helper=1)
    client = sign_in(cast.officer_a)
    data = filled(cast, cast.cadres_a1[2])
    response = client.post(url(cast.household_a2), data)
    assert response.status_code == 422
    assert "đang giúp đỡ 1 hộ; kế hoạch quy định nhiều nhất 1 hộ" in response.content.decode()
    assert 'type="checkbox" name="all_the_same"' in response.content.decode()
    assert client.post(url(cast.household_a2), data | {"all_the_same": "on"}).status_code == 302


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(
        url(cast.household_a1), [cast.leadership, cast.leader_a1, cast.member_a1, cast.agency_lead], status=403
    )
    check_refused(url(cast.household_b1), [cast.officer_a, cast.stranger], status=404)
