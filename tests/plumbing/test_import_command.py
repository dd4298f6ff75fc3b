"""`manage.py import_list`: what it prints, when it stops, and that a bad file is one sentence."""

import errno
import io
import os

import pytest
from django.core.management import call_command

from plumbing.models import ImportBatch
from teams.models import Area
from tests.imports import DATA, load, reasons

pytestmark = pytest.mark.django_db


def test_a_dry_run_writes_nothing():
    result = load("areas", DATA / "areas_nampo.csv", "--dry-run")
    assert (result["exit"], result["new"]) == (0, 118)
    assert not Area.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_dry_run_with_rejected_rows_says_so_by_its_exit_code(official_areas):
    assert load("teams", DATA / "messy_teams.xlsx", "--dry-run")["exit"] == 1
    assert load("teams", DATA / "messy_teams.xlsx", "--dry-run", "--only-good-rows")["exit"] == 1


def test_the_json_has_exactly_its_keys():
    result = load("areas", DATA / "areas_nampo.csv")
    assert set(result) == {"new", "changed", "unchanged", "rejected", "warnings", "skipped", "exit"}


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [("trong.xlsx", b"", "trống"), ("anh.png", b"\x89PNG123456", "bảng tính"), ("x.csv", b"a;b\n1;2\n", "tiêu đề")],
)
def test_an_unreadable_file_is_still_valid_json(tmp_path, name, content, answer):
    path = tmp_path / name
    path.write_bytes(content)
    result = load("teams", path)
    assert result["exit"] == 1
    assert result["rejected"][0]["row"] == 0
    assert answer in result["rejected"][0]["reason"].casefold()


@pytest.mark.parametrize("name", ["nowhere.xlsx", "."])
def test_a_missing_file_or_a_folder_is_said_without_the_words_of_the_system(tmp_path, name):
    found = load("teams", tmp_path / name)
    reason = found["rejected"][0]["reason"]
    assert (found["exit"], "không mở được" in reason.casefold()) == (1, True)
    assert not any(os.strerror(number) in reason for number in (errno.ENOENT, errno.EISDIR))


def test_for_people_it_prints_row_column_and_reason(official_areas):
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_list", "teams", str(DATA / "messy_teams.xlsx"), stdout=out)
    assert "✗ dòng 13 [Ngày sinh]: Ngày 15/13/1981 không tồn tại." in out.getvalue()
    assert "Bị từ chối: 4" in out.getvalue()


def test_the_template_command_writes_a_list_that_can_be_read(tmp_path):
    path = tmp_path / "mau.xlsx"
    call_command("import_template", "households", "--output", str(path), stdout=io.StringIO())
    found = load("households", path)
    assert (found["exit"], found["new"], found["warnings"]) == (1, 0, [])
    assert reasons(found, "rejected", 0) == "[] Bảng có dòng tiêu đề nhưng chưa có dòng dữ liệu nào."
