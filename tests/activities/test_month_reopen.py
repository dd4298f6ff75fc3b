import pytest

from activities.models import TeamMonth
from plumbing.models import Change
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of
from tests.conftest import LAST_MONTH


@pytest.fixture
def url(cast, month_url):
    TeamMonth.objects.filter(team=cast.team_a2).update(state="locked")
    return month_url("month_reopen", cast.team_a2)


def row(cast):
    return TeamMonth.objects.get(team=cast.team_a2, month=LAST_MONTH)


def test_reopen(cast, sign_in, url):
    client = sign_in(cast.office)
    assert "Mở lại tháng" in text_of(client.get(url))
    response = client.post(url, {"version": row(cast).version, "reason": "Sửa số liệu"}, follow=True)
    assert "Đã mở lại tháng." in text_of(response)
    assert (row(cast).state, row(cast).state_by) == ("draft", cast.office)
    assert Change.objects.about(row(cast)).first().action == "reopened"


def test_who_asks_and_who_reopens(cast, sign_in, url, month_url):
    """The notice of a lock sends the team to the office, and the office to the step itself."""
    page = month_url("month_detail", cast.team_a2)
    office = text_of(sign_in(cast.office).get(page))
    assert (f'<a href="{url}">Mở lại tháng</a>' in office, "hãy đề nghị" in office) == (True, False)
    commune = text_of(sign_in(cast.officer_a).get(page))
    assert (url in commune, "hãy đề nghị" in commune) == (False, True)


def test_needs_a_reason(cast, sign_in, url):
    page = text_of(sign_in(cast.office).post(url, {"reason": "  "}))
    assert "Ô này bắt buộc phải nhập." in page
    assert row(cast).state == "locked"
    assert "Hãy ghi rõ lý do" in text_of(sign_in(cast.office).post(url, {"reason": "x"}))


def test_somebody_was_quicker(cast, sign_in, url):
    version = row(cast).version
    TeamMonth.objects.filter(pk=row(cast).pk).update(version=version + 1, state_by=cast.administrator)
    page = text_of(sign_in(cast.office).post(url, {"version": version, "reason": "Sửa số liệu"}))
    assert "Chưa có gì thay đổi" in page
    assert "Thử quantri" in page
    assert row(cast).state == "locked"


def test_month_in_another_state(cast, sign_in, url, month_url):
    TeamMonth.objects.filter(pk=row(cast).pk).update(state="draft")
    assert "Chưa có gì thay đổi" in text_of(sign_in(cast.office).post(url, {"reason": "Lý do rõ ràng"}))


def test_visitor(cast, client, url):
    asks_to_sign_in(client, url)


@pytest.mark.parametrize("who", ["officer_a", "leader_a1", "leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, url, who):
    is_forbidden(sign_in(getattr(cast, who)), url)
    assert row(cast).state == "locked"


def test_other_area_is_not_found(cast, sign_in, url):
    cast.office.area = cast.stranger.area
    cast.office.save()
    is_not_found(sign_in(cast.office), url)
