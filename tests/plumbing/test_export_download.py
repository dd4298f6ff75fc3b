"""/exports/<token>/download/: the file holds what the page would give at once; who fetches it is in the history."""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from plumbing import background_exports, exporting
from plumbing.models import Change, ExportedList
from tests.closed import check_answer, check_visitor_signs_in
from tests.imports import work

HOUSEHOLDS = "/households/?export=xlsx&export_reason=thử"


def sheet(response) -> list[tuple]:
    """Return the header and the rows of a downloaded list: above them stands when it was made."""
    assert response["Content-Disposition"].endswith('.xlsx"')
    assert "no-store" in response["Cache-Control"]
    return list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))[3:]


@pytest.fixture
def make(monkeypatch):
    """Ask for a list that counts as long, let the worker make it, and return the address of its file."""

    def made(client, url=HOUSEHOLDS) -> str:
        with monkeypatch.context() as patch:
            patch.setattr(exporting, "MAX_ROWS_AT_ONCE", 0)
            assert client.get(url).status_code == 302
            work()
        return reverse("plumbing:export_download", args=[ExportedList.objects.latest("id").token])

    return made


@pytest.mark.parametrize("name", ["office", "officer_a", "leader_a1"])
def test_holds_the_rows_that_its_reader_may_see(cast, sign_in, make, name):
    client = sign_in(getattr(cast, name))
    rows = sheet(client.get(make(client)))
    assert rows == sheet(client.get(HOUSEHOLDS))
    assert len(rows) > 1


def test_holds_the_columns_that_the_device_chose(cast, sign_in, make):
    client = sign_in(cast.office)
    client.cookies["columns"] = "head.code"
    rows = sheet(client.get(make(client)))
    assert rows[0] == ("TT", "Chủ hộ", "Mã hộ")
    assert rows == sheet(client.get(HOUSEHOLDS))


def test_holds_what_the_filter_leaves(cast, sign_in, make):
    client = sign_in(cast.office)
    url = "/teams/?q=Ví+Dụ&export=xlsx"
    assert sheet(client.get(make(client, url))) == sheet(client.get(url))


def test_each_download_is_logged_like_any_export(cast, sign_in, make):
    client = sign_in(cast.office)
    url = make(client, "/teams/?q=A&export=xlsx")
    exported = Change.objects.filter(action=Change.Action.EXPORTED, by=cast.office)
    assert not exported.exists()
    client.get(url)
    assert exported.get().after == {"query": {"q": "A", "export": "xlsx"}}


def test_nothing_before_it_is_made(cast, sign_in, monkeypatch):
    monkeypatch.setattr(exporting, "MAX_ROWS_AT_ONCE", 0)
    client = sign_in(cast.office)
    client.get(HOUSEHOLDS)
    url = reverse("plumbing:export_download", args=[ExportedList.objects.latest("id").token])
    check_answer(client.get(url), 404)


def test_nobody_else_gets_it(cast, sign_in, make):
    url = make(sign_in(cast.office))
    for name in ("administrator", "leadership", "leader_a1", "stranger"):
        check_answer(sign_in(getattr(cast, name)).get(url), 404)


def test_gone_after_a_day(cast, sign_in, make):
    client = sign_in(cast.office)
    url = make(client)
    assert background_exports.remove_outdated() == 0
    ExportedList.objects.update(asked_at=timezone.now() - dt.timedelta(days=1, minutes=1))
    check_answer(client.get(url), 404)
    assert background_exports.remove_outdated() == 1
    assert not ExportedList.objects.exists()


def test_the_file_is_sealed_in_the_database(cast, sign_in, make):
    make(sign_in(cast.office))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM plumbing_exportedlist")
        assert not bytes(cursor.fetchone()[0]).startswith(b"PK")


def test_visitor_signs_in(cast, sign_in, make):
    check_visitor_signs_in(make(sign_in(cast.office)))
