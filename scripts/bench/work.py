"""Import and roll-up, each against what it cannot be quicker than."""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import xlsxwriter
from django.core.management import call_command
from django.db import transaction
from python_calamine import CalamineWorkbook

from activities.models import TeamMonth
from households.models import Household
from plumbing.dates import add_months, month_of
from reports.indicators.teams import month_end
from reports.models import Figure
from reports.rollups import current_month, roll_up
from scripts.bench import plain_month
from teams.models import Area

ROWS = 5000
IMPORT_LIMIT, ROLLUP_LIMIT = 5.0, 3.0
HEADER = [
    *("TT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Dân tộc", "Số CCCD", "Bản", "Xã", "Số khẩu"),
    *("Hộ nghèo", "Hộ cận nghèo", "B1", "B2", "Thu nhập BQ người/tháng", "Ngày rà soát"),
]


class Undo(Exception):
    """Leaves a transaction without keeping what it wrote."""


def timed(work: Callable[[], object], times: int = 3) -> float:
    """Return the median seconds of `work`, each time in a transaction that is given up."""
    seconds = []
    for _ in range(times):
        started = 0.0
        try:
            with transaction.atomic():
                started = time.perf_counter()
                work()
                seconds.append(time.perf_counter() - started)
                raise Undo
        except Undo:
            pass
    return statistics.median(seconds)


def measure_import() -> list[str]:
    """5,000 households with all checks, against calamine's reading of the file plus one bulk insert."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "households.xlsx"
        write_list(path)
        read = timed(lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())
        village = Area.objects.villages().first()
        insert = timed(
            lambda: Household.objects.bulk_create([Household(village=village, size=5) for _ in range(ROWS)], 1000)
        )
        whole = timed(lambda: load(path))
    ratio = whole / (read + insert)
    print(
        f"\nimport of {ROWS} households: {whole:.2f} s; reading {read:.2f} s + one bulk insert {insert:.2f} s: "
        f"{ratio:.1f} times (limit {IMPORT_LIMIT})"
    )
    return [f"import: {ratio:.1f} times"] if ratio > IMPORT_LIMIT else []


def load(path: Path) -> None:
    with redirect_stdout(io.StringIO()):
        # The demo's months are locked, and households that were always there change the figures of all of them.
        call_command("import_list", "households", str(path), "--json", "--reason", "bench")


def write_list(path: Path) -> None:
    """Write a clean list of 5,000 poor households in the villages that the portal knows."""
    villages = list(Area.objects.villages().order_by("pk"))
    communes = {v.pk: Area.objects.above(v).filter(level="commune")[0] for v in villages}
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2025"])
        sheet.write_row(2, 0, HEADER)
        for i in range(ROWS):
            village = villages[i % len(villages)]
            is_poor = i % 3 != 0
            row = [
                *(i + 1, f"Lò Văn Đo {i}", 1950 + i % 50, "Nam", "Mông", f"0110{50 + i % 50:02}{i:06}"),
                *(village.name, communes[village.pk].name, 2 + i % 7, "x" if is_poor else "", "" if is_poor else "x"),
                *(80 + i % 60, 30 if is_poor else 10, 650_000 + i, f"{1 + i % 28:02}/11/2025"),
            ]
            sheet.write_row(3 + i, 0, row)


def measure_rollup() -> list[str]:
    """One month of all villages, against what somebody would ask by hand: only the counting, nothing written."""
    month = add_months(month_of(current_month()), -1)
    while not TeamMonth.objects.filter(month=month).exists():
        month = add_months(month, -1)
    day = month_end(month)
    stored = Figure.objects.filter(month=month, area__level="village").values_list("area_id", "indicator", "value")
    rolled_up = {(area, code): value for area, code, value in stored}
    for key, value in plain_month.figures(month, day).items():
        if rolled_up.get(key) != value:
            raise SystemExit(f"by hand {key} is {value}, not {rolled_up.get(key)}: the bench compares two questions")

    def from_nothing() -> None:
        Figure.objects.filter(month=month).delete()
        roll_up([month])

    # In turn, so that a slow second hits both.
    pairs = [(timed(lambda: plain_month.read(month, day), 1), timed(lambda: roll_up([month]), 1)) for _ in range(21)]
    by_hand, again = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    fresh = timed(from_nothing, 7)
    ratio = again / by_hand
    print(
        f"roll-up of one month: {again * 1000:.0f} ms again, {fresh * 1000:.0f} ms from nothing; plain SQL by hand "
        f"{by_hand * 1000:.0f} ms: {ratio:.2f} times (limit {ROLLUP_LIMIT})"
    )
    return [f"roll-up: {ratio:.2f} times"] if ratio > ROLLUP_LIMIT else []
