import io

import openpyxl
import pytest

from activities.models import Activity
from plumbing.models import Change
from tests.activities.pages import BAIT, asks_to_sign_in, queries, text_of

URL = "/activities/"


def test_lists_activities_with_results(cast, sign_in):
    page = text_of(sign_in(cast.office).get(URL))
    for words in ["Hoạt động A1", "12 suất", "tuyên truyền, vận động", "Xã Mường Chà", "Hoạt động BÍ MẬT B1"]:
        assert words in page


@pytest.mark.parametrize(
    ("query", "found", "gone"),
    [
        ("q=hoat+dong+a1", "Hoạt động A1", "Hoạt động A2"),
        ("field=health", "Không tìm thấy hoạt động nào", "Hoạt động A1"),
        ("until=01/01/2020", "Không tìm thấy hoạt động nào", "Hoạt động A1"),
        ("since=32/01/2020", "32/01/2020", "<b>Hoạt động A1"),
    ],
)
def test_filters(cast, sign_in, query, found, gone):
    page = text_of(sign_in(cast.office).get(f"{URL}?{query}"))
    assert found in page
    assert gone not in page


def test_excel_is_as_filtered_and_logged(cast, sign_in):
    response = sign_in(cast.office).get(URL + "?export=xlsx&q=a1")
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert [row[1] for row in rows[4:]] == ["Hoạt động A1"]
    assert rows[4][7] == "Suất quà trao tặng: 12 suất"
    assert Change.objects.filter(action="exported", by=cast.office).count() == 1


@pytest.mark.parametrize("who", ["leader_a1", "member_a1", "officer_a", "agency_lead", "stranger"])
def test_only_own_scope(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    assert BAIT not in text_of(client.get(URL))
    assert BAIT not in text_of(client.get(f"{URL}?commune={cast.areas.new_b.pk}&team={cast.team_b1.pk}"))


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


def test_same_queries_for_one_and_thirty(cast, sign_in, many):
    client = sign_in(cast.leader_a1)
    few = queries(client, URL)
    many(Activity)
    assert queries(client, URL) == few <= 12
