"""Import and roll-up, each against what it cannot be quicker than; run as a process that knows the database.

Each time is the least of several: what else a machine does only adds to them.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import django
import xlsxwriter

django.setup()

from django.core.management import call_command  # noqa: E402 -- after setup
from django.db import transaction  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402

from households.models import Household  # noqa: E402
from plumbing.dates import month_end  # noqa: E402
from reports.models import Figure  # noqa: E402
from reports.rollups import roll_up, roll_up_all  # noqa: E402
from scripts.bench import plain_month  # noqa: E402
from teams.models import Area  # noqa: E402

ROWS = 5000
IMPORT_LIMIT, ROLLUP_LIMIT = 5.0, 3.0
ALL_LIMIT = 6.0  # seconds for all months of a province
HEADER = [
    *("TT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Dân tộc", "Số CCCD", "Bản", "Xã", "Số khẩu"),
    *("Hộ nghèo", "Hộ cận nghèo", "B1", "B2", "Thu nhập BQ người/tháng", "Ngày rà soát"),
]


class Undo(Exception):
    """Leaves a transaction without keeping what it wrote."""


def timed(work: Callable[[], object], times: int = 3) -> float:
    """Return the least seconds of `work`, each time in a transaction that is given up."""
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
    return min(seconds)


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
    month = prove_the_same_question()
    day = month_end(month)

    def from_nothing() -> None:
        Figure.objects.filter(month=month).delete()
        roll_up([month])

    # In turn, so that a slow second hits both.
    pairs = [(timed(lambda: plain_month.read(month, day), 1), timed(lambda: roll_up([month]), 1)) for _ in range(21)]
    by_hand, again = map(min, zip(*pairs, strict=True))
    fresh = timed(from_nothing, 7)
    ratio = again / by_hand
    print(
        f"roll-up of one month: {again * 1000:.0f} ms again, {fresh * 1000:.0f} ms from nothing; plain SQL by hand "
        f"{by_hand * 1000:.0f} ms: {ratio:.2f} times (limit {ROLLUP_LIMIT})"
    )
    return [f"roll-up: {ratio:.2f} times"] if ratio > ROLLUP_LIMIT else []


def prove_the_same_question() -> dt.date:
    """Return the last month that is over, having seen that both count every figure of every month alike."""
    months = list(Figure.objects.order_by("month").values_list("month", flat=True).distinct())
    for month in months:
        stored = Figure.objects.filter(month=month, area__level="village")
        rolled_up = {(area, code): value for area, code, value in stored.values_list("area_id", "indicator", "value")}
        by_hand = plain_month.figures(month, month_end(month))
        for key in by_hand.keys() | rolled_up.keys():
            if by_hand.get(key) != rolled_up.get(key):
                problem = f"{month:%Y-%m} {key}: {by_hand.get(key)} by hand, {rolled_up.get(key)} rolled up"
                raise SystemExit(f"The bench compares two questions: {problem}")
    return months[-2]


def measure_all_months() -> list[str]:
    seconds = timed(roll_up_all, 2)
    print(f"roll-up of all months of a province: {seconds:.1f} s (limit {ALL_LIMIT})")
    return [f"roll-up of all months: {seconds:.1f} s"] if seconds > ALL_LIMIT else []


if __name__ == "__main__":
    # The import last: it is given up, and leaves statistics of rows that are not there.
    missed = measure_rollup() + measure_import() if sys.argv[1] == "district" else measure_all_months()
    for one in missed:
        print(f"MISS {one}")
