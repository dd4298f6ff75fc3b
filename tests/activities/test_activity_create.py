import datetime as dt
import uuid

import pytest

from activities.models import Activity, Contribution, Measure, TeamMonth
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of
from tests.conftest import LAST_MONTH, THIS_MONTH

URL = "/activities/new/"
TODAY = dt.date.today()


@pytest.fixture
def form(cast):
    gifts = Measure.objects.get(code="gifts")

    def fields(**more):
        values = {
            "uuid": str(uuid.uuid4()),
            "team": cast.team_a1.pk,
            "held_on": f"{TODAY:%d/%m/%Y}",
            "field": "charity",
            "title": "Tặng quà Tết",
            "attended": "1.250",
            f"amount-{gifts.pk}": "120",
            "gift-kind": "money",
        }
        return values | {name.replace("amount_gifts", f"amount-{gifts.pk}"): value for name, value in more.items()}

    return fields


def test_logs_an_activity_with_quantity_and_gift(cast, sign_in, form):
    data = form(**{"gift-donor": "Hội Mẫu", "gift-amount": "5.000.000"})
    response = sign_in(cast.member_a1).post(URL, data, follow=True)
    assert "Đã lưu hoạt động." in text_of(response)
    activity = Activity.objects.get(title="Tặng quà Tết")
    assert (activity.team, activity.attended, activity.created_by) == (cast.team_a1, 1250, cast.member_a1)
    assert [(q.measure.code, q.amount) for q in activity.quantities.select_related("measure")] == [("gifts", 120)]
    gift = activity.contributions.get()
    assert (gift.donor, gift.value, gift.received_on) == ("Hội Mẫu", 5_000_000, TODAY)
    assert TeamMonth.objects.get(team=cast.team_a1, month=THIS_MONTH).state == "draft"


def test_goods_have_a_value(cast, sign_in, form):
    goods = {"gift-donor": "Hội Mẫu", "gift-kind": "goods", "gift-amount": "50", "gift-unit": "kg gạo"}
    sign_in(cast.leader_a1).post(URL, form(**goods, **{"gift-value": "1.000.000"}))
    gift = Activity.objects.get(title=form()["title"]).contributions.get()
    assert (gift.amount, gift.unit, gift.value) == (50, "kg gạo", 1_000_000)


def test_sent_twice_is_one(cast, sign_in, form):
    client, data = sign_in(cast.member_a1), form(**{"gift-donor": "Hội Mẫu", "gift-amount": "5.000.000"})
    first, second = client.post(URL, data), client.post(URL, data)
    assert first.url == second.url
    assert Activity.objects.filter(title="Tặng quà Tết").count() == 1
    assert Contribution.objects.filter(donor="Hội Mẫu").count() == 1
    assert "đã được lưu trước đó" in text_of(client.post(URL, data | {"title": "Khác"}))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"held_on": "31/12/2090"}, "Ngày 31/12/2090 chưa đến."),
        ({"held_on": "01/01/2020"}, "tổ chưa thành lập"),
        ({"held_on": f"{LAST_MONTH:05/%m/%Y}"}, "đã nộp. Nếu cần sửa"),
        ({"title": ""}, "bắt buộc"),
        ({"attended": "25.000"}, "hãy ghi số từ 0 đến 20.000."),
        ({"attended": "nhiều"}, "nhiều"),
        ({"amount_gifts": "-3"}, "số lượng phải lớn hơn 0"),
        ({"amount_gifts": "0"}, "số lượng phải lớn hơn 0"),
        ({"amount_gifts": "5.001"}, "tối đa là 5.000"),
        ({"gift-donor": "Hội Mẫu"}, "Hãy ghi số lượng."),
        ({"gift-amount": "5"}, "Hãy ghi tên người, đơn vị đóng góp."),
        ({"gift-description": "50 kg gạo"}, "Hãy ghi tên người, đơn vị đóng góp."),
        ({"gift-unit": "kg"}, "Hãy ghi số lượng."),
        ({"gift-value": "500.000"}, "Hãy ghi tên người, đơn vị đóng góp."),
        ({"gift-donor": "Hội Mẫu", "gift-amount": "5", "gift-kind": "goods"}, "Hãy ghi đơn vị tính"),
    ],
)
def test_bad_input_is_named_and_nothing_typed_is_lost(cast, sign_in, form, fields, sentence):
    response = sign_in(cast.member_a1).post(URL, form(description="Đã gõ dài") | form(**fields) | {"description": "Gõ"})
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert "Gõ</textarea>" in page
    assert not Activity.objects.filter(title="Tặng quà Tết").exists()
    assert not Contribution.objects.filter(donor="Hội Mẫu").exists()


def test_text_is_kept_in_one_unicode_form(cast, sign_in, form):
    sign_in(cast.member_a1).post(URL, form(title="To\u0302\u0309 dân\u200b vận"))
    assert Activity.objects.filter(title="Tổ dân vận").exists()


def test_other_teams_are_not_offered(cast, sign_in, form):
    client = sign_in(cast.officer_a)
    page = text_of(client.get(URL))
    assert "bản Nà Ví Dụ" in page
    assert "bản Mẫu Đá" not in page
    assert client.post(URL, form(team=cast.team_b1.pk)).status_code == 422
    is_not_found(client, f"{URL}?team={cast.team_b1.pk}")


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


@pytest.mark.parametrize("who", ["leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, who):
    is_forbidden(sign_in(getattr(cast, who)), URL)
