import io

import openpyxl
import pytest

from activities.models import Meeting
from tests.activities.pages import asks_to_sign_in, queries, text_of
from tests.conftest import LAST_MONTH

URL = "/meetings/"


def test_lists_meetings_with_attendance(cast, sign_in):
    page = text_of(sign_in(cast.office).get(URL))
    for words in ["Tổ dân vận bản Huổi Thử", "Xã Mường Chà", f"{LAST_MONTH:03/%m/%Y}"]:
        assert words in page
    assert f"/meetings/{cast.meeting_a1.pk}/" in page


@pytest.mark.parametrize(
    ("query", "found", "gone"),
    [("q=huoi thu", "Huổi Thử", "Mẫu Đá"), ("since=01/01/2090", "Không tìm thấy buổi họp nào", "Huổi Thử")],
)
def test_filters(cast, sign_in, query, found, gone):
    page = text_of(sign_in(cast.office).get(f"{URL}?{query}"))
    assert found in page
    assert gone not in page


def test_filter_by_commune(cast, sign_in):
    page = text_of(sign_in(cast.office).get(f"{URL}?commune={cast.areas.new_b.pk}"))
    assert "bản Mẫu Đá" in page
    assert "bản Huổi Thử" not in page


def test_excel(cast, sign_in):
    response = sign_in(cast.office).get(URL + "?export=xlsx&q=huoi")
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[4][5:7] == (2, 3)


@pytest.mark.parametrize("who", ["leader_a1", "officer_a", "agency_lead"])
def test_only_own_scope(cast, sign_in, who):
    page = text_of(sign_in(getattr(cast, who)).get(URL)).split("<main", 1)[1]
    assert "bản Huổi Thử" in page
    assert "Mẫu Đá" not in page


def test_voided_meeting_is_not_listed(cast, sign_in):
    Meeting.objects.filter(pk=cast.meeting_a1.pk).update(voided_at="2026-01-01T00:00Z", void_reason="Nhầm")
    assert f"/meetings/{cast.meeting_a1.pk}/" not in text_of(sign_in(cast.office).get(URL))


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


def test_same_queries_for_one_and_thirty(cast, sign_in, many):
    client = sign_in(cast.leader_a1)
    few = queries(client, URL)
    many(Meeting)
    assert queries(client, URL) == few <= 12
