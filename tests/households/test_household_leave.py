import datetime as dt

from households.models import Household
from tests.closed import check_refused, check_visitor_signs_in


def url(household):
    return f"/households/{household.pk}/leave/"


def test_writes_down_when_and_why(cast, sign_in):
    client = sign_in(cast.leader_a1)
    data = {"left_on": "1/3/2026", "leaving_reason": "moved", "version": 1}
    assert client.post(url(cast.household_a1), data).url == f"/households/{cast.household_a1.pk}/"
    assert cast.household_a1 not in Household.objects.present_on(dt.date(2026, 3, 1))
    assert cast.household_a1 in Household.objects.present_on(dt.date(2026, 2, 28))
    assert "Chuyển đi ngày 01/03/2026" in client.get(f"/households/{cast.household_a1.pk}/").content.decode()


def test_bad_input(cast, sign_in):
    client = sign_in(cast.leader_a1)

    def answer(**data):
        response = client.post(
            url(cast.household_a1), {"left_on": "1/3/2026", "leaving_reason": "moved", "version": 1} | data
        )
        assert response.status_code == 422
        return response.content.decode()

    assert "chưa đến. Hãy ghi từ ngày hôm nay trở về trước." in answer(left_on="1/3/2099")
    assert "Ô này bắt buộc phải nhập." in answer(leaving_reason="")
    assert "Ô này bắt buộc phải nhập." in answer(left_on="")
    cast.household_a1.refresh_from_db()
    assert cast.household_a1.left_on is None


def test_somebody_else_saved_it_meanwhile(cast, sign_in):
    data = {"left_on": "1/3/2026", "leaving_reason": "moved", "version": 9}
    response = sign_in(cast.leader_a1).post(url(cast.household_a1), data)
    assert response.status_code == 422
    assert "vừa sửa mục này" in response.content.decode()
    cast.household_a1.refresh_from_db()
    assert cast.household_a1.left_on is None


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(url(cast.household_a1), [cast.leadership, cast.member_a1], status=403)
    check_refused(url(cast.household_b1), [cast.officer_a, cast.leader_a1, cast.stranger], status=404)
