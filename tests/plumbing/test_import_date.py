import datetime as dt

import pytest
from django.core.management import CommandError

from plumbing.models import ImportBatch
from teams.models import Team
from tests.closed import check_visitor_signs_in
from tests.imports import do, load, page, send

HEADER = ["Tên tổ", "Bản", "Xã", "Họ và tên", "Nhiệm vụ"]
ROW = ["Tổ dân vận bản Huổi Mới", "Huổi Mới", "Nà Hỳ", "Lò Văn Thử", "Tổ trưởng"]


@pytest.fixture
def undated(cast, sign_in, tmp_path):
    client = sign_in(cast.administrator)
    return client, send(client, tmp_path, ROW, kind="teams", header=HEADER)


def test_the_day_is_asked_for_above_the_preview_and_decides(undated):
    client, batch = undated
    body = page(client, batch)
    assert "Danh sách này của ngày nào?" in body
    assert "Nạp vào hệ thống" not in body
    do(client, "commit", batch, rows="all")
    assert (batch.state, Team.objects.filter(name=ROW[0]).exists()) == (ImportBatch.State.CHECKED, False)
    do(client, "date", batch, day="5/1/2026")
    assert "05/01/2026" in page(client, batch)
    do(client, "commit", batch, rows="all")
    assert Team.objects.get(name=ROW[0]).active_from == dt.date(2026, 1, 5)


@pytest.mark.parametrize("day", ["", "31/02/2025", "01/01/2099"])
def test_a_day_that_is_none_is_refused(undated, day):
    client, batch = undated
    do(client, "date", batch, day=day)
    assert batch.options.get("day") is None
    assert "Danh sách này của ngày nào?" in page(client, batch)


def test_the_command_refuses_a_day_of_the_future(db, tmp_path):
    path = tmp_path / "teams.csv"
    path.write_text(",".join(HEADER) + "\n" + ",".join(ROW) + "\n", encoding="utf-8")
    with pytest.raises(CommandError, match="01/01/2099"):
        load("teams", path, "--date", "2099-01-01")


def test_another_ones_list(undated, cast, sign_in):
    _client, batch = undated
    url = f"/imports/{batch.token}/date/"
    assert sign_in(cast.office).post(url, {"day": "5/1/2026"}).status_code == 404
    check_visitor_signs_in(url)
