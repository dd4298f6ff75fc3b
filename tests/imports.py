"""What the tests of imports share: the areas, a list that is loaded by the command, and workbooks made by hand."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
from django.core.management import call_command

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


def reasons(result: dict, what: str, row: int) -> str:
    """Return all that was said about a row."""
    return " | ".join(f"[{said['field']}] {said['reason']}" for said in result[what] if said["row"] == row)


def rows_of(result: dict, what: str) -> list[int]:
    return sorted({said["row"] for said in result[what]})


def workbook(path: Path, rows: list[list], *, title: str = "Danh sách") -> Path:
    """Write a plain workbook: a title, then these rows, the first of which is the header in row 2."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([title])
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path
