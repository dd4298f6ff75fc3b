"""What the tests of imports share: the areas, a list that is loaded by the command, and workbooks made by hand."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from plumbing import jobs
from plumbing.models import ImportBatch, Job

DATA = Path(__file__).parent / "data"


def load(kind: str, path: Path, *options: str) -> dict:
    """Run `import_list --json` and return what it prints, with the exit code as `exit`."""
    out = io.StringIO()
    code = 0
    try:
        call_command("import_list", kind, str(path), "--json", *options, stdout=out, stderr=io.StringIO())
    except SystemExit as stop:
        code = stop.code
    return json.loads(out.getvalue()) | {"exit": code}


def load_areas() -> dict:
    return load("areas", DATA / "areas_nampo.csv")


def load_teams() -> dict:
    """Load what is good of the planted list of teams."""
    return load("teams", DATA / "messy_teams.xlsx", "--only-good-rows")


def reasons(result: dict, what: str, row: int) -> str:
    """Return all that was said about a row."""
    return " | ".join(
        f"[{answer.get('field', '')}] {answer['reason']}" for answer in result[what] if answer["row"] == row
    )


def not_said(result: dict, bad_rows: list[tuple[list, str]], first: int = 4) -> list[tuple[str, str]]:
    """Return the words with which a row should have been rejected and was not, with what was said instead."""
    answer = [(words, reasons(result, "rejected", number)) for number, (_row, words) in enumerate(bad_rows, first)]
    return [(words, text) for words, text in answer if words not in text]


def rows_of(result: dict, what: str) -> list[int]:
    return sorted({answer["row"] for answer in result[what]})


def workbook(path: Path, rows: list[list], *, title: str = "Danh sách") -> Path:
    """Write a plain workbook: a title, then these rows, the first of which is the header in row 2."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([title])
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


# --- the wizard -------------------------------------------------------------------------------------------------

NEW = "/imports/new/"
HEADER = ["Tên chủ hộ", "Năm sinh", "Xã", "Bản", "Số định danh", "Số khẩu", "Phân loại", "Ngày rà soát"]


def a_row(name="Lò Văn Thử", place="Huổi Thử", number="011080000001", size=4, kind="Hộ nghèo", commune="Nậm Tin"):
    return [name, "1980", commune, place, number, size, kind, "05/11/2025"]


def work() -> None:
    """Do what waits in the queue, as the worker would."""
    for job in Job.objects.unfinished():
        jobs.run(job.pk)


def upload(client, content: bytes, name="danh sách.xlsx", kind="households"):
    return client.post(NEW, {"kind": kind, "file": SimpleUploadedFile(name, content)})


def send(client, tmp_path, *rows, kind="households", header=HEADER):
    """Upload a list and let it be checked; return its batch."""
    path = workbook(tmp_path / "list.xlsx", [header, *rows])
    response = upload(client, path.read_bytes(), kind=kind)
    assert response.status_code == 302, response.content.decode()
    work()
    return ImportBatch.objects.latest("id")


def page(client, batch, **query):
    response = client.get(batch.get_absolute_url(), query)
    assert response.status_code == 200
    return response.content.decode()


def do(client, name, batch, **data):
    response = client.post(reverse(f"plumbing:import_{name}", args=[batch.token]), data)
    assert response.status_code == 302
    work()
    batch.refresh_from_db()
