import pytest

from activities.models import TeamMonth
from tests.activities.bulk import say_yes, seen_in
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
    assert "Đã duyệt báo cáo tháng của 1 tổ." in text_of(say_yes(client, URL, follow=True))
    assert states() == {"Huổi Thử": "accepted", "Nà Ví Dụ": "accepted", "Mẫu Đá": "draft"}
    assert "Không có báo cáo tháng nào cần xử lý." in text_of(client.get(URL))


def test_stays_in_scope(cast, sign_in):
    client = sign_in(cast.officer_b)
    assert "Huổi Thử" not in text_of(client.get(URL))
    say_yes(client, URL)
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
    answer = say_yes(client, chosen)
    assert answer.url == f"/board/?state=submitted&view=table&month={LAST_MONTH:%Y-%m}"
    TeamMonth.objects.filter(team=cast.team_b1, month=LAST_MONTH).update(state="submitted")
    assert say_yes(client, URL).url == f"/board/?month={LAST_MONTH:%Y-%m}"


def test_a_month_that_came_meanwhile_is_not_taken_along(cast, sign_in):
    """What was not on the page that got the yes is looked at first."""
    client = sign_in(cast.office)
    seen = seen_in(client.get(URL))
    TeamMonth.objects.filter(team=cast.team_b1, month=LAST_MONTH).update(state="submitted")
    answer = client.post(URL, {"seen": seen})
    assert answer.status_code == 422
    assert states()["Huổi Thử"] == states()["Mẫu Đá"] == "submitted"
    say_yes(client, URL)
    assert states()["Mẫu Đá"] == "accepted"
