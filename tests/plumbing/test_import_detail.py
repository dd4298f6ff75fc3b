"""What a list would do is shown row by row; a bad file gets one clear sentence."""

import io
import json
import re
import uuid
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from households.models import Household
from plumbing.models import ImportBatch
from tests.closed import check_answer
from tests.imports import HEADER, NEW, a_row, do, page, send, upload, work, workbook


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 80_000_000)
    return out.getvalue()


def no_header() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["chỉ có", "vài chữ"])
    book.save(out)
    return out.getvalue()


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600


def test_a_list_is_looked_at_before_anything_is_written(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    before = Household.objects.count()
    batch = send(client, tmp_path, a_row(), a_row("Giàng A Lạ", place="Bản Lạ", number=""))
    assert batch.state == "checked"
    assert Household.objects.count() == before
    shown = page(client, batch)
    assert "Bản Lạ" in shown
    assert "Giàng A Lạ" in shown
    assert "Lò Văn Thử" in page(client, batch, show="new")


def test_the_same_file_again_changes_nothing_and_says_so(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    do(client, "commit", send(client, tmp_path, a_row()), rows="all")
    path = tmp_path / "list.xlsx"
    upload(client, path.read_bytes())
    work()
    batch = ImportBatch.objects.latest("id")
    assert (batch.counts["new"], batch.counts["unchanged"]) == (0, 1)
    assert "Chính tệp này" in page(client, batch)


def test_changes_are_shown_old_to_new(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    do(client, "commit", send(client, tmp_path, a_row()), rows="all")
    batch = send(client, tmp_path, a_row(size=7))
    shown = page(client, batch, show="changed")
    assert "<del>4</del> → <ins>7</ins>" in shown


def test_progress_is_asked_for_as_json(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    upload(client, workbook(tmp_path / "list.xlsx", [HEADER, a_row()]).read_bytes())
    batch = ImportBatch.objects.get()
    assert "data-poll-url" in page(client, batch)
    answer = client.get(reverse("plumbing:job_status", args=[batch.job.token])).json()
    assert (answer["state"], answer["url"]) == ("queued", batch.get_absolute_url())


@pytest.mark.parametrize("name", ["detail", "rejected", "commit", "convert", "undo", "discard"])
def test_the_list_of_somebody_else_is_not_found(cast, sign_in, tmp_path, name):
    batch = send(sign_in(cast.office), tmp_path, a_row("Tên Bí Mật", place="Bản Lạ"))
    client = sign_in(cast.officer_a)
    address = reverse(f"plumbing:import_{name}", args=[batch.token])
    answer = client.get(address) if name in ("detail", "rejected") else client.post(address)
    check_answer(answer, 404)
    assert batch.filename not in client.get(reverse("plumbing:import_list")).content.decode()


def test_rows_outside_the_officers_commune_are_rejected(cast, sign_in, tmp_path):
    client = sign_in(cast.officer_a)
    batch = send(client, tmp_path, a_row(), a_row("Giàng A Khác", "Mẫu Đá", "", commune="Nậm Chua"))
    assert (batch.counts["new"], batch.counts["rejected"]) == (1, 1)
    assert "ngoài địa bàn" in page(client, batch)


def test_a_list_of_nothing_but_rejected_rows_says_what_to_do(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row("", number=""))
    assert (batch.counts["new"], batch.counts["rejected"]) == (0, 1)
    shown = client.get(batch.get_absolute_url()).content.decode()
    assert f'action="{reverse("plumbing:import_commit", args=[batch.token])}"' not in shown
    # The button stands beside the others, its form elsewhere.
    assert shown.count('form="discard"') == shown.count('<form id="discard"') == 1


def test_an_unknown_token_is_not_found(cast, sign_in):
    check_answer(sign_in(cast.office).get(reverse("plumbing:import_detail", args=[uuid.uuid4()])), 404)


@pytest.mark.parametrize(
    ("name", "make", "answer"),
    [
        ("anh.png", lambda: b"\x89PNG" + b"1" * 900, "bảng tính"),
        ("khoa.xlsx", lambda: ENCRYPTED, "mật khẩu"),
        ("bom.xlsx", zip_bomb, "giải nén"),
        ("trang.xlsx", no_header, "tiêu đề"),
        ("hong.xlsx", lambda: b"PK\x03\x04" + b"rubbish" * 99, "hỏng"),
    ],
)
def test_a_bad_file_gets_one_clear_sentence(cast, sign_in, name, make, answer):
    client = sign_in(cast.office)
    assert upload(client, make(), name).status_code == 302
    work()
    batch = ImportBatch.objects.get()
    assert batch.state == "unreadable"
    assert answer in batch.problem
    shown = page(client, batch)
    assert batch.problem.split(".")[0] in shown
    assert NEW in shown
    assert bytes(batch.content) == b""


def test_the_same_warning_is_shown_once_with_its_count(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    rows = [a_row(f"Lò Văn Thử {letter}", number="") for letter in "ABC"]
    batch = send(client, tmp_path, *rows, ["Lò Văn Thử D", "2015", *a_row(number="")[2:]])
    shown = page(client, batch, show="new")
    assert shown.count("Thiếu số định danh") == 1
    assert "4 dòng: 3, 4, 5, 6" in shown
    # The warning that only one row has is not hidden by the others.
    assert batch.counts["warnings"] == 1
    assert "Lò Văn Thử D" in page(client, batch, show="warnings")


def test_rows_and_warnings_can_be_read_after_the_commit(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row(), ["Cộng", None, None, None, None, 4])
    do(client, "commit", batch, rows="all")
    assert batch.state == "committed"
    assert "Lò Văn Thử" in page(client, batch, show="new")
    assert "dòng cộng" in page(client, batch, show="skipped")


def test_an_officer_opens_no_review_and_adds_no_village(cast, sign_in, tmp_path):
    """What the officer's own pages do not allow, a list does not do either."""
    client = sign_in(cast.officer_a)
    commune, village = cast.areas.a1.name, "Bản Chưa Có"
    old = [*a_row(commune="Nậm Tin")[:-1], "05/11/2019"]
    batch = send(client, tmp_path, old)
    assert batch.counts["new"] == 0
    assert "không được mở đợt rà soát" in page(client, batch)
    line = ["Tổ dân vận bản Chưa Có", village, "Nậm Tin", commune, "Tổ trưởng"]
    batch = send(client, tmp_path, line, kind="teams", header=["Tên tổ", "Bản", "Xã", "Họ và tên", "Nhiệm vụ trong tổ"])
    assert "không được thêm bản" in page(client, batch)


def test_no_national_id_stands_in_clear_in_the_database(cast, sign_in, tmp_path):
    """Warnings and refusals speak of the number; the cells with all of it are sealed."""
    batch = send(
        sign_in(cast.office),
        tmp_path,
        a_row("Giàng A Một", number="11078000123"),  # lost its first zero
        a_row("Giàng A Hai", number="0110 7800 0124 5"),  # one digit too many
        a_row("Giàng A Ba", number="011.178.000.125"),  # a woman's, born in 1978
        a_row("Giàng A Bốn", number="011078000126", place="011078000126"),  # in a wrong column too
    )
    assert batch.rows.count() == 4
    kept = json.dumps([list(batch.rows.values("title", "problems", "differences")), batch.reading], default=str)
    assert "********0123" in kept
    digits = re.sub(r"[^0-9]", "", kept)
    assert [n for n in ("1078000123", "1078000124", "1178000125", "1078000126") if n in digits] == []
