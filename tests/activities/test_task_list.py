import pytest

from activities.models import Task
from tests.activities.pages import BAIT, asks_to_sign_in, queries, text_of

URL = "/tasks/"


def test_lists_tasks(cast, sign_in):
    page = text_of(sign_in(cast.office).get(URL))
    for words in ["Nhiệm vụ A1", "Nhiệm vụ BÍ MẬT B1", "Giàng A Thử", "Quá hạn"]:
        assert words in page


@pytest.mark.parametrize(
    ("query", "found", "gone"),
    [
        ("q=nhiem+vu+a1", "Nhiệm vụ A1", "Nhiệm vụ A2"),
        ("q=giang", "Nhiệm vụ A1", "Nhiệm vụ A2"),
        ("state=overdue", "Nhiệm vụ A1", "Không tìm thấy nhiệm vụ nào"),
        ("state=done", "Không tìm thấy nhiệm vụ nào", "Nhiệm vụ A1"),
    ],
)
def test_filters(cast, sign_in, query, found, gone):
    page = text_of(sign_in(cast.office).get(f"{URL}?{query}"))
    assert found in page
    assert gone not in page


def test_only_my_own(cast, sign_in):
    client = sign_in(cast.member_a1)
    assert "Nhiệm vụ A1" in text_of(client.get(URL))
    assert "Nhiệm vụ A1" not in text_of(client.get(URL + "?mine=on"))
    assert "Nhiệm vụ A1" in text_of(sign_in(cast.leader_a1).get(URL + "?mine=on"))


def test_who_may_not_change_gets_no_links(cast, sign_in):
    assert "/edit/" in text_of(sign_in(cast.leader_a1).get(URL))
    assert "/edit/" not in text_of(sign_in(cast.member_a1).get(URL))


@pytest.mark.parametrize("who", ["leader_a1", "officer_a", "agency_lead", "stranger"])
def test_only_own_scope(cast, sign_in, who):
    assert BAIT not in text_of(sign_in(getattr(cast, who)).get(URL))


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


def test_same_queries_for_one_and_thirty(cast, sign_in, many):
    client = sign_in(cast.leader_a1)
    few = queries(client, URL)
    many(Task)
    assert queries(client, URL) == few <= 12
