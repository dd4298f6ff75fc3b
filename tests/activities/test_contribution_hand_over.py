import pytest

from activities.models import Contribution
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, text_of
from tests.conftest import LAST_MONTH


@pytest.fixture
def row(cast):
    return Contribution.objects.get(team=cast.team_a1)


@pytest.fixture
def url(row):
    return f"/contributions/{row.pk}/hand-over/"


def form(**fields):
    return {"handed_over_on": f"{LAST_MONTH:10/%m/%Y}", "recipient": "Trường mầm non Mẫu", "version": "1"} | fields


def test_hands_over(cast, sign_in, url, row):
    assert "Đã ghi nhận việc trao." in text_of(sign_in(cast.leader_a1).post(url, form(), follow=True))
    row.refresh_from_db()
    assert (row.handed_over_on, row.recipient) == (LAST_MONTH.replace(day=10), "Trường mầm non Mẫu")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"recipient": ""}, "bắt buộc"),
        ({"handed_over_on": f"{LAST_MONTH:01/%m/%Y}"}, "không thể trao trước ngày đó"),
        ({"handed_over_on": "01/01/2099"}, "chưa đến."),
    ],
)
def test_bad_input(cast, sign_in, url, row, fields, sentence):
    page = text_of(sign_in(cast.leader_a1).post(url, form(**fields)))
    assert sentence in page
    row.refresh_from_db()
    assert row.handed_over_on is None


def test_changed_meanwhile_is_looked_at_again(cast, sign_in, url, row):
    """The form comes back with the row's own version: sent once more, it goes through."""
    response = sign_in(cast.leader_a1).post(url, form(version="7"))
    assert "vừa sửa mục này" in text_of(response)
    assert response.context["form"]["version"].value() == str(row.version)
    row.refresh_from_db()
    assert row.handed_over_on is None
    assert sign_in(cast.leader_a1).post(url, form(version=row.version)).status_code == 302


def test_second_one_sees_to_whom_it_went(cast, sign_in, url):
    sign_in(cast.leader_a1).post(url, form())
    page = text_of(sign_in(cast.officer_a).post(url, form(version="2", recipient="Trạm y tế")))
    assert "Khoản này đã trao cho Trường mầm non Mẫu" in page


def test_visitor(client, url):
    asks_to_sign_in(client, url)


def test_onlookers_are_stopped(cast, sign_in, url):
    is_forbidden(sign_in(cast.leadership), url)


def test_other_team_is_not_found(cast, sign_in):
    other = Contribution.objects.get(team=cast.team_b1)
    is_not_found(sign_in(cast.leader_a1), f"/contributions/{other.pk}/hand-over/")
