"""The pages of a portal that holds nothing, or areas alone: each says what comes next."""

import datetime as dt

import pytest

from reports.scope import root
from teams.access import Role
from teams.models import Account, Area

SINCE = dt.date(2020, 1, 1)


@pytest.fixture
def client_of_office(client, db):
    account = Account.objects.create(username="vanphong", full_name="Văn phòng Mẫu", role=Role.OFFICE)
    client.force_login(account)
    return client


def test_home_of_an_empty_portal_leads_to_the_lists(client_of_office):
    page = client_of_office.get("/").content.decode()
    assert "Hãy nạp đơn vị hành chính trước" in page
    assert 'href="/imports/new/?kind=areas"' in page


def test_empty_board_does_not_blame_filters_that_nobody_set(client_of_office):
    assert "Trong tháng này chưa có tổ nào hoạt động." in client_of_office.get("/board/").content.decode()
    assert "Hãy bớt điều kiện lọc" in client_of_office.get("/board/?q=abc").content.decode()


def test_without_teams_the_highest_area_comes_first(db):
    Area.objects.create(level=Area.Level.REGION, code="104", name="Khu vực A", valid_from=SINCE)
    province = Area.objects.create(level=Area.Level.PROVINCE, code="11", name="Tỉnh Điện Biên", valid_from=SINCE)
    assert root() == province
