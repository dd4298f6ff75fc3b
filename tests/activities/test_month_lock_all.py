import pytest

from activities.models import TeamMonth
from tests.activities.bulk import say_yes
from tests.activities.pages import asks_to_sign_in, is_forbidden, text_of
from tests.conftest import LAST_MONTH

URL = f"/board/{LAST_MONTH:%Y-%m}/lock/"


def states():
    return dict(TeamMonth.objects.filter(month=LAST_MONTH).values_list("team__village__name", "state"))


def test_takes_all_accepted_months_with_the_reason(cast, sign_in):
    client = sign_in(cast.office)
    assert "Tổ dân vận bản Nà Ví Dụ" in text_of(client.get(URL))
    assert "Đã khóa báo cáo tháng của 1 tổ." in text_of(say_yes(client, URL, reason="Chốt tháng", follow=True))
    assert states() == {"Huổi Thử": "submitted", "Nà Ví Dụ": "locked", "Mẫu Đá": "draft"}
    assert TeamMonth.objects.get(state="locked").state_reason == "Chốt tháng"


def test_needs_a_reason(cast, sign_in):
    client = sign_in(cast.office)
    assert "bắt buộc" in text_of(say_yes(client, URL, reason=""))
    assert "Hãy ghi rõ lý do" in text_of(say_yes(client, URL, reason="x"))
    assert states()["Nà Ví Dụ"] == "accepted"


def test_stays_in_scope(cast, sign_in):
    cast.office.area = cast.areas.new_b
    cast.office.save()
    client = sign_in(cast.office)
    say_yes(client, URL, reason="Chốt tháng")
    assert states()["Nà Ví Dụ"] == "accepted"


@pytest.mark.parametrize("who", ["officer_a", "leader_a1", "leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, who):
    is_forbidden(sign_in(getattr(cast, who)), URL)


def test_visitor(client, db):
    asks_to_sign_in(client, URL)
