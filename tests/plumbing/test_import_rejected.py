"""Rejected rows come back as a workbook that can be corrected and loaded again."""

import io

import openpyxl
from django.urls import reverse

from plumbing.models import ImportBatch
from tests.imports import DATA, HEADER, a_row, do, upload, work, workbook


def test_rejected_rows_come_back_as_a_workbook_that_can_be_loaded_again(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    header = [*HEADER, "Ghi chú"]
    wrong_row = [*a_row("Giàng A Lạ", place="Sai Tên", number=""), "=1+2 là chữ"]
    path = workbook(tmp_path / "list.xlsx", [header, [*a_row(), ""], wrong_row])
    book = openpyxl.load_workbook(path)
    # Text, though it begins like a formula.
    book.active.cell(4, len(header)).data_type = "s"
    book.save(path)
    upload(client, path.read_bytes())
    work()
    batch = ImportBatch.objects.latest("id")
    do(client, "commit", batch, rows="good")
    response = client.get(reverse("plumbing:import_rejected", args=[batch.token]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    head = next(line for line in cells if "Tên chủ hộ" in line)
    wrong = cells[-1]
    assert wrong[head.index("Tên chủ hộ")] == "Giàng A Lạ"
    assert wrong[head.index("Dòng trong tệp")] == 4
    assert "Sai Tên" in wrong[head.index("Lý do bị từ chối")]
    assert "=1+2 là chữ" in wrong
    assert [cell.value for line in sheet.iter_rows() for cell in line if cell.data_type == "f"] == []
    sheet.cell(sheet.max_row, head.index("Bản") + 1).value = "Huổi Thử"
    corrected = io.BytesIO()
    sheet.parent.save(corrected)
    upload(client, corrected.getvalue())
    work()
    again = ImportBatch.objects.latest("id")
    assert (again.counts["new"], again.counts["rejected"]) == (1, 0)


def test_the_planted_workbook_keeps_its_header_its_date_and_its_groups(cast, sign_in):
    client = sign_in(cast.administrator)
    upload(client, (DATA / "messy_households.xlsx").read_bytes())
    work()
    batch = ImportBatch.objects.latest("id")
    numbers = list(batch.rows.filter(outcome="rejected").values_list("number", flat=True))
    response = client.get(reverse("plumbing:import_rejected", args=[batch.token]))
    upload(client, response.content, name="lai.xlsx")
    work()
    again = ImportBatch.objects.latest("id")
    assert again.state == "checked"
    assert again.reading["codes"] == batch.reading["codes"]
    assert again.reading["day"] == batch.reading["day"] == "2025-12-14"
    assert again.rows.exclude(outcome="skipped").count() == len(numbers)
