import pytest

from activities.models import TeamMonth
from tests.activities.pages import BAIT, asks_to_sign_in, is_forbidden, text_of
from tests.conftest import LAST_MONTH

URL = f"/board/{LAST_MONTH:%Y-%m}/accept/"


def states():
    return dict(TeamMonth.objects.filter(month=LAST_MONTH).values_list("team__village__name", "state"))


def test_takes_all_submitted_months(cast, sign_in):
    client = sign_in(cast.office)
    page = text_of(client.get(URL))
    assert "Tổ dân vận bản Huổi Thử" in page
    assert "Tổ dân vận bản Mẫu Đá" not in page
    assert "Đã duyệt báo cáo tháng của 1 tổ." in text_of(client.post(URL, follow=True))
    assert states() == {"Huổi Thử": "accepted", "Nà Ví Dụ": "accepted", "Mẫu Đá": "draft"}
    assert "Không có báo cáo tháng nào cần xử lý." in text_of(client.get(URL))


def test_stays_in_scope(cast, sign_in):
    client = sign_in(cast.officer_b)
    assert "Huổi Thử" not in text_of(client.get(URL))
    client.post(URL)
    assert states()["Huổi Thử"] == "submitted"
    assert BAIT not in text_of(sign_in(cast.officer_a).get(URL))


@pytest.mark.parametrize("who", ["leader_a1", "member_a1", "leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, who):
    is_forbidden(sign_in(getattr(cast, who)), URL)


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


def test_goes_back_to_the_filters_and_the_view_of_the_board(cast, sign_in):
    client = sign_in(cast.office)
    chosen = f"{URL}?row={cast.team_a1.pk}&state=submitted&view=table"
    assert "Tổ dân vận bản Huổi Thử" in text_of(client.get(chosen))
    answer = client.post(chosen)
    assert answer.url == f"/board/?state=submitted&view=table&month={LAST_MONTH:%Y-%m}"
    assert client.post(URL).url == f"/board/?month={LAST_MONTH:%Y-%m}"
