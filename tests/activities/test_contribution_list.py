import io

import openpyxl
import pytest

from activities.models import Contribution
from tests.activities.pages import BAIT, asks_to_sign_in, queries, text_of
from tests.conftest import LAST_MONTH

URL = "/contributions/"


def test_lists_the_ledger(cast, sign_in):
    page = text_of(sign_in(cast.office).get(URL))
    for words in ["Nhà hảo tâm A1", "2.000.000", "Đã tiếp nhận", "Nhà hảo tâm BÍ MẬT B1"]:
        assert words in page


@pytest.mark.parametrize(
    ("query", "found", "gone"),
    [
        ("q=nha+hao+tam+a1", "Nhà hảo tâm A1", "Nhà hảo tâm A2"),
        ("kind=land", "Không tìm thấy khoản đóng góp nào", "Nhà hảo tâm A1"),
        ("stage=handed_over", "Không tìm thấy khoản đóng góp nào", "Nhà hảo tâm A1"),
        ("stage=waiting", "Nhà hảo tâm A1", "Không tìm thấy khoản đóng góp nào"),
        ("stage=pledged", "Không tìm thấy khoản đóng góp nào", "Nhà hảo tâm A1"),
    ],
)
def test_filters(cast, sign_in, query, found, gone):
    page = text_of(sign_in(cast.office).get(f"{URL}?{query}"))
    assert found in page
    assert gone not in page


def test_excel_has_numbers_and_days(cast, sign_in):
    response = sign_in(cast.office).get(URL + "?export=xlsx&q=a1")
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    values = dict(zip(rows[3], rows[4], strict=True))
    assert values["Giá trị (đồng)"] == 2_000_000
    assert values["Ngày tiếp nhận"].date() == LAST_MONTH.replace(day=2)


@pytest.mark.parametrize("who", ["leader_a1", "officer_a", "agency_lead", "stranger"])
def test_only_own_scope(cast, sign_in, who):
    assert BAIT not in text_of(sign_in(getattr(cast, who)).get(URL))


def test_visitor(client, db):
    asks_to_sign_in(client, URL)


def test_same_queries_for_one_and_thirty(cast, sign_in, many):
    client = sign_in(cast.leader_a1)
    few = queries(client, URL)
    many(Contribution)
    assert queries(client, URL) == few <= 12
